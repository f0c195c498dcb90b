"""A file appears whole or not at all, in the folder it belongs to, with the user's own rights."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mutagen import MutagenError

from narrate.cache import beside, is_beside, write_whole
from narrate.errors import DiskFull, OutputNotWritable
from narrate.publish.feed.folder import Staged
from narrate.publish.files import finished, make_folder, sweep_parts


def finish(target: Path, content: bytes = b"new") -> None:
    with finished(target) as part:
        part.write_bytes(content)


def write(target: Path) -> None:
    write_whole(target, b"new")


@pytest.mark.parametrize("make", [finish, write])
@pytest.mark.parametrize("name", ["Emma.mp3", "Emma.part.mp3", ".Emma.mp3.part"])
def test_a_link_in_the_way_is_never_written_through(
    tmp_path: Path, make: Callable[[Path], None], name: str
) -> None:
    (tmp_path / "precious").write_text("not yours")
    (tmp_path / name).symlink_to(tmp_path / "precious")

    make(tmp_path / "Emma.mp3")

    assert (tmp_path / "precious").read_text() == "not yours"
    assert (tmp_path / "Emma.mp3").read_bytes() == b"new"
    assert not (tmp_path / "Emma.mp3").is_symlink()


@pytest.mark.parametrize("make", [finish, write])
def test_a_part_that_another_has_put_there_meanwhile_is_refused(
    tmp_path: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "precious").write_text("not yours")
    monkeypatch.setattr(os, "urandom", lambda size: bytes(size))
    beside(tmp_path / "Emma.mp3").symlink_to(tmp_path / "precious")

    with pytest.raises(OutputNotWritable, match="exists"):
        make(tmp_path / "Emma.mp3")

    assert (tmp_path / "precious").read_text() == "not yours"


def test_a_part_has_the_ending_of_its_file_and_fits_beside_any_title(tmp_path: Path) -> None:
    for name in ("Emma.mp3", "Emma", "🎧" * 60 + ".m4b"):
        part = beside(tmp_path / name)

        assert part.suffix == Path(name).suffix or part.suffix == ".part"
        assert is_beside(part)
        part.touch(exist_ok=False)
        assert not is_beside(tmp_path / name)


def test_what_killed_runs_left_goes_and_all_else_stays(tmp_path: Path) -> None:
    stays = ["Emma.mp3", ".Emma.part.mp3", "x.0a1b2c3d.part.mp3", ".lock", "a/.part", ".hidden.md"]
    goes = [".Emma.0a1b2c3d.part.mp3", ".book.0a1b2c3d.part.json", "a/.01 - One.0a1b2c3d.part"]
    (tmp_path / "a").mkdir()
    for name in (*stays, *goes):
        (tmp_path / name).touch()

    sweep_parts(tmp_path)

    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {*stays, "a"}


def test_a_folder_of_narrates_own_is_no_link_to_another_place(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "chapters").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputNotWritable, match=r"chapters: a link"):
        make_folder(tmp_path / "chapters")
    with pytest.raises(OutputNotWritable, match=r"chapters: a link"):
        Staged(tmp_path / "chapters", {})

    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_disk_that_is_full_or_a_limit_is_told_as_such(
    tmp_path: Path, number: int, wrapped: bool
) -> None:
    (tmp_path / "Emma.mp3").write_bytes(b"old")
    refusal: Exception = OSError(number, os.strerror(number))
    if wrapped:  # as mutagen does
        refusal = MutagenError(refusal)

    with pytest.raises(DiskFull, match="no space left"), finished(tmp_path / "Emma.mp3"):
        raise refusal

    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("Emma.mp3", b"old")]


def test_a_fault_that_is_none_of_the_disk_is_not_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(MutagenError, match="no tags"), finished(tmp_path / "Emma.mp3"):
        raise MutagenError("no tags")

    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=[0o022, 0o077])
def withheld(request: pytest.FixtureRequest) -> Iterator[int]:
    """The umask of this process."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.parametrize("make", [finish, write])
def test_a_file_has_the_rights_that_the_user_gives_new_ones(
    tmp_path: Path, make: Callable[[Path], None], withheld: int
) -> None:
    make(tmp_path / "Emma.mp3")

    assert (tmp_path / "Emma.mp3").stat().st_mode & 0o777 == 0o666 & ~withheld
