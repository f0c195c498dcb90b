"""Turn what an engine knows of its words' times into a time for every word.

In:  a text, and when some of its words are heard.
Out: a WordTime for each word of the text, in order.
Knows nothing of sound or of engines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

from narrate.model import WORD
from narrate.sound import WordTime
from narrate.voices.engine import Pronunciation

STRESS = "ˈˌ"


class Phoneme(NamedTuple):
    """A sign of IPA, a space or a punctuation mark, and its frames from start to end."""

    sign: str
    start: int
    end: int


def letters(phonemes: Iterable[Phoneme]) -> Iterator[Phoneme]:
    """The letters among what a neural voice spoke, in order, stress and marks left out.

    A network gives a space a length, but no silence: the sound of the next word is under
    way in it. So a letter after a mere space or a stress mark begins with that; after a
    punctuation mark, where the voice rests, none of the space is its own.
    """
    begin: int | None = None
    for sign, start, end in phonemes:
        if is_letter(sign):
            yield Phoneme(sign[0], start if begin is None else begin, end)
            begin = end
        elif sign in STRESS:
            begin = start if begin is None else begin
        elif category(sign[0])[0] in "PS":
            begin = None
        elif begin is not None and not sign.isspace():
            begin = end


def is_letter(sign: str) -> bool:
    """Whether a sign of IPA stands for a sound by itself; stress marks and tones do not."""
    return sign.isalpha() and sign not in STRESS


def word_end(text: str, start: int) -> int:
    """The end of the word that begins at a character, or the next character."""
    found = WORD.match(text, start)
    return found.end() if found else start + 1


def by_word(text: str, told: Iterable[tuple[int, str]]) -> tuple[Pronunciation, ...]:
    """The IPA of each word of a text that something was told of.

    Args:
        told: a character of the text, and the IPA that is heard there; what is told
            of one word at several places is put together with spaces.
    """
    spans = [m.span() for m in WORD.finditer(text)]
    starts = [start for start, _ in spans]
    found: dict[tuple[int, int], str] = {}
    for place, ipa in told:
        word = bisect_right(starts, place) - 1
        if word >= 0 and ipa:
            found[spans[word]] = f"{found.get(spans[word], '')} {ipa}".strip()
    return tuple(Pronunciation(start, end, ipa) for (start, end), ipa in found.items())


def complete(text: str, known: Sequence[WordTime], frames: int) -> tuple[WordTime, ...]:
    """A time for each word of a clip of so many frames.

    A word begins with the first known time whose ``text_start`` lies in it. Words
    without one share the time up to the next known beginning by their length,
    and are marked as estimated. A word ends where it is known to, but at the
    latest where the next begins; ``end`` equal to ``start`` says that it is not known.
    """
    spans = [m.span() for m in WORD.finditer(text)]
    times = [next((w for w in known if start <= w.text_start < end), None) for start, end in spans]
    if not any(times):
        return ()
    begins = _begins(spans, times, frames)
    return tuple(
        WordTime(begins[i], _end(times[i : i + 2], begins[i], begins[i + 1]), *span, bool(times[i]))
        for i, span in enumerate(spans)
    )


def _end(this_and_next: Sequence[WordTime | None], begin: int, next_begin: int) -> int:
    """Where a word ends; before an estimated word, where that was put."""
    this = this_and_next[0]
    if this is None or None in this_and_next or this.end <= begin:
        return next_begin
    return min(this.end, next_begin)


def _begins(
    spans: Sequence[tuple[int, int]], times: Sequence[WordTime | None], frames: int
) -> list[int]:
    """The beginning of each word, and the end of the last; never falling."""
    anchors = [(i, time.start) for i, time in enumerate(times) if time]
    anchors = [(0, 0), *anchors] if anchors[0][0] else anchors
    anchors.append((len(spans), frames))
    begins: list[int] = []
    for (first, begin), (last, end) in pairwise(anchors):
        begin = max([begin, *begins[-1:]])
        letters = [b - a for a, b in spans[first:last]]
        share = max(0, end - begin) / sum(letters)
        begins += [begin + round(share * sum(letters[:i])) for i in range(last - first)]
    return [*begins, max(frames, begins[-1])]


def matched(words: Sequence[str], spoken: str) -> list[tuple[int, int] | None]:
    """Where each word's letters lie in what was spoken: the first and the last place.

    Args:
        words: each word's phonemes by itself.
        spoken: the phonemes of all of them in a row, where neighbours may have
            melted or changed each other.
    Returns:
        None for a word whose first phoneme is not found.
    """
    owners = [number for number, word in enumerate(words) for _ in word]
    firsts = {sum(map(len, words[:number])) for number in range(len(words))}
    matcher = SequenceMatcher(None, "".join(words), spoken, autojunk=False)
    found: dict[int, tuple[int, int]] = {}
    for a, b, size in matcher.get_matching_blocks():
        for i in range(size):
            owner = owners[a + i]
            if owner in found:
                found[owner] = (found[owner][0], b + i)
            elif a + i in firsts:
                found[owner] = (b + i, b + i)
    return [found.get(number) for number in range(len(words))]
