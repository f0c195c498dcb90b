"""Servers on this machine that speak as others do over the network, with tones for words."""

from __future__ import annotations

import asyncio
import html
import json
import re
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from narrate.audio.encode import encode
from narrate.model import WORD
from narrate.render.levels import at_rate
from narrate.sound import Clip
from narrate.voices.engine import Utterance
from narrate.voices.silent import Silent


def tones(text: str, voice: str, speed: float) -> Clip:
    """What the stand-ins say."""
    return Silent().speak(Utterance(text, voice, speed=speed))


def streamed_wav(request: dict[str, Any]) -> bytes:
    """A WAV whose header does not know its length, as servers that stream send it."""
    return _wav(request, 0xFFFFFFFF)


def whole_wav(request: dict[str, Any]) -> bytes:
    """The same where its header tells its length."""
    return _wav(request, None)


def _wav(request: dict[str, Any], size: int | None) -> bytes:
    clip = tones(request["input"], request["voice"], request["speed"])
    sound = clip.samples.tobytes()
    form = struct.pack("<HHIIHH", 1, 1, clip.sample_rate, 2 * clip.sample_rate, 2, 16)
    of_file, of_sound = (len(sound) + 36, len(sound)) if size is None else (size, size)
    head = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", of_sound)
    return b"RIFF" + struct.pack("<I", of_file) + head + sound


def settings_for_openai(address: str) -> str:
    """What engines.toml says of the stand-in at an address."""
    return f'[openai]\nbase_url = "{address}"\nvoices = ["low"]\nsample_rate = 8000\n'


class Handler(BaseHTTPRequestHandler):
    """Answers requests, and says nothing of them on the terminal."""

    def log_message(self, *_: object) -> None:
        pass


class Stand(ThreadingHTTPServer):
    """A server whose callers may leave in the middle of an answer."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def standing(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server in another thread; gives its address."""
    server = Stand(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def serving(handler: type[Handler]) -> Iterator[str]:
    """The same for OpenAI's protocol; gives its base address."""
    with standing(handler) as address:
        yield f"{address}/v1"


@contextmanager
def openai() -> Iterator[str]:
    """A server with voices "high" and "low"; gives its base address."""

    class Speaking(Handler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = streamed_wav(request)
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    with serving(Speaking) as address:
        yield address


BREAK = "unplugged"
"""A text with this word is answered by half."""


@contextmanager
def edge() -> Iterator[str]:
    """A server that answers as the one of Microsoft Edge; gives its address for edge_tts."""
    from aiohttp import WSMsgType, web

    async def answer(request: Any) -> Any:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.TEXT and "Path:ssml" in message.data:
                frames = list(_frames(message.data))
                first = next(n for n, frame in enumerate(frames) if isinstance(frame, bytes))
                for frame in frames[: first + 1] if BREAK in message.data else frames:
                    await (
                        socket.send_bytes(frame)
                        if isinstance(frame, bytes)
                        else socket.send_str(frame)
                    )
                if BREAK in message.data:
                    await socket.close()
        return socket

    async def serve() -> None:
        app = web.Application()
        app.router.add_get("/", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        ports.append(runner.addresses[0][1])
        ready.set()
        await stop.wait()
        await runner.cleanup()

    from threading import Event

    ports: list[int] = []
    ready = Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    ready.wait(10)
    yield f"ws://127.0.0.1:{ports[0]}/?TrustedClientToken=0"
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()


def _frames(asked: str) -> Iterator[str | bytes]:
    """The messages that answer a text: words, sound, the end."""
    rate = re.search(r"rate='([+-]\d+)%'", asked)
    inner = re.search(r"<prosody[^>]*>(.*)</prosody>", asked, re.DOTALL)
    assert rate and inner
    text = html.unescape(inner[1])
    clip = at_rate(tones(text, "high", 1 + int(rate[1]) / 100), 24000)
    yield "X-RequestId:0\r\nPath:turn.start\r\n\r\n{}"
    for word, found in zip(clip.words, WORD.finditer(text), strict=True):
        ticks = [round(frame * 10_000_000 / 24000) for frame in (word.start, word.end)]
        data = {
            "Offset": ticks[0],
            "Duration": ticks[1] - ticks[0],
            "text": {
                "Text": html.escape(found[0]),
                "Length": len(found[0]),
                "BoundaryType": "Word",
            },
        }
        metadata = {"Metadata": [{"Type": "WordBoundary", "Data": data}]}
        yield f"X-RequestId:0\r\nPath:audio.metadata\r\n\r\n{json.dumps(metadata)}"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "sound.mp3")
        encode(clip, "mp3", target, bit_rate=48_000)
        head = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
        yield len(head).to_bytes(2, "big") + head + target.read_bytes()
    yield "X-RequestId:0\r\nPath:turn.end\r\n\r\n{}"
