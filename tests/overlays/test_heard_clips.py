"""The sound of a clip, heard by another program, is its sentence and nothing of its neighbours."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import pytest
from ferry_epub import ferry_epub
from listening import hear
from narrating import SEED_BOOK, SHARED_BOOKS
from rapidfuzz.distance import Levenshtein
from readalong import Epub, Par, by_id, read_text, readalong

from narrate.check.aligning import words_of
from narrate.publish.epub.output import write

pytestmark = [pytest.mark.slow, pytest.mark.tools]

SAMPLES = 50
SHORTEST = 5
"""Words: of less, Whisper hears too little to be a judge."""

SLIPS = 8
"""Words that it may hear wrongly ("fairy" for "ferry") in a book too small for a share."""

BOOKS = {
    "made": SEED_BOOK,
    "publisher": SHARED_BOOKS / "idpf-georgia-pls-ssml.epub",
}


@dataclass(frozen=True)
class Spoken:
    """A clip, the words of its sentence, and those of the sentences beside it."""

    par: Par
    words: list[str]
    before: list[str]
    after: list[str]


@pytest.mark.parametrize("name", [*BOOKS, "small"])
def test_random_clips_hold_their_sentences_and_nothing_else(name: str, tmp_path: Path) -> None:
    source = ferry_epub(tmp_path) if name == "small" else BOOKS[name]
    if not source.exists():
        pytest.skip("the book is not here")
    book = Epub(write(readalong(source, tmp_path, engine="hibari")).files[0])
    spoken = [one for one in sentences(book) if len(one.words) >= SHORTEST]
    drawn = random.Random(1).sample(spoken, min(SAMPLES, len(spoken)))

    heard = [hear(cut(book, one.par, tmp_path)) for one in drawn]

    pairs = list(zip(drawn, heard, strict=True))
    distances = [Levenshtein.distance(one.words, words) for one, words in pairs]
    assert sum(distances) <= max(SLIPS, sum(len(one.words) for one in drawn) / 10)
    assert sum(d > max(2, len(o.words) / 2) for d, o in zip(distances, drawn, strict=True)) <= 1
    assert [stray for one, words in pairs for stray in strays(one, words)] == []


def strays(one: Spoken, heard: Sequence[str]) -> Iterator[str]:
    """Words that were heard before or after the sentence and are those of its neighbours."""
    for step in Levenshtein.editops(one.words, heard):
        if step.tag == "insert" and step.src_pos == 0 and heard[step.dest_pos] in one.before[-3:]:
            yield f"{heard[step.dest_pos]} | {' '.join(one.words)}"
        at_end = step.tag == "insert" and step.src_pos == len(one.words)
        if at_end and heard[step.dest_pos] in one.after[:3]:
            yield f"{' '.join(one.words)} | {heard[step.dest_pos]}"


def sentences(book: Epub) -> list[Spoken]:
    """Every par in order, but for pages and what is in another language."""
    pars, words = [], []
    for document, overlay in book.overlays():
        elements = by_id(book.document(document))
        for par in book.pars(overlay):
            if par.structure != "pagebreak" and elements[par.id].get("lang", "en") == "en":
                pars.append(par)
                words.append(words_of(" ".join(read_text(elements[par.id]).split()), "en"))
    around: list[list[str]] = [[], *words, []]
    return [Spoken(par, around[n], around[n - 1], around[n + 1]) for n, par in enumerate(pars, 1)]


def cut(book: Epub, par: Par, folder: Path) -> Path:
    """The clip by itself, as a decoder that goes by the file's time finds it."""
    whole, clip = folder / "whole.mp3", folder / "clip.wav"
    whole.write_bytes(book.members[par.sound])
    times = ("-ss", f"{par.begin / 1000}", "-to", f"{par.end / 1000}")
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", whole, *times, "-y", clip],
        check=True,
    )
    return clip
