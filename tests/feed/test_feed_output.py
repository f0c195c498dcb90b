from __future__ import annotations

from pathlib import Path

import pytest
from publications import publication

from narrate.errors import UsageError
from narrate.publish import mp3
from narrate.publish.feed.output import OUTPUT
from narrate.publish.id3 import read_id3

BOOK = """# The Commune of Paris

## The place of the Commune

On March 18 the people of Paris rose. They chose freedom.

## How it failed

It had no time to grow. The old powers came back.
"""


def test_the_feed_of_a_recording_holds_all_of_its_sound(tmp_path: Path) -> None:
    (tmp_path / "book.md").write_text(BOOK)
    made = publication(tmp_path / "book.md", tmp_path, url="https://example.org/a/", every="")

    (feed,) = OUTPUT.write(made).files
    (whole,) = mp3.OUTPUT.write(made).files

    assert feed == made.folder / "feed" / "feed.xml"
    lengths = [read_id3(file)[0] for file in feed.parent.glob("*.mp3")]
    assert len(lengths) == 2
    assert sum(lengths) == pytest.approx(read_id3(whole)[0], abs=0.1)


def test_without_an_address_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "book.md").write_text(BOOK)

    with pytest.raises(UsageError, match="--url"):
        OUTPUT.write(publication(tmp_path / "book.md", tmp_path))
