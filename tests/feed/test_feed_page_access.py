"""The pages beside feeds are for everybody: axe finds nothing, and nothing sticks out."""

from __future__ import annotations

from pathlib import Path

import pytest
from feeding import AWKWARD, NOW, URL, make_book, publish
from playing import SCHEMES, SIZES, faults_of_page
from playwright.sync_api import Browser

from narrate.publish.feed import Wish, publish_shelf

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The page of a feed with awkward titles, and that of a shelf."""
    shelf = tmp_path_factory.mktemp("shelf")
    make_book(shelf / "one", AWKWARD, title="Emma & Co <2>")
    make_book(shelf / "two", language="he", title="שלום עולם")
    made = publish_shelf(shelf, Wish({"url": URL}), NOW)
    return [made.folder / "index.html", publish(shelf / "one").file.parent / "index.html"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("which", [0, 1], ids=["shelf", "feed"])
def test_axe_finds_no_violation(
    which: int, size: str, scheme: str, pages: list[Path], browser: Browser
) -> None:
    assert faults_of_page(browser, pages[which], size, scheme) == []
