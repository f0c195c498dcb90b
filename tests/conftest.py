"""What holds for every test, and a real browser for those that need one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest
from checkers import TRIES, chromium
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

settings.register_profile("narrate", deadline=None)
settings.load_profile("narrate")

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--autoplay-policy=no-user-gesture-required",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that is shown a page, so that these can run alone and undisturbed."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it. Where it is missing, the tests are skipped, but not in CI.

    There is one for all tests of a process, since Playwright lets no second one begin.
    """
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = launch(playwright, program)
        yield launched
        launched.close()


def launch(playwright: Playwright, program: str) -> Browser:
    """The browser, which on a busy machine may not begin in time at once."""
    from playwright.sync_api import Error

    begin = partial(playwright.chromium.launch, executable_path=program, args=list(ARGUMENTS))
    for _ in range(TRIES - 1):
        with suppress(Error):
            return begin()
    return begin()
