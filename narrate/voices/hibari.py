"""The neural English voice that comes inside a wheel: package hibari-tts, 24 kHz.

In:  an Utterance in English; pronunciations in IPA are honoured.
Out: a Clip with word times, the same bytes for the same utterance.
Knows nothing of books, and downloads nothing: a voice whose file is not on this
machine is listed as not installed, with what to fetch for it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from narrate.errors import EngineFailed, UnknownVoice
from narrate.sound import Clip, WordTime
from narrate.voices import settings
from narrate.voices.aligning import by_word, complete, word_end
from narrate.voices.engine import Pronunciation, Utterance, Voice
from narrate.voices.fetching import Parcel
from narrate.voices.ipa import from_misaki

if TYPE_CHECKING:
    from narrate.voices.hibari_model import Network
    from narrate.voices.hibari_text import Reader, Token

SAMPLE_RATE = 24000
PAD = 0
"""The id that stands before and after every stretch of phonemes."""

PAUSE = "."
"""Stands before the signs of a stretch for the pad there: a voice comes out of silence."""

LATE = 900
"""Frames (37.5 ms) by which the network's durations lag behind its sound: without it, 36 words
after a pause are told 45 ms after their first energy, 29 words with an s after a vowel 32 ms
after their hiss, and 18 with a vowel after an s 31 ms after its end (medians)."""

SENTENCE_GAP = 0.35
"""Seconds between two sentences of one utterance, margins of `clips.trim` apart."""


class _Loaded(NamedTuple):
    network: Network
    reader: Reader


class Hibari:
    """One network of one thread for each voice in use, loaded when it first speaks.

    At 400 characters a sentence the process takes 330 MB, at 1,200 it would take
    540 MB, and Whisper understands both alike.
    """

    name = "hibari"
    max_characters = 400
    repeatable = True

    def __init__(self) -> None:
        self.version = f"{version('hibari-tts')}-3"
        self._loaded: dict[str, _Loaded] = {}

    def voices(self) -> tuple[Voice, ...]:
        """All five voices; the one in the package is always installed."""
        return tuple(_voice(name, row) for name, row in _registry().VOICES.items())

    def speak(self, utterance: Utterance) -> Clip:
        """Say it in English.

        Raises:
            EngineFailed: the voice's file is not on this machine, or a word cannot be read.
        """
        from narrate.voices.clips import join, trim

        text = utterance.text
        loaded = self._load(utterance.voice)
        clips = [
            _voiced(loaded.network, text, tokens, utterance.speed)
            for tokens in loaded.reader.read(text, utterance.pronunciations)
        ]
        if len(clips) != 1:
            clips = [join([(trim(clip), SENTENCE_GAP) for clip in clips], SAMPLE_RATE)]
        return replace(clips[0], words=complete(text, clips[0].words, clips[0].frames))

    def prepare(self, voice: str) -> None:
        """Load a voice.

        Raises:
            EngineFailed: the voice's file is not on this machine.
        """
        self._load(voice)

    def phonemes(self, utterance: Utterance) -> tuple[Pronunciation, ...]:
        """The IPA of each word in its context.

        Raises:
            EngineFailed: as ``speak`` does.
        """
        from narrate.voices.hibari_text import words_of

        reader = self._load(utterance.voice).reader
        told: list[tuple[int, str]] = []
        for tokens in reader.read(utterance.text, utterance.pronunciations):
            for place, phonemes in words_of(tokens):
                told.append((place, from_misaki(phonemes)))
        return by_word(utterance.text, told)

    @staticmethod
    def offered() -> tuple[Voice, ...]:
        """The voices that are not in the package."""
        rows = _registry().VOICES.items()
        return tuple(_voice(name, row) for name, row in rows if not row.get("bundled"))

    @staticmethod
    def parcels(voice: str) -> tuple[Parcel, ...]:
        """The file of a voice that is not in the package, as the package describes it.

        Raises:
            UnknownVoice: there is no such voice.
        """
        row = _registry().VOICES.get(voice)
        if row is None or row.get("bundled"):
            raise UnknownVoice(f"engine 'hibari' offers no voice {voice!r} to fetch")
        home = settings.setting("hibari", settings.table("hibari"), "url", str, _home())
        url = f"{home.rstrip('/')}/{row['file']}"
        return (Parcel(url, _file(voice), row["bytes"], "sha256", row["sha256"]),)

    def _load(self, voice: str) -> _Loaded:
        if voice not in self._loaded:
            from hibari.g2p import ASSETS, G2P
            from hibari.g2p.oov import OOV

            from narrate.voices.hibari_model import Network
            from narrate.voices.hibari_text import Reader, WholeWords

            path = _file(voice)
            if not path.is_file():
                raise EngineFailed(f"voice {voice!r} of engine 'hibari' is not on this machine")
            british = bool(_registry().VOICES[voice]["british"])
            unknown = OOV(str(Path(ASSETS, "oov_gb.onnx" if british else "oov.onnx")))
            g2p = G2P(british=british, oov=WholeWords(unknown))
            self._loaded[voice] = _Loaded(Network(path), Reader(g2p, british))
        return self._loaded[voice]


def _voiced(network: Network, text: str, tokens: list[Token], speed: float) -> Clip:
    """One stretch, and when those of its words are heard that are known."""
    import numpy as np

    letters = _vocabulary()
    said = PAUSE
    spans: list[tuple[int, int, int]] = []
    for token in tokens:
        first = len(said) - _runs_on(said)
        kept = "".join(c for c in token.phonemes if c in letters)
        said += kept
        if token.character is not None and kept:
            spans.append((token.character, first, len(said) - token.phonemes.endswith(" ")))
    ids = [PAD, *(letters[c] for c in said[1:]), PAD]
    voiced = network.run(ids, speed)
    samples = (np.clip(voiced.samples, -1.0, 1.0) * 32767).round().astype(np.int16)
    begins = np.maximum(voiced.begins - LATE, 0)
    words = (
        WordTime(int(begins[a]), int(begins[b]), place, word_end(text, place))
        for place, a, b in spans
    )
    return Clip(samples, SAMPLE_RATE, tuple(words))


def _runs_on(said: str) -> bool:
    """Whether the next word begins in a space that the voice does not rest at.

    The network gives such a space a length, but the sound of the word is under way in it.
    """
    return said.endswith(" ") and said[-2].isalpha()


@cache
def _vocabulary() -> dict[str, int]:
    letters: dict[str, int] = json.loads((_package() / "assets" / "vocab.json").read_text("utf-8"))
    return letters


def _package() -> Path:
    """Where the package lies; found without importing it, for that takes a third of a second."""
    spec = find_spec("hibari")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'hibari'", name="hibari")
    return Path(spec.origin).parent


@cache
def _registry() -> Any:
    """The package's module of voices, without the package."""
    spec = spec_from_file_location("_narrate_hibari_voices", _package() / "voices.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _home() -> str:
    """Where the package's author keeps the other voices."""
    return str(_registry().BASE_URL)


def _file(voice: str) -> Path:
    """Where the model of a voice is, or would be."""
    row = _registry().VOICES[voice]
    folder = _registry().ASSETS if row.get("bundled") else _registry().cache_dir()
    return Path(folder, row["file"])


def _voice(name: str, row: dict[str, Any]) -> Voice:
    installed = _file(name).is_file()
    return Voice(
        id=name,
        name=f"{name.capitalize()} ({row['accent']})",
        languages=(row["language"],),
        sample_rate=SAMPLE_RATE,
        licence="Apache-2.0",
        sex=row["gender"],
        installed=installed,
        get="" if installed else f"narrate voices --get {name}",
        size=0 if installed else row["bytes"],
        pace=17.5,
    )
