"""A feed of twice the chapters is twice the work, and holds no more of a book than it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from counting import lines_run
from feeding import NOW
from publications import publication

from narrate.publish.feed import output
from narrate.publish.feed.identity import Known, recognised
from narrate.publish.feed.output import OUTPUT
from narrate.publish.feed.planning import new_state, planned
from narrate.publish.feed.settings import settings_of
from narrate.publish.feed.source import Chapter, Source, source_of
from narrate.publish.feed.transcript import Line

URL = "https://example.org/a/"


def book(count: int, added: int = 0) -> Source:
    """So many chapters, and new ones between them, evenly."""
    titles = [f"Chapter {number}" for number in range(count)]
    for number in range(added):
        titles.insert((number + 1) * len(titles) // (added + 1), f"New {number}")
    chapters = tuple(
        Chapter(title, (Line(f"{title} says {title} again.", 0, 900),), 1000 * at, 1000 * at + 1000)
        for at, title in enumerate(titles)
    )
    return Source("Book", (), "en", "joe", "", "", chapters)


@pytest.mark.parametrize("episodes", ["chapter", "book", "1m"])
def test_twice_the_chapters_are_twice_the_work(episodes: str) -> None:
    def work(count: int) -> int:
        settings = settings_of({}, {"url": URL, "episodes": episodes})
        first = book(count)
        state = planned(new_state(first, URL), first, settings, NOW)
        second = book(count, count // 2)
        return lines_run(lambda: planned(state, second, settings, NOW))

    assert work(160) < 2.3 * work(80)


class Counted(int):
    """A number that counts how often it is compared."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return int(self) == other

    def __abs__(self) -> Counted:
        return Counted(abs(int(self)))

    def __neg__(self) -> Counted:
        return Counted(-int(self))

    __hash__ = int.__hash__


def test_chapters_between_known_ones_are_found_without_a_search() -> None:
    def compared(count: int) -> int:
        old = [Known(Counted(n), f"Chapter {n}", (n,)) for n in range(1, count + 1)]
        new = [(one.title, one.sketch) for one in old]
        for at in range(1, count, 2):
            new[at] = (f"Other {at}", (count + at,))
        Counted.compared = 0
        assert recognised(old, new) == list(range(1, count + 1))
        return Counted.compared

    first = compared(80)

    assert compared(160) < 2.5 * first


def test_of_a_recording_a_feed_keeps_no_times_of_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[dict[str, Any]] = []

    def watched(content: dict[str, Any]) -> Source:
        kept.append(content)
        return source_of(content)

    monkeypatch.setattr(output, "source_of", watched)
    (tmp_path / "book.md").write_text("# Lamp\n\nThe keeper lit the lamp.\n")

    OUTPUT.write(publication(tmp_path / "book.md", tmp_path, url=URL))

    (content,) = kept
    said = [one for row in content["chapters"] for one in row["sentences"]]
    assert {name for one in said for name in one} == {"text", "start_ms", "end_ms"}
