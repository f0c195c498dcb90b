"""Damage files at random: bytes flipped, cut, doubled, moved, and words put where they hurt.

In:  the bytes of a sound file, and a source of chance.
Out: other bytes. A ZIP archive is mostly damaged inside its members, which a damaged
outside would hide.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

COMMON = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    "\u202e\u2066".encode(),
    "é́́́".encode(),
    b"\n" * 40,
    b" " * 60,
    b"-1",
    b"0",
    b"4294967296",
    b"9" * 30,
    b"1e308",
    b"%s%n",
    b"../../../../etc/passwd",
    b"[" * 50,
    b"(" * 50,
    b"*" * 50,
    b"_" * 50,
    b"\t",
    b"\r",
    b"\x0c",
    b"\\",
    b'"',
    b"'",
    b"{",
    b"}",
    b":",
    b"#",
    b"---\n",
    b"null",
    b"true",
    b"A" * 2000,
)
"""What breaks parsers of any kind."""


def mutate(data: bytes, chance: random.Random, words: Sequence[bytes] = ()) -> bytes:
    """Some damage, up to eight places of it, to the bytes of a file."""
    if data[:2] == b"PK" and chance.random() < 0.85:
        return _in_archive(data, chance, words)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 8))):
        data = chance.choice(_KINDS)(data, chance, words)
    return data


def _flip(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    if not data:
        return bytes([chance.randrange(256)])
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _end(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _double(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 20)) + data[end:]


def _move(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _insert(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice((*COMMON, *words, *words)) + data[at:]


def _replace(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + chance.choice((*COMMON, *words, *words)) + data[end:]


def _swap_word(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    """One word of the format where another one stood: a tag for a tag."""
    there = [word for word in words if word in data]
    if not there:
        return _insert(data, chance, words)
    old, new = chance.choice(there), chance.choice((*words, b""))
    return data.replace(old, new, chance.choice((1, 1, 3, -1)))


def _stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 4, 16, 64, 400, 4000)))


_KINDS: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    _flip,
    _cut,
    _end,
    _double,
    _move,
    _insert,
    _insert,
    _replace,
    _swap_word,
    _swap_word,
)


def _in_archive(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    """An archive anew, with its members damaged, exchanged, renamed, doubled or left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(members))
        name, content = members[at]
        kind = chance.random()
        if kind < 0.8:
            members[at] = name, mutate_text(content, chance, words)
        elif kind < 0.85 and len(members) > 1:
            del members[at]
        elif kind < 0.9:
            other = chance.randrange(len(members))
            members[at], members[other] = (name, members[other][1]), (members[other][0], content)
        elif kind < 0.95:
            members[at] = chance.choice(_NAMES)(name), content
        else:
            members.append((name, chance.choice(members)[1]))
    return _packed(members)


def mutate_text(data: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    """Damage to bytes that are no archive, whatever they begin with."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice(_KINDS)(data, chance, words)
    return data


_NAMES: tuple[Callable[[str], str], ...] = (
    str.upper,
    lambda name: "../" + name,
    lambda name: name + "/",
    lambda name: name.replace("/", "\\"),
    lambda name: "x" * 200 + name,
    lambda name: name[1:] or "x",
    lambda name: "é\u202e" + name,
)


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            if name not in archive.NameToInfo:
                archive.writestr(name, content)
    return file.getvalue()
