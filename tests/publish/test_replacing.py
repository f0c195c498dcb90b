"""Which files of a book's folder a make writes anew under the same names."""

from pathlib import Path
from typing import Any

from narrate.model import Chapter, Script
from narrate.publish.replacing import replaced

FILES = ["Emma.mp3", "Emma.m4b", "wav/01 - One.wav", "wav/book.m3u8", "chapters/01 - One.mp3"]
BEFORE: dict[str, Any] = {
    "chapters": [{"title": "One"}, {"title": "Two"}],
    "files": [{"name": name} for name in FILES],
}


def names(before: dict[str, Any], titles: tuple[str, ...], *outputs: str) -> list[str]:
    script = Script("Emma", (), "en", tuple(Chapter(title, ()) for title in titles))
    folder = Path("Emma")
    found = replaced(folder, before, script, outputs)
    return [path.relative_to(folder).as_posix() for path in found]


def test_files_of_other_outputs_stay() -> None:
    assert names(BEFORE, ("One", "Two"), "mp3", "wav") == [FILES[0], FILES[2], FILES[3]]


def test_chapters_that_are_called_otherwise_stand_beside_the_old_ones() -> None:
    assert names(BEFORE, ("One", "A New One", "Two"), "mp3", "wav") == ["Emma.mp3"]


def test_a_first_make_replaces_nothing() -> None:
    assert names({}, ("One", "Two"), "mp3", "wav") == []
