import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.cache import Cache, beside, key_of, write_whole
from narrate.errors import OutputNotWritable

KEY = key_of("a clip")


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    cache.put(KEY, {"frames": 3}, b"sound")

    assert cache.get(KEY) == ({"frames": 3}, b"sound")
    assert cache.header(KEY) == {"frames": 3}


def test_a_key_that_was_never_put_gives_nothing(tmp_path: Path) -> None:
    assert Cache(tmp_path).get(KEY) is None
    assert Cache(tmp_path).header(KEY) is None


@given(at=st.integers(0, 200), bit=st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_never_served(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    cache.put(KEY, {"frames": 3}, bytes(range(100)))
    content = bytearray(cache.path(KEY).read_bytes())
    content[at % len(content)] ^= 1 << bit
    cache.path(KEY).write_bytes(content)

    assert cache.get(KEY) is None


@given(length=st.integers(0, 160))
def test_a_truncated_entry_is_never_served(
    tmp_path_factory: pytest.TempPathFactory, length: int
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    cache.put(KEY, {"frames": 3}, bytes(range(100)))
    content = cache.path(KEY).read_bytes()
    cache.path(KEY).write_bytes(content[: min(length, len(content) - 1)])

    assert cache.get(KEY) is None


def test_different_values_have_different_keys() -> None:
    keys = {key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of(["ab", "c"]), key_of(1)}

    assert len(keys) == 5


def test_pruning_removes_what_was_used_longest_ago(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old, new = key_of("old"), key_of("new")
    for key in (old, new):
        cache.put(key, {}, bytes(1000))
    os.utime(cache.path(old), (1, 1))

    cache.prune(keep_bytes=1500)

    assert cache.get(old) is None
    assert cache.get(new) is not None


def test_pruning_leaves_what_others_are_writing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, {}, bytes(1000))
    place = cache.path(KEY).parent
    parts = [place / name for name in (".tmpab12.part", "clip.mp3.7-ab.part", beside(place).name)]
    left = place / ".tmpcd34.part"
    for part in (*parts, left):
        part.write_bytes(bytes(10))
    os.utime(left, (1, 1))

    whole = cache.path(KEY).stat().st_size

    freed = cache.prune()

    assert set(place.iterdir()) == set(parts)
    assert freed == whole + 10


def test_pruning_goes_on_where_others_prune_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    for name in ("one", "two", "three"):
        cache.put(key_of(name), {}, bytes(1000))
    size = cache.size()[1]
    gone, look = cache.path(key_of("two")), Path.stat

    def look_and_lose(path: Path, **more: bool) -> os.stat_result:
        found = look(path, **more)
        if path == gone:
            path.unlink()
        return found

    monkeypatch.setattr(Path, "stat", look_and_lose)

    assert cache.prune() == size * 2 // 3


def test_an_entry_that_may_not_be_removed_is_told_when_the_others_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    for name in ("one", "two", "three"):
        cache.put(key_of(name), {})
    kept, remove = cache.path(key_of("two")), Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == kept:
            raise PermissionError(13, "Permission denied", str(path))
        remove(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)

    with pytest.raises(OutputNotWritable, match="Permission denied"):
        cache.prune()

    assert list(tmp_path.glob("*/*")) == [kept]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "book.json"
    write_whole(target, b"old")

    with pytest.raises(TypeError):
        write_whole(target, b"new", "not bytes")  # type: ignore[arg-type]

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("book.json", b"old")]


def test_a_file_where_a_folder_is_needed_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(OutputNotWritable, match="Choose another folder"):
        write_whole(tmp_path / "file" / "book.json", b"")
