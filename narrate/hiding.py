"""Keep secrets out of what is told.

In:  an address that may name a user and a password; words that may repeat a secret.
Out: the address without them; the words without the secret.
Knows nothing of who tells what.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from contextlib import suppress
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "[hidden]"

_SHORTEST = 4
"""Characters of a secret: servers that need no key are often given "x", which is in any word."""

_LOGIN = re.compile(r"//\S*@")
_CREDENTIALS = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE)


def parted(url: str) -> tuple[str, str]:
    """An address without user and password, and these as "user:password"; "" where there are none.

    Raises:
        ValueError: it is no http or https address.
    """
    with suppress(ValueError):
        parts = urlsplit(url)
        login, at, host = parts.netloc.rpartition("@")
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return (parts._replace(netloc=host).geturl(), unquote(login)) if at else (url, "")
    raise ValueError(f"no http address: {url.rpartition('@')[2]!r}")


def basic(login: str) -> str:
    """What a request says of itself for a user and a password (RFC 7617)."""
    return f"Basic {b64encode(login.encode()).decode()}"


def hidden(words: str, *secrets: str) -> str:
    """Words without these secrets, however they are written, nor the login of an address."""
    forms = {
        form
        for secret in secrets
        if len(secret) >= _SHORTEST
        for form in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1])
    }
    for form in sorted(forms, key=len, reverse=True):
        words = words.replace(form, HIDDEN)
    return _CREDENTIALS.sub(rf"\1 {HIDDEN}", _LOGIN.sub("//", words))
