"""Pages in a real browser, and books that are made into pages once for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from publications import publication

from narrate.publish.output import Publication
from narrate.publish.player.output import OUTPUT

BOOKS = Path(__file__).parent / "books"
HEARD = """
const NativeAudio = Audio;
window.Audio = function () { return (window.heard = new NativeAudio()); };
const look = () => {
  if (document.querySelector('.s[aria-current]')) window.openedAt = performance.now();
  else requestAnimationFrame(look);
};
look();
"""
"""Gives tests the page's own audio element, and when its first sentence was there."""


@pytest.fixture(scope="session")
def voyage(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A book with what a book may hold, made into a folder and into one file."""
    book = publication(BOOKS / "voyage.md", tmp_path_factory.mktemp("voyage"))
    OUTPUT.write(book)
    return book


@pytest.fixture(scope="session")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A book that runs from right to left."""
    book = publication(BOOKS / "hebrew.md", tmp_path_factory.mktemp("hebrew"))
    OUTPUT.write(book)
    return book


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Open a page in a fresh profile, and wait until it shows a sentence.

    Every message of the browser that tells of a fault fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(path: Path, *, width: int = 1280, height: int = 800, **options: str) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.add_init_script(HEARD)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector(".s[aria-current]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
