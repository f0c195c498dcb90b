"""What tests of the player's page share: how to drive it, and what it should say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from narrate.audio.join import starts_ms
from narrate.publish.output import Publication
from narrate.publish.subtitles.heard import Heard, heard_in, parts_of

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"phone": (390, 844), "desktop": (1280, 800), "320 px": (320, 640), "200 %": (640, 400)}
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"forced_colors": "active"},
}
"""What a user may have asked the system for, as Playwright takes it."""

PANELS = ("contents", "search", "bookmarks", "look", "keys")
SMALLEST_TARGET = 24
HARBOUR = 1
STATE = """() => ({
  ms: narrate.sound.ms(), chapter: narrate.sound.chapter, playing: narrate.sound.playing,
  sentence: document.querySelector('.s[aria-current]')?.textContent,
  word: document.querySelector('.w.now')?.textContent,
})"""

Opener = Callable[..., Page]


def state(page: Page) -> dict[str, Any]:
    """What the page plays and marks at one moment."""
    found: dict[str, Any] = page.evaluate(STATE)
    return found


def go(page: Page, chapter: int, ms: float, *, play: bool = False) -> None:
    """Let the page go to a moment, and wait until its sound and its text are there."""
    page.evaluate("([c, ms, play]) => narrate.sound.go(c, ms, play)", [chapter, ms, play])
    page.wait_for_function(
        "c => narrate.sound.chapter === c && heard.readyState > 1 && !heard.seeking"
        " && document.querySelector('.s[aria-current]')",
        arg=chapter,
    )


def heard(book: Publication, chapter: int) -> list[Heard]:
    """When each sentence of a chapter is heard in the chapter's file, by the recording."""
    part = parts_of(book.script, book.recording)[chapter]
    return heard_in(part, book.recording.sample_rate, starts_ms([part.section.encoded["mp3"]])[0])


def sounding(sentences: list[Heard], ms: float) -> str:
    """The sentence that is heard at a moment, or was heard last."""
    return [one for one in sentences if one.start_ms <= ms or one is sentences[0]][-1].text


STILL = """() => new Promise(done => {
    let place = -1, frames = 0;
    const look = () => {
        frames = scrollY === place ? frames + 1 : 0;
        place = scrollY;
        frames < 10 ? requestAnimationFrame(look) : done();
    };
    look();
})"""
"""Ends when the page has not scrolled for ten frames: text that moves under a bar is not judged."""


def axe(page: Page) -> list[str]:
    """The violations of what is on the page now."""
    page.evaluate(STILL)
    options = {"runOnly": RULES, "preload": False}
    result = Axe().run(page, options=options).response
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in result["violations"]]


def sticks_out(page: Page) -> bool:
    """Whether the page must be scrolled sideways."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wider


def faults_of_page(browser: Browser, path: Path, size: str, scheme: str) -> list[str]:
    """What is wrong with a page from the disk at a size of ``SIZES``, in one of ``SCHEMES``."""
    width, height = SIZES[size]
    view = browser.new_page(viewport={"width": width, "height": height}, **SCHEMES[scheme])
    view.goto(path.as_uri())
    found = axe(view) + ["it must be scrolled sideways"] * sticks_out(view)
    view.close()
    return found
