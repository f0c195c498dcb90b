"""Write one sound, piece by piece, into a file: through LAME in this process, or ffmpeg.

In:  int16 samples, in pieces; what the file is to be.
Out: the file, once the last piece is in.
Knows nothing of books, nor of how many packets a file holds.

A writer is a context that gives the function to hand pieces to. LAME runs in this process:
it makes the very bytes that ffmpeg's does, in half the time. What ffmpeg reads goes through
a pipe; pydub's own export would write it to two more files in the temporary folder, leave
them there when it is interrupted, and fail beyond 4 GiB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lameenc
import numpy as np

from narrate.audio import ffmpeg
from narrate.audio.resample import Resampler
from narrate.audio.whole import amplified, to_int16
from narrate.errors import EncoderFailed
from narrate.sound import Samples

Write = Callable[[Samples], None]


@dataclass(frozen=True, slots=True)
class Stream:
    """What a file is to be: hertz, 1 channel or 2 that are alike, and bits a second (or 0)."""

    sample_rate: int
    channels: int
    bit_rate: int


Writer = Callable[[Path, Stream], AbstractContextManager[Write]]

_QUALITY = 7
_BITS_OF_A_SECOND = 1000
_SCALE = ((0, 0.95), (192_000, 0.97), (224_000, 0.98), (256_000, 1.0))
"""LAME makes sound of a constant bit rate softer, by 0.45 dB at the usual rates (the table
``abr_switch_map`` in its presets.c; measured the same). It is undone before encoding."""


@contextmanager
def lame(path: Path, stream: Stream) -> Iterator[Write]:
    """MP3 of a constant bit rate, without a table in front.

    Quality 7 takes half the time of 5, and keeps more of speech at 64 kbit/s and 24 kHz
    (signal to noise 24.6 dB against 21.8 dB).
    """
    gain = 1 / next(scale for start, scale in _SCALE[::-1] if start <= stream.bit_rate)
    encoder = _encoder(stream)
    with path.open("wb") as file:

        def write(piece: Samples) -> None:
            frames = amplified(piece, gain)
            if stream.channels > 1:
                frames = np.repeat(frames, stream.channels)
            with _explained(stream):
                sound = encoder.encode(bytes(_bytes(frames)))
            file.write(sound)

        yield write
        with _explained(stream):
            rest = encoder.flush()
        file.write(rest)


def _encoder(stream: Stream) -> Any:
    encoder = lameenc.Encoder()
    with _explained(stream):
        _settle(encoder, stream)
    return encoder


def _settle(encoder: Any, stream: Stream) -> None:
    encoder.set_channels(stream.channels)
    encoder.set_in_sample_rate(stream.sample_rate)
    encoder.set_out_sample_rate(stream.sample_rate)
    encoder.set_bit_rate(stream.bit_rate // _BITS_OF_A_SECOND)
    encoder.set_quality(_QUALITY)
    encoder.silence()


@contextmanager
def _explained(stream: Stream) -> Iterator[None]:
    """LAME's refusals as narrate's; it raises RuntimeError for all of them."""
    try:
        yield
    except RuntimeError as error:
        raise EncoderFailed(
            f"MP3 cannot hold sound of {stream.sample_rate} Hz at "
            f"{stream.bit_rate / 1000:g} kbit/s: choose usual ones ({error})."
        ) from error


def by_ffmpeg(arguments: str, *, rates: tuple[int, ...] = ()) -> Writer:
    """A writer that runs ffmpeg.

    Args:
        arguments: for the output, separated by spaces.
        rates: hertz that the encoder takes as they are; others are brought to the last.
    """

    @contextmanager
    def write(path: Path, stream: Stream) -> Iterator[Write]:
        rate = stream.sample_rate if not rates or stream.sample_rate in rates else rates[-1]
        source = ("-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0")
        bits = ("-b:a", str(stream.bit_rate)) if stream.bit_rate else ()
        target = (*_channels(stream), *arguments.split(), *bits, "-y", str(path.absolute()))
        with (
            ffmpeg.feeding([*source, "-map_metadata", "-1", *target]) as feed,
            _at_rate(lambda piece: feed(_bytes(piece)), stream.sample_rate, rate) as put,
        ):
            yield put

    return write


def _channels(stream: Stream) -> tuple[str, ...]:
    """Both channels as loud as the one; ffmpeg's own way is softer."""
    return ("-af", "pan=stereo|c0=c0|c1=c0") if stream.channels == 2 else ()


@contextmanager
def _at_rate(write: Write, source: int, target: int) -> Iterator[Write]:
    if source == target:
        yield write
        return
    resampler = Resampler(source, target)
    yield lambda piece: write(to_int16(resampler(piece)))
    write(to_int16(resampler.rest()))


def _bytes(piece: Samples) -> memoryview:
    return np.ascontiguousarray(piece, "<i2").view(np.uint8).data
