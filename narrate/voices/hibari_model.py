"""A hibari voice as a network: phoneme ids become samples, with the time of each id.

In:  ids of hibari's vocabulary, a speed, a model file.
Out: samples at 24 kHz and the frame at which each id begins.
Knows nothing of text. One thread a model, in onnxruntime as elsewhere.

The graph holds the duration of each id as the output of its one Round node, in
steps of 600 samples.
"""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from narrate.voices.onnx_outputs import load

STEP = 600
"""Samples that one step of a duration lasts."""

FASTEST = 1.0
"""The highest speed that the graph is asked for. It makes no id shorter than one step:
at speed 1.5 Whisper mishears 8.1 % of its words, and 3.0 % where spectra are left out
instead (20 sentences; at speed 2, 20 % and 8 %; at speed 1, 2.3 %)."""

SPECTRA = ("lh", "theta", "ln", "lr", "phi", "f0")
"""The outputs that become sound, in the order of `hibari.dsp.synth`."""


SEED = 0


class Noise:
    """What a fresh generator of a seed draws first, each time anew.

    Normal numbers are a third of the work that turns spectra into sound; so they are kept,
    as many as the longest sentence took: 4.8 kB for each 12.5 ms of it.
    """

    def __init__(self, seed: int) -> None:
        self._generator = np.random.default_rng(seed)
        self._drawn: NDArray[np.float32] = np.zeros(0, np.float32)

    def standard_normal(
        self, size: tuple[int, ...], dtype: type[np.float32] = np.float32
    ) -> NDArray[np.float32]:
        """See ``numpy.random.Generator.standard_normal``; float32, the caller's own."""
        assert dtype is np.float32
        missing = prod(size) - len(self._drawn)
        if missing > 0:
            more = self._generator.standard_normal(missing, dtype=np.float32)
            self._drawn = np.concatenate((self._drawn, more))
        return self._drawn[: prod(size)].reshape(size).copy()


class Voiced(NamedTuple):
    """Samples as float32 from -1 to 1, and the frame at which each id begins, and the end."""

    samples: NDArray[np.float32]
    begins: NDArray[np.int64]


class Network:
    """A loaded voice.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no model with one Round node.
    """

    def __init__(self, path: Path) -> None:
        self._session, durations = load(path, "Round")
        self._outputs = [*SPECTRA, durations]
        self._noise = Noise(SEED)

    def run(self, ids: list[int], speed: float) -> Voiced:
        """Say ids (with the pads at both ends), with the same noise each time.

        Faster than `FASTEST`, spectra are left out at even distances.
        """
        from hibari import dsp

        pace = min(speed, FASTEST)
        feed = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([pace], np.float32)}
        *found, rounded = self._session.run(self._outputs, feed)
        spectra = [output[0] for output in found]
        ends = np.cumsum(np.maximum(rounded.reshape(-1), 1.0)) * STEP
        if speed > pace:
            left = speed / pace
            kept = ((np.arange(round(spectra[0].shape[-1] / left)) + 0.5) * left).astype(int)
            spectra = [np.ascontiguousarray(s[..., kept]) for s in spectra]
            ends = ends / left
        samples: NDArray[np.float32] = dsp.synth(*spectra, self._noise)
        return Voiced(samples, np.concatenate(([0], np.round(ends))).astype(np.int64))
