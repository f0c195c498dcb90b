"""How the sound of a recording is finished: loudness, peaks, rates, the quiet at its ends.

In:  a preset's name and what the user wants otherwise.
Out: a frozen Mastering that travels to the worker processes.
Knows nothing of voices or files. The presets stand in presets.toml, with their sources.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from narrate.audio.mpeg_rates import SAMPLE_RATES, bit_rates
from narrate.errors import UsageError

_DOUBLED_DB = 3.0103
"""Two channels of one sound are louder by it than one (BS.1770-4 adds their energies)."""


@dataclass(frozen=True, slots=True)
class Mastering:
    """What becomes of the sound after the voice.

    Attributes:
        loudness_lufs: integrated loudness of the whole book (ITU-R BS.1770-4), over all
            channels.
        ceiling_dbtp: highest true peak, in dB under full scale.
        sample_rate: hertz; 0 for the voice's own.
        bit_rate: bits a second of every codec that has one; 0 for each codec's own.
        head_s: room tone before the first word of a section, in seconds.
        tail_s: room tone after its last word, in seconds.
        channels: 1, or 2 that are alike.
        tone_dbfs: RMS of the room tone in the finished sound.
        longest_min: minutes that one section may last.
    Raises:
        ValueError: at birth, for what makes no sense.
    """

    loudness_lufs: float = -19.0
    ceiling_dbtp: float = -3.0
    sample_rate: int = 0
    bit_rate: int = 0
    head_s: float = 0.15
    tail_s: float = 2.0
    channels: int = 1
    tone_dbfs: float = -70.0
    longest_min: float = 360.0

    def __post_init__(self) -> None:
        if self.channels not in (1, 2):
            raise ValueError(f"a book has 1 channel or 2, not {self.channels}")
        if self.loudness_lufs > 0 or self.ceiling_dbtp > 0 or self.tone_dbfs > 0:
            raise ValueError("loudness, peak and room tone are decibels below full scale")
        if min(self.head_s, self.tail_s, self.sample_rate, self.bit_rate) < 0:
            raise ValueError("head, tail and rates are not below 0")
        if self.longest_min <= 0:
            raise ValueError("a file needs some minutes")

    @property
    def channel_lufs(self) -> float:
        """The loudness of each channel alone."""
        return self.loudness_lufs - (self.channels - 1) * _DOUBLED_DB

    def rate_for(self, voice_rate: int) -> int:
        """Hertz of the finished sound: those asked for, or the next usual ones for a voice."""
        if self.sample_rate:
            return self.sample_rate
        return next((rate for rate in SAMPLE_RATES if rate >= voice_rate), SAMPLE_RATES[-1])

    def check(self, voice_rate: int) -> None:
        """See that the rates go together.

        Raises:
            UsageError: MP3 has no such sample rate, or no such bit rate at it.
        """
        rate = self.rate_for(voice_rate)
        if rate not in SAMPLE_RATES:
            known = ", ".join(map(str, SAMPLE_RATES))
            raise UsageError(f"--sample-rate {rate}: no usual rate. There are: {known} Hz.")
        if self.bit_rate and self.bit_rate not in bit_rates(rate):
            known = ", ".join(f"{bits // 1000}" for bits in bit_rates(rate))
            raise UsageError(
                f"--bit-rate {self.bit_rate / 1000:g}: MP3 at {rate} Hz has {known} kbit/s. "
                "Choose one of these, or another --sample-rate."
            )


@dataclass(frozen=True, slots=True)
class Preset:
    """A row of the table: where it is for, whose figures it has, and what it asks for.

    ``outputs`` are made where the user names none; ``credits`` names a wording.
    """

    name: str
    about: str
    source: str
    outputs: tuple[str, ...]
    credits: str
    row: Mapping[str, Any]

    def mastering(self, *, stereo: bool = False, **changes: float | None) -> Mastering:
        """What the preset asks for, with what the user wants otherwise.

        Args:
            stereo: the voice in both of two channels.
            changes: fields of Mastering; None leaves the preset's.
        """
        row = self.row
        usual = Mastering(
            loudness_lufs=row["stereo" if stereo else "loudness"],
            ceiling_dbtp=row["peak"],
            sample_rate=row["sample_rate"],
            bit_rate=row["bit_rate"] * 1000,
            head_s=row["head"],
            tail_s=row["tail"],
            channels=2 if stereo else 1,
            tone_dbfs=row["room_tone"],
            longest_min=row["longest"],
        )
        wanted: dict[str, Any] = {
            name: value for name, value in changes.items() if value is not None
        }
        return replace(usual, **wanted)


@cache
def presets() -> dict[str, Preset]:
    """All of them, by name, in the order of the table."""
    table = tomllib.loads((files(__package__) / "presets.toml").read_text("utf-8"))
    return {
        name: Preset(name, row["about"], row["source"], tuple(row["to"]), row["credits"], row)
        for name, row in table.items()
    }


def preset(name: str) -> Preset:
    """The preset of a name.

    Raises:
        UsageError: there is none.
    """
    if name not in presets():
        raise UsageError(f"--preset {name}: no such preset. There are: {', '.join(presets())}.")
    return presets()[name]


def facts(mastering: Mastering) -> dict[str, Any]:
    """Everything that shapes the sound, for a key."""
    return {name: value for name, value in asdict(mastering).items() if name != "longest_min"}
