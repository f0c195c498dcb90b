"""Make a Publication from a small book, by the test voice or another, in this process."""

from __future__ import annotations

from pathlib import Path

from here import Here

from narrate.order import Order
from narrate.preparing import prepare
from narrate.publish.output import Publication
from narrate.render.rendering import render
from narrate.render.settings import Settings


def player_page(book: Publication) -> Path:
    """Where the player's page of a book stands, once it is written."""
    return book.folder / "player" / "index.html"


def publication(
    book: Path,
    work: Path,
    engine: str = "silent",
    *,
    codecs: tuple[str, ...] = ("mp3",),
    **wishes: str,
) -> Publication:
    """The book, rendered; ``work`` is a folder for the cache and for what is published."""
    folder = work / "published"
    folder.mkdir(parents=True, exist_ok=True)
    order = Order(book, folder, work / "cache", engine=engine)
    script, choice = prepare(order)
    settings = Settings(engine=engine, voice=choice.voice.id, codecs=codecs)
    made = render(script, settings, choice.engine, choice.voice, Here(), order.cache)
    return Publication(script, made.recording, folder, book, wishes)
