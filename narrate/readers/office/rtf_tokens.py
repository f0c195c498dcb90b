"""Cut RTF into its tokens.

In:  the bytes of an RTF file.
Out: tokens: group ends, control words with their parameters, bytes of text.
Knows nothing of what the control words mean, but for binary data, which it leaves out.

Rich Text Format Specification 1.9.1 (Microsoft, 2008), "Contents of an RTF File".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<group>[{}])"
    rb"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)


class Token(NamedTuple):
    """One token: ``kind`` is "{", "}", "word", "sign", "hex" or "text".

    ``name`` is the control word or sign, ``number`` its parameter, ``data`` the bytes of text.
    """

    kind: str
    name: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file in order."""
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        kind = found.lastgroup
        if kind == "group":
            yield Token(found[0].decode())
        elif found["word"] is not None:
            number = int(found["number"]) if found["number"] else None
            if found["word"] == b"bin":
                at += max(0, number or 0)
            else:
                yield Token("word", found["word"].decode(), number)
        elif kind == "hex":
            yield Token("hex", data=bytes.fromhex(found["hex"].decode()))
        elif kind == "sign":
            yield Token("sign", found["sign"].decode("latin-1"))
        elif kind == "text":
            yield Token("text", data=found["text"])
