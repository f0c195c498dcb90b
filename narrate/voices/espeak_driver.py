"""A driver for pyttsx3 that speaks with the bundled espeak-ng and loses nothing.

In:  what pyttsx3's engine asks of a driver: a voice, a rate, save_to_file.
Out: WAV files, complete when the call returns, and the times of their words.
Knows nothing of narrate's engines.

pyttsx3's own espeak driver returns before its file is written and drops all but
the last of several; see its issue list. Names of methods are pyttsx3's.
"""

from __future__ import annotations

import sys
import wave
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from narrate.voices.espeak import Espeak, EspeakVoice, WordEvent

NAME = "narrate_espeak"
NORMAL_RATE = 175
SAMPLE_RATE = 22050


def install() -> str:
    """Make the driver known to pyttsx3; returns the name for ``pyttsx3.init``."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
    return NAME


def buildDriver(proxy: Any) -> EspeakDriver:  # noqa: N802 - pyttsx3 looks for this name
    """What pyttsx3 calls to have a driver."""
    return EspeakDriver(proxy)


@cache
def languages() -> dict[str, EspeakVoice]:
    """Every language of the bundled data by the name that selects it."""
    with Espeak() as espeak:
        found = espeak.languages()
    named: dict[str, EspeakVoice] = {}
    for voice in found:
        tag = voice.languages[0]
        named[voice.identifier.rpartition("/")[2].lower() if tag in named else tag] = voice
    return named


@cache
def variants() -> dict[str, EspeakVoice]:
    """Every variant by the name that selects it, as in ``en-us+f3``."""
    with Espeak() as espeak:
        found = espeak.variants()
    return {voice.identifier.rpartition("/")[2]: voice for voice in found}


class EspeakDriver:
    """The methods that pyttsx3 calls; each returns when its work is done.

    Properties: "voices" (pyttsx3's Voice objects), "voice" (a name of `languages`,
    with "+" and a name of `variants`), "rate" (words a minute), "volume" (0 to 1),
    "phonemes" (whether ``[[...]]`` in the text holds espeak-ng's phonemes), "words" (of
    the file written last, as `WordEvent`; to be read only).
    """

    _defaults: ClassVar = {
        "voice": "en-us",
        "rate": NORMAL_RATE,
        "volume": 1.0,
        "phonemes": False,
    }

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._properties: dict[str, Any] = {**self._defaults}
        self._words: tuple[WordEvent, ...] = ()

    def save_to_file(self, text: str, filename: str) -> None:
        """Write the speech to a mono 16-bit WAV file of 22,050 Hz."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        try:
            self._write(text, filename)
        finally:
            self._proxy.setBusy(False)
        for word in self._words:
            name = text[word.place : word.place + word.length]
            self._proxy.notify("started-word", name=name, location=word.place, length=word.length)
        self._proxy.notify("finished-utterance", completed=True)

    def _write(self, text: str, filename: str) -> None:
        voice = identifier(self._properties["voice"])
        rate, phonemes = self._properties["rate"], self._properties["phonemes"]
        with Espeak() as espeak:
            samples, self._words = espeak.speak(text, voice, rate, phonemes=phonemes)
        loudness = self._properties["volume"]
        with Path(filename).open("wb") as raw, wave.open(raw, "wb") as file:
            file.setparams((1, 2, SAMPLE_RATE, len(samples), "NONE", ""))
            file.writeframes((samples * loudness).astype("<i2").tobytes())

    def say(self, text: str) -> None:
        """Refused: this driver has no loudspeaker."""
        raise NotImplementedError("this driver writes files: use save_to_file")

    def getProperty(self, name: str) -> Any:  # noqa: N802 - pyttsx3's name
        """The value of a property; KeyError where there is none of that name."""
        if name == "voices":
            return [_listed(tag, voice) for tag, voice in languages().items()]
        return self._words if name == "words" else self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802 - pyttsx3's name
        """Set voice, rate or volume; ValueError for a voice that does not exist."""
        if name not in self._properties:
            raise KeyError(name)
        if name == "voice":
            identifier(value)
        self._properties[name] = value

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """Work through the queue once: nothing here takes place later."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """`startLoop` never waits."""

    def iterate(self) -> Iterator[None]:
        """Work through the queue within another's loop."""
        self._proxy.setBusy(False)
        yield

    def stop(self) -> None:
        """Nothing is ever left unfinished."""

    def destroy(self) -> None:
        """Nothing is kept open."""


def identifier(voice: str) -> str:
    """espeak-ng's own name for a voice such as "fr-fr" or "en-us+f3".

    Raises:
        ValueError: no such language or variant; espeak-ng itself would take another.
    """
    language, plus, variant = voice.partition("+")
    if language not in languages() or (plus and variant not in variants()):
        raise ValueError(f"espeak-ng has no voice {voice!r}")
    return f"{languages()[language].identifier}{plus}{variant}"


def pronounce(text: str, voice: str) -> list[tuple[int, str]]:
    """The place of each word in a text, and its IPA.

    Raises:
        ValueError: no such voice.
    """
    with Espeak(phonemes=True) as espeak:
        return [(word.place, word.ipa) for word in espeak.pronounce(text, identifier(voice))]


def _listed(tag: str, voice: EspeakVoice) -> Any:
    from pyttsx3.voice import Voice

    return Voice(tag, voice.name, list(voice.languages), voice.sex or None, None)
