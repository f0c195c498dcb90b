"""What is heard and stands nowhere in the text: announcements around chapters and of code."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from narrating import BOOKS
from readalong import Epub, by_id, read_text, readalong

from narrate.audio.join import starts_ms
from narrate.check.daisy import check_daisy
from narrate.check.overlays import check_overlays
from narrate.check.player import check_player
from narrate.publish.daisy.output import write as write_daisy
from narrate.publish.epub.output import write as write_epub
from narrate.publish.output import Publication
from narrate.publish.player.output import OUTPUT as PLAYER
from narrate.publish.subtitles.output import OUTPUT as SUBTITLES


@pytest.fixture(scope="module")
def announced(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A book with announcements before and after each chapter, and code that is left out."""
    book = readalong(BOOKS / "ferry.md", tmp_path_factory.mktemp("ferry"), wording="librivox")
    assert sum(not sentence.text for sentence in book.script.sentences) > 10
    return book


def test_all_sound_is_heard_at_an_element_with_text(announced: Publication) -> None:
    path = write_epub(announced).files[0]

    book = Epub(path)
    for document, overlay in book.overlays():
        elements, pars = by_id(book.document(document)), book.pars(overlay)
        assert all(read_text(elements[par.id]).strip() for par in pars)
        assert pars[0].begin == 0
        assert all(one.end == other.begin for one, other in pairwise(pars))
    lengths = [starts_ms([s.encoded["mp3"]])[-1] for s in announced.recording.sections]
    ends = [book.pars(overlay)[-1].end for _, overlay in book.overlays()]
    assert ends == [pytest.approx(length, abs=2) for length in lengths]
    assert [str(fault) for fault in check_overlays(path)] == []


def test_what_says_that_code_is_left_out_is_heard_at_the_code(announced: Publication) -> None:
    book = Epub(write_epub(announced).files[0])
    texts = {
        par.id: read_text(by_id(book.document(par.document))[par.id]) for par in book.all_pars()
    }

    assert [text.strip() for id_, text in texts.items() if id_.startswith("unread")] == [
        'print("tick")'
    ]


def test_no_output_shows_an_empty_sentence(announced: Publication) -> None:
    daisy = write_daisy(announced).files[0].parent
    PLAYER.write(announced)
    subtitles = [
        p.read_text("utf-8") for p in SUBTITLES.write(announced).files if p.suffix != ".lrc"
    ]

    assert [str(fault) for fault in check_daisy(daisy) if fault.rule != "sound"] == []
    said = [sentence.text for sentence in announced.script.sentences]
    assert [str(fault) for fault in check_player(announced.folder / "player", said)] == []
    leaves = [path.read_text("utf-8") for path in (announced.folder / "player/text").iterdir()]
    assert not any(re.search(r'\["\s*",\d', leaf) for leaf in leaves)
    assert not any(re.search(r"--> [\d:.,]+\n\s*(?:\n|$)", text) for text in subtitles)
