"""Pages for people: one for a podcast, one for a shelf of them; and the shelf as OPML.

In:  Feeds, or what a shelf says of each.
Out: HTML and OPML.
Knows nothing of files. The pages work without scripts, by keyboard and with a screen
reader: landmarks, headings in order, links that say where they lead, focus that shows.
OPML 2.0, "Subscription lists".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from narrate.publish.direction import direction
from narrate.publish.feed.describe import clock
from narrate.publish.feed.model import Episode, Feed
from narrate.publish.feed.plain import one_line
from narrate.publish.tags import legal

RSS = "application/rss+xml"
STYLE = Path(__file__).with_name("page.css").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Listed:
    """A podcast on a shelf; ``image`` and ``page`` are relative addresses."""

    title: str
    author: str
    language: str
    description: str
    url: str
    page: str
    image: str
    episodes: int


def _e(tag: str, /, *children: Element | str, **attributes: str) -> Element:
    """An element with its children; an attribute's "_" stands for "-" and goes from its end."""
    names = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    element = etree.Element(tag, names)
    for child in children:
        if not isinstance(child, str):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    return element


def book_page(feed: Feed) -> str:
    """The page of one podcast: subscribe, or listen to an episode."""
    main = _e(
        "main",
        _e("h1", legal(feed.title), dir="auto"),
        _e("p", legal(feed.author), dir="auto"),
        _e("img", src=feed.image_url.rpartition("/")[2], alt="", width="280", height="280"),
        _e("p", legal(feed.description), dir="auto"),
        _subscribe(feed.url, feed.title),
        _e("h2", "Episodes", id="episodes"),
        _e("ol", *map(_episode, feed.episodes), aria_labelledby="episodes"),
    )
    return _page(feed.title, feed.language, main, feed.url)


def _episode(episode: Episode) -> Element:
    """An entry of the list: title, length, a player, and the text."""
    title = legal(episode.title)
    name = episode.sound.url.rpartition("/")[2]
    text = episode.transcripts[0].url.rpartition("/")[2]
    player = _e(
        "audio",
        _e("a", f"Listen to {title}", href=name),
        controls="",
        preload="none",
        src=name,
        aria_label=title,
    )
    return _e(
        "li",
        _e("h3", title, dir="auto"),
        _e("p", f"{episode.date:%Y-%m-%d} · {clock(1000 * episode.duration_s)}"),
        _e("p", legal(episode.summary), dir="auto"),
        player,
        _e("p", _e("a", "Transcript", href=text, aria_label=f"Transcript of {title}")),
        value=str(episode.number),
    )


def _subscribe(url: str, title: str) -> Element:
    return _e(
        "p",
        _e("a", "Feed", href=url, aria_label=f"Feed of {title}"),
        ": give this address to a podcast app: ",
        _e("code", url),
    )


def shelf_page(title: str, books: Sequence[Listed], opml_name: str) -> str:
    """The page of a shelf: a cover, a page and a feed for each book."""
    main = _e(
        "main",
        _e("h1", legal(title), dir="auto"),
        _e(
            "p",
            _e("a", "All feeds as one list (OPML)", href=opml_name),
            ": podcast apps import it to subscribe to every book.",
        ),
        _e("h2", "Books", id="books"),
        _e("ul", *map(_book, books), aria_labelledby="books", class_="shelf"),
    )
    return _page(title, "en", main)


def _book(book: Listed) -> Element:
    name = legal(book.title)
    number = f"{book.episodes} {'episode' if book.episodes == 1 else 'episodes'}"
    return _e(
        "li",
        _e("img", src=book.image, alt="", width="160", height="160", loading="lazy"),
        _e(
            "div",
            _e("h3", _e("a", name, href=book.page), dir="auto"),
            _e("p", legal(book.author), dir="auto"),
            _e("p", number),
            _subscribe(book.url, name),
        ),
        lang=book.language,
    )


def _page(title: str, language: str, main: Element, feed_url: str = "") -> str:
    head = _e(
        "head",
        _e("meta", charset="utf-8"),
        _e("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _e("title", one_line(title)),
        _e("style", STYLE),
    )
    if feed_url:
        head.append(_e("link", rel="alternate", type=RSS, title=legal(title), href=feed_url))
    page = _e("html", head, _e("body", main), lang=language, dir=direction(language))
    return "<!doctype html>\n" + etree.tostring(page, method="html", encoding="unicode") + "\n"


def opml(title: str, books: Sequence[Listed]) -> bytes:
    """Every feed of a shelf, for an app to import."""
    outlines = [
        _e(
            "outline",
            type="rss",
            text=legal(book.title),
            title=legal(book.title),
            description=legal(book.description),
            language=book.language,
            xmlUrl=book.url,
            htmlUrl=book.url.rpartition("/")[0] + "/",
        )
        for book in books
    ]
    root = _e("opml", _e("head", _e("title", legal(title))), _e("body", *outlines), version="2.0")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
