"""A page with a sample of each voice.

In:  engines' names and voices.
Out: one HTML page that needs nothing beside it, and which voices said nothing and why.
The page plays by a browser's own controls, by keyboard and screen reader too.
"""

from __future__ import annotations

import base64
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from narrate.audio.encode import encode
from narrate.errors import EngineFailed, MissingExtra
from narrate.sound import Clip
from narrate.voices.choose import make
from narrate.voices.engine import Engine, Utterance, Voice
from narrate.voices.speaking import say

BIT_RATE = 32_000
"""Bits a second: enough to judge a voice by, and 15 kB a sample."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A voice, what it says, and the sound as an address of its own (RFC 2397)."""

    engine: str
    voice: Voice
    language: str
    text: str
    url: str


def page(voices: Sequence[tuple[str, Voice]]) -> tuple[str, list[str]]:
    """The page, and a line for each voice that could not be heard."""
    from jinja2 import Environment

    silent: list[str] = []
    samples = list(_samples(voices, silent))
    template = files(__package__).joinpath("demo.html").read_text("utf-8")
    text = Environment(autoescape=True).from_string(template).render(samples=samples)
    return text, silent


def _samples(voices: Sequence[tuple[str, Voice]], silent: list[str]) -> Iterator[Sample]:
    engines: dict[str, Engine] = {}
    texts = tomllib.loads(files(__package__).joinpath("samples.toml").read_text("utf-8"))
    for name, voice in voices:
        language = voice.languages[0] if voice.languages[0] != "mul" else "en"
        text = texts.get(language.split("-")[0].lower(), texts["any"])
        try:
            if name not in engines:
                engines[name] = make(name)
            clip = say(engines[name], Utterance(text, voice.id, language))
        except (EngineFailed, MissingExtra) as error:
            silent.append(f"{name} {voice.id}: {error}")
            continue
        yield Sample(name, voice, language, text, _address(clip))


def _address(clip: Clip) -> str:
    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        target = Path(folder, "sample.mp3")
        encode(clip, "mp3", target, bit_rate=BIT_RATE)
        return "data:audio/mpeg;base64," + base64.b64encode(target.read_bytes()).decode()
