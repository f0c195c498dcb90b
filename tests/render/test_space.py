"""What a book takes of the disk is told before it is taken."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from narrate.errors import DiskFull
from narrate.render import space
from narrate.render.space import Need, announce


def test_a_small_need_is_not_worth_a_word(tmp_path: Path) -> None:
    assert announce(Need(1_000_000, 1_000_000), tmp_path / "cache", tmp_path / "out") == []


def test_a_large_need_is_told_with_its_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(total=10**12, free=10**12))

    (told,) = announce(Need(8 * 10**9, 3 * 10**9), tmp_path / "cache", tmp_path / "out")

    assert f"3.0 GB in {tmp_path / 'out'}" in told
    assert f"8.0 GB in {tmp_path / 'cache'}" in told


def test_what_does_not_fit_on_one_disk_together_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "shutil.disk_usage", lambda _: SimpleNamespace(total=10**12, free=10 * 10**9)
    )

    assert announce(Need(6 * 10**9, 3 * 10**9), tmp_path / "cache", tmp_path / "out")
    with pytest.raises(DiskFull, match=r"needs about 11\.0 GB there, and 10\.0 GB are free"):
        announce(Need(8 * 10**9, 3 * 10**9), tmp_path / "cache", tmp_path / "out")


@pytest.mark.slow
def test_the_estimate_is_near_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narrate import make as making
    from narrate.order import Order

    found: list[Need] = []

    def listen(need: Need, *_: Path) -> list[str]:
        found.append(need)
        return []

    monkeypatch.setattr(space, "announce", listen)
    book = tmp_path / "long.md"
    lines = [f"The {n}th wave of the day came in and went out again." for n in range(300)]
    book.write_text("# Waves\n\n" + "\n\n".join(lines))
    order = Order(book, tmp_path / "out", tmp_path / "cache", engine="pyttsx3", pictured=False)

    making.make(order)

    finished = sum(path.stat().st_size for path in (tmp_path / "out").rglob("*.mp3"))
    kept = sum(path.stat().st_size for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert found[0].finished == pytest.approx(finished, rel=0.25)
    assert found[0].kept == pytest.approx(kept, rel=0.4)
