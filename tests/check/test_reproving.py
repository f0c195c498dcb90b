"""The ledger of a finished book is proved again from its source."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from narrating import BOOKS, SEED_BOOK

from narrate.check.book import Left, Part, Promise, Said
from narrate.check.ledger import reprove
from narrate.editing import Options, edit
from narrate.model import Script, Sentence, Span
from narrate.readers import read_book
from narrate.script import write_script


def spans(source: tuple[Span, ...]) -> tuple[tuple[int, int, int], ...]:
    return tuple((span.block, span.start, span.end) for span in source)


def said(sentence: Sentence) -> Said:
    return Said(sentence.text, sentence.spoken, 0, 1, 0, spans(sentence.source))


def promise_of(script: Script, source: Path) -> Promise:
    """What book.json would say of a script that was made whole."""
    opening = tuple(said(s) for paragraph in script.opening for s in paragraph.sentences)
    closing = tuple(said(s) for paragraph in script.closing for s in paragraph.sentences)
    return Promise(
        title=script.title,
        authors=script.authors,
        language=script.language,
        preset="",
        duration_ms=1,
        opening=Part("", 0, 1, opening),
        chapters=tuple(
            Part(c.title, 0, 1, tuple(said(s) for s in c.sentences)) for c in script.chapters
        ),
        closing=Part("", 0, 1, closing),
        skipped=tuple(
            Left(entry.text, str(entry.reason), spans((entry.span,))) for entry in script.skipped
        ),
        files=(),
        source=source,
    )


def without_spans(promise: Promise) -> Promise:
    return replace(
        promise,
        chapters=tuple(
            replace(part, sentences=tuple(replace(s, spans=None) for s in part.sentences))
            for part in promise.chapters
        ),
    )


def with_sentences(promise: Promise, change: Callable[[list[Said]], object]) -> Promise:
    first, *others = promise.chapters
    sentences = list(first.sentences)
    change(sentences)
    return replace(promise, chapters=(replace(first, sentences=tuple(sentences)), *others))


@pytest.fixture(scope="module", params=["lighthouse", "seed"])
def promise(request: pytest.FixtureRequest) -> Promise:
    source = {"lighthouse": BOOKS / "lighthouse.md", "seed": SEED_BOOK}[request.param]
    if not source.exists():
        pytest.skip("the book is not here")
    return promise_of(
        edit(read_book(source), Options(credits=True, longest=400, untitled=source.stem)), source
    )


def test_what_is_whole_is_proved_and_counted(promise: Promise) -> None:
    proof = reprove(promise)

    assert proof.gaps == ()
    assert proof.words > proof.read > 0


def test_a_sentence_that_is_lost_is_found(promise: Promise) -> None:
    proof = reprove(with_sentences(promise, lambda sentences: sentences.pop(2)))

    assert proof.gaps
    assert "neither read nor skipped" in proof.gaps[0]


def test_a_sentence_that_was_rewritten_is_found(promise: Promise) -> None:
    def change(sentences: list[Said]) -> None:
        sentences[1] = replace(sentences[1], text="Something else was written.")

    proof = reprove(with_sentences(promise, change))

    assert proof.gaps
    assert "its source says" in proof.gaps[0]


def test_a_skipped_entry_that_is_left_out_is_found(promise: Promise) -> None:
    assert reprove(replace(promise, skipped=promise.skipped[1:])).gaps


def test_without_spans_letters_are_counted(promise: Promise) -> None:
    bare = without_spans(promise)

    assert reprove(bare).gaps == ()
    assert reprove(with_sentences(bare, lambda sentences: sentences.pop(1))).gaps


def test_a_source_out_of_reach_is_told_and_proves_nothing(promise: Promise, tmp_path: Path) -> None:
    gone = reprove(replace(promise, source=tmp_path / "gone.txt"))
    unknown = reprove(replace(promise, source=None))
    changed = reprove(replace(promise, source_digest="0" * 32))

    assert (gone.gaps, unknown.gaps, changed.gaps) == (None, None, None)
    assert "not there any more" in gone.why
    assert "names no source" in unknown.why
    assert "was changed since" in changed.why


def test_a_script_edited_by_hand_is_its_own_source(promise: Promise, tmp_path: Path) -> None:
    assert promise.source is not None
    script = edit(read_book(promise.source), Options(credits=True, longest=400, untitled="x"))
    file = tmp_path / "book.script.md"
    file.write_text(write_script(script), "utf-8")

    edited = promise_of(script, file)

    assert reprove(edited).gaps == ()
    assert reprove(with_sentences(edited, lambda sentences: sentences.pop(0))).gaps
