"""A hibari voice as a network: phoneme ids become samples, with the time of each id.

In:  ids of hibari's vocabulary, a speed, a model file.
Out: samples at 24 kHz and the frame at which each id begins.
Knows nothing of text. One thread a model, in onnxruntime as elsewhere.

The graph holds the duration of each id as the output of its one Round node, in
steps of 600 samples, but does not return it. A message of protobuf may be given
in parts (protobuf encoding, "Last One Wins": embedded messages are merged), so
appending a graph with nothing but one more output makes it return it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

STEP = 600
"""Samples that one step of a duration lasts."""

FASTEST = 1.0
"""The highest speed that the graph is asked for. It makes no id shorter than one step:
at speed 1.5 Whisper mishears 8.1 % of its words, and 3.0 % where spectra are left out
instead (20 sentences; at speed 2, 20 % and 8 %; at speed 1, 2.3 %)."""

SPECTRA = ("lh", "theta", "ln", "lr", "phi", "f0")
"""The outputs that become sound, in the order of `hibari.dsp.synth`."""

_GRAPH_OF_MODEL, _NODE_OF_GRAPH, _OUTPUT_OF_GRAPH, _NAME_OF_VALUE = 7, 1, 12, 1
_OUTPUT_OF_NODE, _OPERATOR_OF_NODE = 2, 4
_BYTES = 2
"""Field numbers of onnx.proto (ONNX IR version 8), and the wire type of a length and bytes."""


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
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        raw = path.read_bytes()
        durations = _durations(raw)
        self._outputs = [*SPECTRA, durations]
        self._session = onnxruntime.InferenceSession(
            raw + _one_more_output(durations), options, providers=["CPUExecutionProvider"]
        )

    def run(self, ids: list[int], speed: float, seed: int) -> Voiced:
        """Say ids (with the pads at both ends), the noise drawn from the seed.

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
        samples: NDArray[np.float32] = dsp.synth(*spectra, np.random.default_rng(seed))
        return Voiced(samples, np.concatenate(([0], np.round(ends))).astype(np.int64))


def _durations(model: bytes) -> str:
    """The name of the output of the one Round node."""
    found = []
    for start, end in _fields(model, 0, len(model), _GRAPH_OF_MODEL):
        for first, last in _fields(model, start, end, _NODE_OF_GRAPH):
            if _texts(model, first, last, _OPERATOR_OF_NODE) == ["Round"]:
                found += _texts(model, first, last, _OUTPUT_OF_NODE)
    if len(found) != 1:
        raise ValueError(f"expected one Round node in the voice, got {len(found)}")
    return found[0]


def _texts(raw: bytes, start: int, end: int, number: int) -> list[str]:
    return [raw[a:b].decode() for a, b in _fields(raw, start, end, number)]


def _fields(raw: bytes, at: int, end: int, wanted: int) -> Iterator[tuple[int, int]]:
    """Where the content of each field of that number lies in a message."""
    while at < end:
        key, at = _varint(raw, at)
        number, kind = key >> 3, key & 7
        if kind != _BYTES:
            at = _varint(raw, at)[1] if kind == 0 else at + {1: 8, 5: 4}[kind]
            continue
        size, at = _varint(raw, at)
        if number == wanted:
            yield at, at + size
        at += size


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = raw[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _one_more_output(name: str) -> bytes:
    value = _field(_NAME_OF_VALUE, name.encode())
    return _field(_GRAPH_OF_MODEL, _field(_OUTPUT_OF_GRAPH, value))


def _field(number: int, content: bytes) -> bytes:
    assert len(content) < 0x4000
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])
    return bytes([number << 3 | _BYTES]) + length + content
