"""What a document asks for outside of itself is neither opened nor called, nor does it unfold."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread

import pytest
from hostile_entities import FORMS, KINDS, SECRET, asking, pls

from narrate.editing import edit
from narrate.errors import BadScript, BrokenBook
from narrate.readers import read_book
from narrate.script import write_script
from narrate.text import lexicon_files

MOST_TEXT = 20_000
"""Characters of what is said of a book of one page; each of the forms unfolds to more."""

UNASKED = ("laughs that nobody asks for", "laughs of the document type")
"""What some versions of the parser refuse and some pass over."""


class Listener:
    """A server that notes who calls, and hangs up."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self.socket.accept()
                self.calls += 1
                caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    with closing(one.socket):
        yield one


def test_the_listener_hears_who_calls(listener: Listener) -> None:
    with socket.create_connection(listener.socket.getsockname()) as caller:
        caller.recv(1)

    assert listener.calls == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_book_calls_nobody_and_opens_no_file(
    kind: str, tmp_path: Path, listener: Listener
) -> None:
    book = read_book(asking(tmp_path, KINDS[kind], listener.address))

    told = repr(book) + write_script(edit(book))
    assert "harbour" in told
    assert SECRET not in told
    assert listener.calls == 0


def test_a_lexicon_calls_nobody_and_opens_no_file(tmp_path: Path, listener: Listener) -> None:
    lexicon = lexicon_files.read(asking(tmp_path, pls, listener.address))

    assert [(entry.words, entry.respelling) for entry in lexicon.entries] == [
        ("harbour", ""),
        ("wall", "wawl"),
    ]
    assert listener.calls == 0


@pytest.mark.parametrize("form", [name for name in FORMS if name != "external entities"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_entity_of_a_book_unfolds(kind: str, form: str, tmp_path: Path) -> None:
    path = FORMS[form](tmp_path, KINDS[kind])
    used = 50_000 * len("&a;") if form == "quadratic blow-up" else 0

    try:
        book = read_book(path)
    except BrokenBook:
        assert form in UNASKED
    else:
        assert "harbour" in repr(book)
        assert sum(len(block.text) for block in book.blocks) < MOST_TEXT + used
        assert len(repr(book)) < MOST_TEXT + 8 * used


@pytest.mark.parametrize("form", [name for name in FORMS if name != "external entities"])
def test_no_entity_of_a_lexicon_unfolds(form: str, tmp_path: Path) -> None:
    path = FORMS[form](tmp_path, pls)

    with suppress(BadScript):
        harbour, wall = lexicon_files.read(path).entries

        assert harbour.words == "harbour" and wall.words.startswith("wall")
        assert len(wall.words) < 100
