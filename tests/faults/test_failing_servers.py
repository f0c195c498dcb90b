"""A whole run whose server fails in the middle: what it said is kept, and the old book stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from faults import leftovers, only_line, spoken_anew, target, write_book
from narrating import narrate, samples_of
from sabotage import plant
from stands import Handler, serving, settings_for_openai, streamed_wav, whole_wav

pytestmark = pytest.mark.slow

GOOD = 7
"""Requests that are answered before the server fails."""

KEY = "sk-5ecret-of-mine"
IMPATIENT = "import narrate.voices.openai\nnarrate.voices.openai.FIRST_WAIT = 0.01\n"


@dataclass
class Stand:
    """A server that answers ``good`` requests, and then as ``fail`` does, ``fails`` times."""

    url: str = ""
    good: int = 0
    fails: int = 0
    fail: Callable[[BaseHTTPRequestHandler, bytes], None] = lambda *_: None
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    state = Stand()

    class Failing(Handler):
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append(request)
            if len(state.asked) > state.good and state.fails > 0:
                state.fails -= 1
                state.fail(self, whole_wav(request))
            else:
                answer(self, 200, streamed_wav(request))

    with serving(Failing) as state.url:
        yield state


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes, length: int = -1) -> None:
    handler.send_response(status)
    handler.send_header("Retry-After", "0")
    if length:
        handler.send_header("Content-Length", str(len(body) if length < 0 else length))
    handler.end_headers()
    handler.wfile.write(body)


def busy(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    answer(handler, 429, b'{"error": "too many"}')


def broken(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    said = f"{handler.headers['Authorization']} is out of luck"
    answer(handler, 500, said.encode())


def garbage(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    answer(handler, 200, b"<html>Please log in</html>")


def half_a_body(handler: BaseHTTPRequestHandler, sound: bytes) -> None:
    answer(handler, 200, sound[: len(sound) // 2], len(sound))


def half_a_body_of_unknown_length(handler: BaseHTTPRequestHandler, sound: bytes) -> None:
    answer(handler, 200, sound[: len(sound) // 2], 0)


def nothing(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    handler.close_connection = True


@dataclass(frozen=True)
class Shop:
    """An old edition in ``out``; the order for a new one, and how many sentences it says anew."""

    folder: Path
    anew: int
    sound: bytes


def make(stand: Stand, folder: Path) -> Any:
    return narrate(
        *(folder / "book.md", "--engine", "openai", "--jobs", 1, "-o", folder / "out"),
        cache=folder / "cache",
        NARRATE_ENGINES=str(folder / "engines.toml"),
        OPENAI_API_KEY=KEY,
        PYTHONPATH=plant(folder / "plan", IMPATIENT),
    )


@pytest.fixture(scope="module")
def shop(stand: Stand, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("shop")
    settings = f"{settings_for_openai(stand.url)}parallel = 1\n"
    (folder / "engines.toml").write_text(settings)
    write_book(folder / "book.md", "no ship is seen", paragraphs=2)
    assert make(stand, folder).returncode == 0
    renewed = Path(shutil.copytree(folder, folder.parent / "renewed"))
    for place in (folder, renewed):
        write_book(place / "book.md", "a ship is seen", paragraphs=8)
    done = make(stand, renewed)
    assert done.returncode == 0, done.stderr
    return Shop(folder, spoken_anew(done.stdout), samples_of(target(renewed / "out")))


@pytest.fixture
def place(stand: Stand, shop: Shop, tmp_path: Path) -> Path:
    stand.asked.clear()
    return Path(shutil.copytree(shop.folder, tmp_path / "shop"))


def test_a_server_that_is_busy_for_a_while_costs_no_more_than_that(
    stand: Stand, shop: Shop, place: Path
) -> None:
    stand.good, stand.fails, stand.fail = GOOD, 3, busy

    done = make(stand, place)

    assert done.returncode == 0, done.stderr
    assert len(stand.asked) == shop.anew + 3
    assert samples_of(target(place / "out")) == shop.sound


@pytest.mark.parametrize(
    ("fail", "told"),
    [
        (busy, "answered 429"),
        (broken, "answered 500: Bearer [hidden] is out of luck"),
        (garbage, "no sound file"),
        (half_a_body, "IncompleteRead"),
        (half_a_body_of_unknown_length, "broke off after"),
        (nothing, "does not answer"),
    ],
)
def test_a_server_that_fails_for_good_is_one_line_and_what_it_said_is_kept(
    stand: Stand,
    shop: Shop,
    place: Path,
    fail: Callable[[BaseHTTPRequestHandler, bytes], None],
    told: str,
) -> None:
    old = target(place / "out").read_bytes()
    stand.good, stand.fails, stand.fail = GOOD, 10**6, fail

    failed = make(stand, place)
    stand.fails = 0
    stand.asked.clear()
    kept = target(place / "out").read_bytes()
    cured = make(stand, place)

    assert failed.returncode == 14, failed.stderr
    assert told in only_line(failed.stderr)
    assert KEY not in failed.stderr
    assert kept == old
    assert cured.returncode == 0, cured.stderr
    assert spoken_anew(cured.stdout) == len(stand.asked) == shop.anew - GOOD
    assert samples_of(target(place / "out")) == shop.sound
    assert not leftovers(place / "out")
