"""Answer a request for a file: whole, in part, unchanged, or not at all.

In:  a folder, a method, a target, headers.
Out: a Response: a status, headers, and what to send.
Knows nothing of sockets. HTTP semantics as RFC 9110.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path

from narrate.serve.paths import Redirection, find, media_type
from narrate.serve.ranges import Unsatisfiable, wanted
from narrate.serve.readdress import readdressed

METHODS = "GET, HEAD, OPTIONS"

_EVERYWHERE = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag"),
    ("X-Content-Type-Options", "nosniff"),
)
"""Players in a browser read transcripts and chapters from other pages (Fetch standard, CORS)."""

Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a file."""

    path: Path
    bytes: range


@dataclass(frozen=True, slots=True)
class Response:
    """What to answer. ``pieces`` follow one another as the content."""

    status: int
    headers: tuple[Header, ...]
    pieces: tuple[bytes | Slice, ...] = ()

    @property
    def length(self) -> int:
        """Of the content, in bytes."""
        return sum(
            len(piece) if isinstance(piece, bytes) else len(piece.bytes) for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class Thing:
    """What a target names: its type, size and state, and its content if that is not a file's."""

    path: Path
    type: str
    size: int
    etag: str
    modified: datetime
    content: bytes | None = None

    def part(self, span: range) -> bytes | Slice:
        """Some of its bytes."""
        if self.content is not None:
            return self.content[span.start : span.stop]
        return Slice(self.path, span)

    @property
    def state(self) -> tuple[Header, ...]:
        """The headers that tell one state of it from another."""
        return (
            ("ETag", self.etag),
            ("Last-Modified", format_datetime(self.modified, usegmt=True)),
            ("Cache-Control", "no-cache"),
            ("Accept-Ranges", "bytes"),
        )


def respond(
    root: Path, method: str, target: str, headers: Mapping[str, str], origin: str
) -> Response:
    """Answer one request.

    Args:
        headers: by name in lower case.
        origin: scheme, host and port under which the client knows this server.
    """
    if method == "OPTIONS":
        allowed = (
            ("Allow", METHODS),
            ("Access-Control-Allow-Methods", METHODS),
            ("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match"),
        )
        return Response(204, (*_EVERYWHERE, *allowed))
    if method not in METHODS.split(", "):
        return _said(405, "This server only gives.", ("Allow", METHODS))
    found = find(root, target)
    if isinstance(found, Redirection):
        return _said(308, found.location, ("Location", found.location))
    if found is None:
        return _said(404, "There is nothing at this address.")
    try:
        thing = _thing(root, found, origin)
    except OSError:
        return _said(404, "There is nothing at this address.")
    return _conditional(thing, headers) or _content(thing, method, headers)


def _thing(root: Path, path: Path, origin: str) -> Thing:
    stat = path.stat()
    modified = datetime.fromtimestamp(int(stat.st_mtime), UTC)
    if path.suffix in (".xml", ".rss", ".opml", ".html") and (
        content := readdressed(root, path, origin)
    ):
        digest = blake2b(content, digest_size=12).hexdigest()
        return Thing(path, media_type(path), len(content), f'"{digest}"', modified, content)
    etag = f'"{stat.st_size:x}-{stat.st_mtime_ns:x}"'
    return Thing(path, media_type(path), stat.st_size, etag, modified)


def _conditional(thing: Thing, headers: Mapping[str, str]) -> Response | None:
    """The answer of the preconditions, if they have one (section 13.2.2)."""
    if (tags := headers.get("if-match")) is not None:
        if not _matches(tags, thing.etag, weak=False):
            return _said(412, "It has changed.")
    elif (since := _date(headers.get("if-unmodified-since"))) and thing.modified > since:
        return _said(412, "It has changed.")
    if (tags := headers.get("if-none-match")) is not None:
        unchanged = _matches(tags, thing.etag, weak=True)
    else:
        since = _date(headers.get("if-modified-since"))
        unchanged = since is not None and thing.modified <= since
    return Response(304, (*_EVERYWHERE, *thing.state)) if unchanged else None


def _content(thing: Thing, method: str, headers: Mapping[str, str]) -> Response:
    """All of it, or the ranges that are asked for; HEAD knows no ranges (section 14.2)."""
    ranges: tuple[range, ...] = ()
    if method == "GET" and _range_counts(thing, headers.get("if-range")):
        try:
            ranges = wanted(headers.get("range", ""), thing.size)
        except Unsatisfiable:
            return _said(416, "There is no such part.", ("Content-Range", f"bytes */{thing.size}"))
    common = (*_EVERYWHERE, *thing.state)
    if len(ranges) > 1:
        return _multipart(thing, ranges, common)
    common = (*common, ("Content-Type", thing.type))
    if ranges:
        return Response(
            206, (*common, ("Content-Range", _span(ranges[0], thing))), (thing.part(ranges[0]),)
        )
    return Response(200, common, (thing.part(range(thing.size)),))


def _multipart(thing: Thing, ranges: Sequence[range], common: tuple[Header, ...]) -> Response:
    """Several ranges, each with its own header (section 14.6)."""
    boundary = secrets.token_hex(16)
    pieces: list[bytes | Slice] = []
    for span in ranges:
        head = f"Content-Type: {thing.type}\r\nContent-Range: {_span(span, thing)}\r\n\r\n"
        pieces += f"\r\n--{boundary}\r\n{head}".encode(), thing.part(span)
    pieces.append(f"\r\n--{boundary}--\r\n".encode())
    kind = ("Content-Type", f"multipart/byteranges; boundary={boundary}")
    return Response(206, (*common, kind), tuple(pieces))


def _span(span: range, thing: Thing) -> str:
    return f"bytes {span.start}-{span.stop - 1}/{thing.size}"


def _range_counts(thing: Thing, condition: str | None) -> bool:
    """Whether a Range is to be honoured: it is meant for this state (section 13.1.5)."""
    if condition is None:
        return True
    if condition.startswith(('"', "W/")):
        return condition == thing.etag
    return _date(condition) == thing.modified


def _matches(tags: str, etag: str, *, weak: bool) -> bool:
    if tags.strip() == "*":
        return True
    listed = [tag.strip() for tag in tags.split(",")]
    return etag in [tag.removeprefix("W/") if weak else tag for tag in listed]


def _date(value: str | None) -> datetime | None:
    """A moment, or None where the header is missing or malformed: then it is ignored."""
    try:
        moment = parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _said(status: int, message: str, *headers: Header) -> Response:
    """An answer in words."""
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return Response(status, (*_EVERYWHERE, kind, *headers), (f"{message}\n".encode(),))
