"""Load a neural voice so that it also returns the durations inside its graph.

In:  a model file, and the operator (Round, Ceil) that comes out with the durations.
Out: a session of onnxruntime with one thread, and the name of the new output.
Knows nothing of voices, and needs no package to edit models.

A message of protobuf may be given in parts (protobuf encoding, "Last One Wins":
embedded messages are merged), so appending a graph with nothing but one more output
to the file's bytes adds that output.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

_GRAPH_OF_MODEL, _NODE_OF_GRAPH, _OUTPUT_OF_GRAPH, _NAME_OF_VALUE = 7, 1, 12, 1
_OUTPUT_OF_NODE, _OPERATOR_OF_NODE = 2, 4
_BYTES = 2
"""Field numbers of onnx.proto (ONNX IR version 8), and the wire type of a length and bytes."""


def load(
    path: Path, operator: str, *, needed: bool = True, keeps_memory: bool = False
) -> tuple[Any, str]:
    """The session, and the name of the output of the one node of the operator.

    Args:
        needed: whether there must be one; else the session is without it, and the name "".
        keeps_memory: whether the session keeps what its longest text took. One with many
            large layers needs that: given back and taken anew, they lie scattered over
            twice as much.
    Raises:
        OSError: the file cannot be read.
        ValueError: there is no such node, or more than one.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = keeps_memory
    options.enable_mem_pattern = False  # each length of text would keep a plan of its own
    model = path.read_bytes()
    try:
        name = output_of(operator, model)
    except ValueError:
        if needed:
            raise
        name = ""
    if name and not _is_output(model, name):
        model += _one_more_output(name)
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session, name


def _is_output(model: bytes, name: str) -> bool:
    return any(
        _texts(model, a, b, _NAME_OF_VALUE) == [name]
        for start, end in _fields(model, 0, len(model), _GRAPH_OF_MODEL)
        for a, b in _fields(model, start, end, _OUTPUT_OF_GRAPH)
    )


def output_of(operator: str, model: bytes) -> str:
    """The name of the output of the one node of an operator.

    Raises:
        ValueError: there is no such node, or more than one.
    """
    found = []
    for start, end in _fields(model, 0, len(model), _GRAPH_OF_MODEL):
        for first, last in _fields(model, start, end, _NODE_OF_GRAPH):
            if _texts(model, first, last, _OPERATOR_OF_NODE) == [operator]:
                found += _texts(model, first, last, _OUTPUT_OF_NODE)
    if len(found) != 1:
        raise ValueError(f"expected one {operator} node in the voice, got {len(found)}")
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
    """What makes a model return one more of its values, when appended to it."""
    value = _field(_NAME_OF_VALUE, name.encode())
    return _field(_GRAPH_OF_MODEL, _field(_OUTPUT_OF_GRAPH, value))


def _field(number: int, content: bytes) -> bytes:
    assert len(content) < 0x4000
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])
    return bytes([number << 3 | _BYTES]) + length + content
