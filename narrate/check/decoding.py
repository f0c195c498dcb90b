"""Decode a finished file a piece at a time, with FFmpeg's decoders (PyAV).

In:  a sound file.
Out: pieces of sound of bounded size, and what its packets looked like.
Knows nothing of what the sound is measured for.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from narrate.check.container import opened

PIECE = 1 << 17
"""Frames of a piece; the last one is shorter."""

Sound = NDArray[np.float32]


@dataclass(slots=True)
class Packets:
    """What went by while decoding.

    ``damaged`` counts packets that the decoder refused; their sound is missing.
    ``smallest`` and ``largest`` leave out the first and the last packet, which hold
    tables and ends.
    """

    count: int = 0
    size: int = 0
    damaged: int = 0
    smallest: int = 1 << 62
    largest: int = 0
    _held: tuple[int, ...] = ()

    def add(self, size: int) -> None:
        """Count one packet of so many bytes."""
        if len(self._held) == 2:
            self.smallest = min(self.smallest, self._held[1])
            self.largest = max(self.largest, self._held[1])
            self._held = self._held[:1]
        self._held = (*self._held, size)
        self.count += 1
        self.size += size

    @property
    def constant(self) -> bool:
        """Whether the bit rate is constant: a packet may have one byte of padding."""
        return self.largest - self.smallest <= 1


def pieces(path: Path, packets: Packets, resampled: int | None = None) -> Iterator[AudioFrame]:
    """The sound of a file from its first sample, as PyAV frames of ``PIECE`` or fewer.

    Args:
        packets: is filled on the way.
        resampled: hertz of mono float sound that is wanted instead of the file's own.
    Raises:
        VerificationFailed: FFmpeg cannot read the file.
    """
    fifo = av.AudioFifo()
    with closing(_frames(path, packets, resampled)) as frames:
        for frame in frames:
            frame.pts = None
            fifo.write(frame)
            if fifo.samples >= PIECE:
                yield _read(fifo, PIECE)
    while fifo.samples:
        yield _read(fifo, PIECE)


def _read(fifo: av.AudioFifo, frames: int) -> AudioFrame:
    piece = fifo.read(frames, partial=True)
    assert piece is not None
    return piece


def _frames(
    path: Path, packets: Packets, resampled: int | None
) -> Generator[AudioFrame, None, None]:
    resampler = av.AudioResampler("flt", "mono", resampled) if resampled else None
    with opened(path) as container:
        for packet in container.demux(container.streams.audio[0]):
            if packet.size:
                packets.add(packet.size)
            try:
                frames = packet.decode()
            except av.FFmpegError:
                packets.damaged += 1
                continue
            for frame in frames:
                yield from resampler.resample(frame) if resampler else (frame,)
    if resampler:
        yield from resampler.resample(None)


def as_float(frame: AudioFrame) -> Sound:
    """The samples of a frame, shape (frames, channels), full scale at 1.0."""
    values: NDArray[Any] = frame.to_ndarray()
    if not frame.format.is_planar:
        values = values.reshape(-1, frame.layout.nb_channels).T
    if values.dtype.kind == "f":
        return np.asarray(values.T, np.float32)
    full = 1 << (8 * values.dtype.itemsize - 1)
    middle = full if values.dtype.kind == "u" else 0
    return ((values.T.astype(np.float64) - middle) / full).astype(np.float32)
