"""The voices that Microsoft Edge reads pages with, over the network: package edge-tts.

In:  an Utterance; its text is sent to Microsoft's service.
Out: a Clip at 24 kHz with word times, made of the service's MP3.
Knows nothing of books. The service is free, undocumented and may end any day. It takes no
phonemes: pronunciations are read as they are respelt. ``edge_voices.toml`` beside this file
names voices; more may be named, with how many texts to send at once, in engines.toml:

    [edge]
    voices = ["en-NZ-MollyNeural"]
    parallel = 4
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from narrate.errors import EngineFailed, MissingExtra
from narrate.hiding import hidden
from narrate.sound import Clip, WordTime
from narrate.voices import settings
from narrate.voices.aligning import complete
from narrate.voices.engine import Utterance, Voice
from narrate.voices.soundfiles import read_sound

SAMPLE_RATE = 24000
TICKS = 10_000_000
"""Of the service's clock, a second (edge-tts, constants.TICKS_PER_SECOND)."""

_Heard = tuple[str, float, float]
"""A word, its beginning and its length in ticks."""

LICENCE = "Microsoft Services Agreement"


class Edge:
    """One connection for each text.

    Raises:
        MissingExtra: edge-tts is not installed.
    """

    name = "edge"
    max_characters = 1000
    repeatable = False

    def __init__(self) -> None:
        if find_spec("edge_tts") is None:
            raise MissingExtra(
                "engine 'edge' needs an extra package: pip install 'narrate-audiobook[edge]'"
            )
        row = settings.table(self.name)
        self.version = f"{version('edge-tts')}-1"
        self.parallel: int = settings.setting(self.name, row, "parallel", int, 4)
        own = settings.strings(self.name, row, "voices", [])
        named = dict.fromkeys(own, "") | _named()
        self._voices = tuple(_voice(name, sex) for name, sex in named.items())

    def voices(self) -> tuple[Voice, ...]:
        """The voices of the table and of the settings; all need a network."""
        return self._voices

    def speak(self, utterance: Utterance) -> Clip:
        """Send the text and decode what comes back.

        Raises:
            EngineFailed: the service cannot be reached, refuses, or answers without sound.
        """
        from edge_tts import Communicate

        change = round((utterance.speed - 1) * 100)
        asked = Communicate(
            utterance.text, utterance.voice, rate=f"{change:+}%", boundary="WordBoundary"
        )
        try:
            with ThreadPoolExecutor(1) as apart:  # where this thread has a loop of its own
                sound, heard = apart.submit(lambda: asyncio.run(_received(asked))).result()
            samples = read_sound(sound, SAMPLE_RATE)
        except Exception as error:  # the package passes on those of several others
            raise EngineFailed(
                f"engine 'edge', voice {utterance.voice!r}: {type(error).__name__}: "
                f"{hidden(str(error))}. "
                "It needs a network and Microsoft's service; other engines are offline."
            ) from error
        words = _words(utterance.text, heard)
        return Clip(samples, SAMPLE_RATE, complete(utterance.text, words, len(samples)))


async def _received(asked: Any) -> tuple[bytes, list[_Heard]]:
    """The MP3, and the words; the package's own way without asyncio waits for ever on a fault."""
    sound, heard = b"", []
    async for chunk in asked.stream():
        if chunk["type"] == "audio":
            sound += chunk["data"]
        elif chunk["type"] == "WordBoundary":
            heard.append((chunk["text"], chunk["offset"], chunk["duration"]))
    if asked.state["chunk_audio_bytes"]:  # counted anew from where the service says it is done
        raise ConnectionError("the answer broke off")
    return sound, heard


def _words(text: str, heard: list[_Heard]) -> list[WordTime]:
    """When the words that the service names are heard, in the order of the text."""
    found: list[WordTime] = []
    at = 0
    for word, offset, duration in heard:
        place = text.find(word, at)
        if place < 0:
            continue
        at = place + len(word)
        start = round(offset * SAMPLE_RATE / TICKS)
        found.append(WordTime(start, start + round(duration * SAMPLE_RATE / TICKS), place, at))
    return found


@cache
def _named() -> dict[str, str]:
    import tomllib  # here, so that the command line starts without it

    rows = tomllib.loads(Path(__file__).with_name("edge_voices.toml").read_text("utf-8"))
    return {name: sex for sex, names in rows.items() for name in names.split()}


def _voice(name: str, sex: str) -> Voice:
    language, _, given = name.rpartition("-")
    return Voice(
        id=name,
        name=f"{given.removesuffix('Neural').removesuffix('Multilingual')} (Edge)",
        languages=(language,),
        sample_rate=SAMPLE_RATE,
        licence=LICENCE,
        sex=sex,
        offline=False,
    )
