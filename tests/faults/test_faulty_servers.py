"""A server that answers with nonsense, too late, half or not at all is one clear line."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stands import whole_wav

from narrate.errors import EngineFailed
from narrate.voices import openai
from narrate.voices.engine import Utterance
from narrate.voices.openai import OpenAI

OK = b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: 9000\r\n\r\n"
STREAM = OK.replace(b"Content-Length: 9000\r\n", b"")


def _whole_request(connection: socket.socket) -> None:
    """Reads a request to its last byte: closing on unread ones would reset the connection."""
    with connection.makefile("rb") as stream:
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        stream.read(length)


def _nothing(_: socket.socket) -> None:
    pass


def _too_late(connection: socket.socket) -> None:
    time.sleep(0.6)


def _half_a_body(connection: socket.socket) -> None:
    connection.sendall(OK + b"RIFF" + bytes(1000))


def _half_a_head(connection: socket.socket) -> None:
    connection.sendall(OK[:20])


def _garbage(connection: socket.socket) -> None:
    connection.sendall(bytes(range(256)))


def _trickle(connection: socket.socket) -> None:
    connection.sendall(OK)
    for _ in range(20):
        connection.sendall(b"RIFF")
        time.sleep(0.05)


def _half_a_wav_and_an_end(connection: socket.socket) -> None:
    sound = whole_wav({"input": "one", "voice": "low", "speed": 1.0})
    connection.sendall(STREAM + sound[: len(sound) // 2])


def _endless(connection: socket.socket) -> None:
    connection.sendall(STREAM)
    while True:
        connection.sendall(bytes(1 << 16))


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[..., None]]]:
    """Behaves as the last function of a list; the engine is told of it."""
    behaviour: list[Callable[[socket.socket], None]] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    _whole_request(connection)
                    behaviour[-1](connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    (tmp_path / "engines.toml").write_text(f'[openai]\nbase_url = "{address}"\n')
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "engines.toml"))
    monkeypatch.setattr(openai, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(openai, "TIMEOUT", 0.3)
    monkeypatch.setattr(openai, "MOST_BYTES", 1 << 20)
    yield behaviour
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


@pytest.mark.parametrize(
    ("behave", "told"),
    [
        (_nothing, "does not answer"),
        (_too_late, "does not answer: timed out"),
        (_half_a_body, r"does not answer: IncompleteRead\(1004 bytes read"),
        (_half_a_wav_and_an_end, r"does not answer: its sound broke off after 458 of 960 bytes"),
        (_half_a_head, "no sound file"),
        (_garbage, "does not answer"),
        (_trickle, r"does not answer: the answer took more than 0\.3 s"),
        (_endless, "answered with more than 1 MB"),
    ],
)
def test_what_a_server_does_wrong_is_told_and_ends(
    server: list[Callable[..., None]], behave: Callable[[socket.socket], None], told: str
) -> None:
    server.append(behave)

    with pytest.raises(EngineFailed, match=told) as failed:
        OpenAI().speak(Utterance("one", "alloy"))

    assert "\n" not in str(failed.value)
