"""Texts, names and addresses that nothing on the way to a listener can misread.

In:  text as people write it.
Out: text that XML can hold; ASCII names; addresses in ASCII.
Knows nothing of books.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from anyascii import anyascii

from narrate.errors import UsageError
from narrate.hiding import hidden
from narrate.publish.tags import legal

LONGEST_NAME = 60
"""Of a file's name without its ending, in characters."""

FEED_NAME = "feed.xml"

_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
_IN_PATH = "/-._~%!$&'()*+,;=:@"
"""What a path may hold as it is (RFC 3986, section 3.3), and what is escaped already."""


def one_line(text: str) -> str:
    """Legal text with every run of white space as one space."""
    return " ".join(legal(text).split())


def ascii_name(title: str, otherwise: str = "untitled") -> str:
    """Lower-case ASCII letters, digits and hyphens that sound like the title."""
    name = _NOT_IN_NAME.sub("-", anyascii(title).lower()).strip("-")
    return name[:LONGEST_NAME].rstrip("-") or otherwise


def feed_address(url: str) -> str:
    """The address of the feed's file, in ASCII, from what the publisher gave.

    An address that ends in ``.xml`` or ``.rss`` is the file's own; any other is the
    folder's, and the file in it is ``FEED_NAME``.

    Raises:
        UsageError: it is no absolute http or https address, or has a query.
    """
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port else ""
        host = _ascii_host(parts.hostname or "")
    except ValueError as error:
        why = "leave out any user" if "@" in url else error
        raise UsageError(f"--url {hidden(url)}: {why}. {_EXAMPLE}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"--url {hidden(url)}: not an absolute http or https address. {_EXAMPLE}")
    if parts.query or parts.fragment or parts.username is not None:
        raise UsageError(
            f"--url {hidden(url)}: leave out what follows ? or #, and any user. {_EXAMPLE}"
        )
    path = quote(parts.path, safe=_IN_PATH)
    if not path.lower().endswith((".xml", ".rss")):
        path = f"{path.rstrip('/')}/{FEED_NAME}"
    return SplitResult(parts.scheme, host + port, path, "", "").geturl()


_EXAMPLE = "Give one such as https://example.org/emma/."


def _ascii_host(host: str) -> str:
    """The host's name as the network knows it.

    Raises:
        ValueError: it can be no host's name.
    """
    if ":" in host:
        return f"[{host}]"
    name = host.encode("idna").decode("ascii") if host else ""
    if not all(_LABEL.fullmatch(label) for label in name.rstrip(".").split(".") if name):
        raise ValueError("not a host's name")
    return name


def folder_address(feed_url: str) -> str:
    """The address of the folder that holds the feed, with a slash at its end."""
    return feed_url.rpartition("/")[0] + "/"
