"""What holds for every EPUB with sound, whether it was made or the publisher's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from ferry_epub import ferry_epub
from narrating import BOOKS, SEED_BOOK, SHARED_BOOKS
from readalong import Epub, by_id, letters, milliseconds, read_text, readalong, sentences_with_text

from narrate.audio.join import starts_ms
from narrate.model import Reason
from narrate.publish.epub.output import write
from narrate.publish.output import Publication

Find = Callable[[Path], Path]


def shared(name: str) -> Find:
    def find(_: Path) -> Path:
        path = SHARED_BOOKS / name
        if not path.exists():
            pytest.skip("the book is not here")
        return path

    return find


QUICK: dict[str, Find] = {
    "markdown": lambda _: BOOKS / "ferry.md",
    "epub": ferry_epub,
}
SLOW: dict[str, Find] = {
    "seed": shared(SEED_BOOK.name),
    "verse": shared("idpf-wasteland.epub"),
    "phonemes": shared("idpf-georgia-pls-ssml.epub"),
    "pages": shared("idpf-childrens-literature.epub"),
    "manual": shared("idpf-accessible_epub_3.epub"),
    "novel": shared("pride-and-prejudice.epub"),
}


@pytest.fixture(
    scope="module",
    params=[
        *QUICK,
        *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW),
    ],
)
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Publication, Epub]:
    folder = tmp_path_factory.mktemp(request.param)
    publication = readalong((QUICK | SLOW)[request.param](folder), folder)
    written = write(publication)
    assert written.messages == ()
    return publication, Epub(written.files[0])


Published = tuple[Publication, Epub]


def test_every_clip_belongs_to_an_element_of_its_document(published: Published) -> None:
    _, book = published

    for document, overlay in book.overlays():
        ids = by_id(book.document(document))
        for par in book.pars(overlay):
            assert par.document == document
            assert par.id in ids


def test_the_clips_of_a_sound_file_follow_one_another_from_its_beginning_to_its_end(
    published: Published,
) -> None:
    publication, book = published
    by_sound: dict[str, list[tuple[int, int]]] = {}
    for par in book.all_pars():
        by_sound.setdefault(par.sound, []).append((par.begin, par.end))
    lengths = {
        int(starts_ms([section.encoded["mp3"]])[-1]) for section in publication.recording.sections
    }

    assert by_sound
    for clips in by_sound.values():
        clips.sort()
        assert clips[0][0] == 0
        assert clips[-1][1] in lengths
        assert all(begin < end for begin, end in clips)
        assert all(one[1] == other[0] for one, other in pairwise(clips))


def test_each_sound_file_is_in_the_book_and_in_its_manifest(published: Published) -> None:
    _, book = published

    sounds = {par.sound for par in book.all_pars()}

    assert sounds <= set(book.members)
    assert sounds <= set(book.items.values())


def test_durations_are_those_of_the_clips_and_sum_to_the_whole(published: Published) -> None:
    _, book = published

    total = 0
    for _, overlay in book.overlays():
        (duration,) = book.metas("media:duration", f"#{overlay}")
        assert milliseconds(duration) == sum(par.end - par.begin for par in book.pars(overlay))
        total += milliseconds(duration)
    (whole,) = book.metas("media:duration")
    assert milliseconds(whole) == total


def test_every_sentence_has_its_elements_in_order_and_they_hold_its_words(
    published: Published,
) -> None:
    publication, book = published
    script = publication.script
    credits = [s.text for p in script.opening + script.closing for s in p.sentences]
    omitted = {letters(e.text) for e in script.skipped if e.reason in (Reason.CODE, Reason.FORMULA)}

    others = other_elements(
        [letters(sentence.text) for sentence in sentences_with_text(publication)],
        [letters(text) for text in texts_heard(book)],
    )

    assert [o for o in others if o not in letters("".join(credits)) and o not in omitted] == []


def texts_heard(book: Epub) -> Iterator[str]:
    for document, overlay in book.overlays():
        elements = by_id(book.document(document))
        for par in book.pars(overlay):
            if par.structure != "pagebreak":
                yield read_text(elements[par.id])


def other_elements(sentences: list[str], heard: list[str]) -> list[str]:
    """What is heard besides the sentences, each of which is one element or several in a row."""
    others, rest = [], iter(heard)
    for sentence in sentences:
        left = sentence
        while left:
            piece = next(rest)
            if piece and left.startswith(piece):
                left = left[len(piece) :]
            else:
                assert left == sentence, f"{sentence!r} is interrupted by {piece!r}"
                others.append(piece)
    return [*others, *rest]


def test_what_is_heard_can_be_told_by_more_than_its_colour(published: Published) -> None:
    _, book = published
    (active,), (playing,) = (
        book.metas("media:active-class"),
        book.metas("media:playback-active-class"),
    )
    sheets = [data.decode() for name, data in book.members.items() if name.endswith(".css")]

    (sheet,) = [sheet for sheet in sheets if f".{active}" in sheet]

    assert "text-decoration: underline" in sheet
    assert f".{playing}" in sheet


def test_conformance_is_not_claimed_and_the_voice_is_said_to_be_synthetic(
    published: Published,
) -> None:
    publication, book = published
    name = "schema:accessibilitySummary"
    is_epub = publication.source.suffix == ".epub"
    theirs = Epub(publication.source).metas(name) if is_epub else []

    ours = " ".join(said for said in book.metas(name) if said not in theirs)

    assert "auditory" in book.metas("schema:accessMode")
    assert "synchronizedAudioText" in book.metas("schema:accessibilityFeature")
    assert "conform" not in ours.casefold()
