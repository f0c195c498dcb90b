"""A server that speaks OpenAI's protocol: OpenAI's own, or one on the user's machine.

In:  an Utterance, and a table of engines.toml that names the server.
Out: a Clip of the WAV file that the server answers with.
Knows nothing but `POST {base_url}/audio/speech` (OpenAI API reference, "Create
speech"). This engine opens network connections; that is its purpose:

    [openai]
    base_url = "http://localhost:8880/v1"   # "http://user:password@host/v1" for HTTP Basic
    model = "kokoro"                  # optional, as are the following
    voices = ["af_heart", "bf_emma"]
    languages = ["en"]                # "mul" where the voices take any
    sample_rate = 24000               # hertz; sound at another rate is resampled
    key = "OPENAI_API_KEY"            # the environment variable with the key
    licence = "Apache-2.0"
    parallel = 4                      # requests at once
    price = 15.0                      # for a million characters, in whatever money
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from narrate.errors import BadScript, EngineFailed
from narrate.hiding import basic, hidden, parted
from narrate.sound import Clip, Samples
from narrate.voices import settings
from narrate.voices.engine import Utterance, Voice
from narrate.voices.soundfiles import read_sound
from narrate.voices.wholeness import BrokenOff

TRIES = 5
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
"""How often to ask, and the seconds to wait after the first refusal; each next is twice."""

TIMEOUT = 120
_MOST_SAID = 200
"""Characters of a server's own words in a message."""
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Statuses that may pass: RFC 9110, section 15, and RFC 6585, section 4."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where to ask, and for what."""

    base_url: str
    model: str
    voices: tuple[str, ...]
    languages: tuple[str, ...]
    sample_rate: int
    key: str
    licence: str
    parallel: int
    price: float
    login: str = field(default="", repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What goes to this server and is told to nobody else."""
        login = (self.login.partition(":")[2], basic(self.login).split()[-1]) if self.login else ()
        return (os.environ.get(self.key, ""), *login)


MOST_BYTES = 100_000_000
"""No text that is asked for in one go sounds so long."""


class _Stay(HTTPRedirectHandler):
    """Follows no redirection: the key is for the server that was named."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class OpenAI:
    """The server of engines.toml; each text is one request."""

    name = "openai"
    max_characters = 2000
    repeatable = False

    def __init__(self) -> None:
        self._server = _server(settings.table(self.name))
        sounding = repr(replace(self._server, parallel=1, price=0.0)) if self._server else ""
        self.version = blake2b(sounding.encode(), digest_size=6).hexdigest()
        self.parallel = self._server.parallel if self._server else 1
        self.price = self._server.price if self._server else 0.0

    @property
    def needs(self) -> str:
        """What the user must do before it can speak, in one line; "" where nothing."""
        if self._server is not None:
            return ""
        return (
            f"engine 'openai' needs a table [openai] in {settings.path()}, such as: "
            'base_url = "http://localhost:8880/v1", voices = ["af_heart"].'
        )

    def voices(self) -> tuple[Voice, ...]:
        """The voices that the table lists; none where there is no table."""
        server = self._server
        if server is None:
            return ()
        offline = urlsplit(server.base_url).hostname in ("localhost", "127.0.0.1", "::1")
        return tuple(
            Voice(v, v, server.languages, server.sample_rate, server.licence, offline=offline)
            for v in server.voices
        )

    def speak(self, utterance: Utterance) -> Clip:
        """Ask the server; where it is busy, again after a while.

        Raises:
            EngineFailed: no server is named, or it refuses, or gives up, or answers
                with something else than sound.
        """
        server = self._server
        if server is None:
            raise EngineFailed(self.needs)
        body = {
            "model": server.model,
            "input": utterance.text,
            "voice": utterance.voice,
            "speed": utterance.speed,
            "response_format": "wav",
        }
        return Clip(_patiently(server, json.dumps(body).encode()), server.sample_rate)


def _patiently(server: Server, body: bytes) -> Samples:
    wait = FIRST_WAIT
    for attempt in range(1, TRIES + 1):
        try:
            return _ask(server, body)
        except HTTPError as error:
            if error.code not in PASSING or attempt == TRIES:
                said = _said(server, error.read(2000).decode("utf-8", "replace"))
                raise _failed(server, f"answered {error.code}: {said}") from error
            asked = error.headers.get("Retry-After", "")
            pause = float(asked) if asked.isdigit() else wait
        except (URLError, HTTPException, OSError, BrokenOff) as error:
            if attempt == TRIES:
                reason = _said(server, str(getattr(error, "reason", error)))
                raise _failed(server, f"does not answer: {reason}") from error
            pause = wait
        time.sleep(min(pause, LONGEST_WAIT))
        wait *= 2
    raise AssertionError("the last try returns or raises")


def _ask(server: Server, body: bytes) -> Samples:
    headers = {"Content-Type": "application/json", "Accept": "audio/wav"}
    key = os.environ.get(server.key, "")
    if server.login:
        headers["Authorization"] = basic(server.login)
    elif key:
        headers["Authorization"] = f"Bearer {key}"
    request = Request(f"{server.base_url.rstrip('/')}/audio/speech", body, headers)
    with build_opener(_Stay).open(request, timeout=TIMEOUT) as response:
        answer = _whole(server, response)
    try:
        return read_sound(answer, server.sample_rate)
    except BrokenOff:
        raise
    except ValueError as error:
        said = _said(server, repr(answer[:600]), 60)
        raise _failed(server, f"answered with {said}: {error}") from error


def _whole(server: Server, response: HTTPResponse) -> bytes:
    """The body, where it comes whole, in time and is not endless."""
    until = time.monotonic() + TIMEOUT
    answer = bytearray()
    while piece := response.read1(1 << 16):
        answer += piece
        if len(answer) > MOST_BYTES:
            raise _failed(server, f"answered with more than {MOST_BYTES // 1_000_000} MB")
        if time.monotonic() > until:
            raise TimeoutError(f"the answer took more than {TIMEOUT:g} s")
    if response.length:
        raise IncompleteRead(bytes(answer), response.length)
    return bytes(answer)


def _said(server: Server, words: str, most: int = _MOST_SAID) -> str:
    """The beginning of a server's words, on one line, without a secret that they repeat."""
    plain = "".join(c if c.isprintable() else " " for c in words)
    return hidden(" ".join(plain.split()), *server.secrets)[:most]


def _failed(server: Server, what: str) -> EngineFailed:
    return EngineFailed(f"engine 'openai': {server.base_url} {what}")


def _server(row: dict[str, Any]) -> Server | None:
    if not row:
        return None
    try:
        url, login = parted(settings.setting("openai", row, "base_url", str))
    except ValueError as error:
        raise BadScript(f"{settings.path()}: [openai] base_url is {error}") from error
    return Server(
        base_url=url,
        login=login,
        model=settings.setting("openai", row, "model", str, "tts-1"),
        voices=settings.strings("openai", row, "voices", ["alloy"]),
        languages=settings.strings("openai", row, "languages", ["mul"]),
        sample_rate=settings.setting("openai", row, "sample_rate", int, 24000),
        key=settings.setting("openai", row, "key", str, "OPENAI_API_KEY"),
        licence=settings.setting("openai", row, "licence", str, "terms of the server"),
        parallel=max(1, settings.setting("openai", row, "parallel", int, 4)),
        price=float(settings.setting("openai", row, "price", (int, float), 0.0)),
    )
