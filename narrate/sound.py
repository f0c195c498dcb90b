"""The values of sound: a clip, its word times, and the timeline of a recording.

In:  nothing; these are plain frozen values.
Out: Clip (from an engine), Cue and Section and Recording (from rendering).
Knows nothing of books, engines or files' formats. Time is an integer count of
frames at the sample rate that stands beside it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]
else:
    Samples = Any  # a plan of a book makes no sound, and numpy takes a tenth of a second to load


class WordTime(NamedTuple):
    """When characters [text_start, text_end) of the spoken text are heard.

    ``start`` and ``end`` are frames from the beginning of the clip; ``exact``
    is False where they were estimated.
    """

    start: int
    end: int
    text_start: int
    text_end: int
    exact: bool = True

    def later(self, frames: int) -> WordTime:
        """The same word, so many frames on."""
        start, end, text_start, text_end, exact = self
        return WordTime(start + frames, end + frames, text_start, text_end, exact)


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Mono sound.

    Attributes:
        samples: int16 of shape (frames,).
        sample_rate: hertz.
        words: when each word of the spoken text is heard, in order; empty where
            the engine does not know.
    Raises:
        ValueError: at birth, for another dtype or shape or a rate that is not positive.
    """

    samples: Samples
    sample_rate: int
    words: tuple[WordTime, ...] = ()

    def __post_init__(self) -> None:
        if self.samples.dtype != "int16" or self.samples.ndim != 1:
            raise ValueError(
                f"a Clip holds int16 of shape (frames,), "
                f"not {self.samples.dtype} of shape {self.samples.shape}"
            )
        if self.sample_rate <= 0:
            raise ValueError(f"a Clip needs a positive sample rate, not {self.sample_rate}")

    @property
    def frames(self) -> int:
        """Length in frames."""
        return len(self.samples)

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate


@dataclass(frozen=True, slots=True)
class Cue:
    """When one sentence is heard: frames [start, end), the pause after it excluded.

    ``sentence`` is its number in the section; ``words`` are frames in the same
    count as ``start``.
    """

    sentence: int
    start: int
    end: int
    words: tuple[WordTime, ...] = ()


Timeline = Sequence[Cue]

_OF_CUE, _OF_WORD = 4, 5
"""Numbers of each in a Packed."""


class Packed(Timeline):
    """Cues in 20 bytes a word; each is made into an object when it is asked for.

    A long book has a million words, and their objects would take 200 bytes each.
    """

    __slots__ = ("_cues", "_words")

    def __init__(
        self, rows: Iterable[tuple[int, int, int, Iterable[tuple[int, int, int, int, bool]]]] = ()
    ) -> None:
        """Pack cues in order.

        Args:
            rows: of each cue the fields of `Cue`, its words as the fields of `WordTime`.
        Raises:
            OverflowError: a word is 2**31 frames or more from where its cue starts.
        """
        self._cues, self._words = array("q"), array("i")
        for sentence, start, end, words in rows:
            for word in words:
                self._words.extend((word[0] - start, word[1] - start, *word[2:]))
            self._cues.extend((sentence, start, end, len(self._words)))

    def __len__(self) -> int:
        return len(self._cues) // _OF_CUE

    @overload
    def __getitem__(self, at: int) -> Cue: ...
    @overload
    def __getitem__(self, at: slice) -> Timeline: ...
    def __getitem__(self, at: int | slice) -> Cue | Timeline:
        found = range(len(self))[at]
        return self._cue(found) if isinstance(found, int) else tuple(map(self._cue, found))

    def __iter__(self) -> Iterator[Cue]:
        return map(self._cue, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def _cue(self, at: int) -> Cue:
        sentence, begin, end, last = self._cues[at * _OF_CUE : (at + 1) * _OF_CUE]
        first = self._cues[at * _OF_CUE - 1] if at else 0
        numbers = iter(self._words[first:last])
        words = [
            WordTime(begin + start, begin + stop, text_start, text_end, bool(exact))
            for start, stop, text_start, text_end, exact in zip(*[numbers] * _OF_WORD, strict=True)
        ]
        return Cue(sentence, begin, end, tuple(words))


@dataclass(frozen=True, slots=True)
class Encoded:
    """The sound of one section in one codec, in a file of its own.

    Attributes:
        path: the file, ending in a dot and the codec's name; it belongs to the cache,
            copy it and never move it.
        packets: number of codec frames (MP3 frames, AAC access units, ...).
        samples_per_packet: samples that a codec frame decodes to.
        sample_rate: hertz.
    """

    path: Path
    packets: int
    samples_per_packet: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the recording: a chapter, or a credit outside all chapters.

    Attributes:
        title: of the chapter; "" for a credit, which gets no mark.
        frames: length.
        cues: one a sentence, in order, frames from the section's beginning.
        encoded: the same sound by codec name ("mp3", "aac", "opus", "flac").
    """

    title: str
    frames: int
    cues: Timeline
    encoded: Mapping[str, Encoded]


@dataclass(frozen=True, slots=True)
class Recording:
    """The sound of a book, made once; every output is written from it.

    Sections are in order: opening credit where there is one, chapters, closing
    credit where there is one. ``engine`` and ``voice`` name the narrator. ``lufs`` is
    the integrated loudness that it was brought to, over all channels; None if to none.
    ``voices`` are those of others than the narrator, by role and language of a sentence.
    """

    sample_rate: int
    sections: tuple[Section, ...]
    engine: str
    voice: str
    lufs: float | None = None
    voices: Mapping[tuple[str, str], str] = field(default_factory=dict)
