"""The rules for the manifest and the files that it names.

In:  a Publication.
Out: what is wrong, a line each.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import html

from narrate.check.audiobook.reading import MANIFEST, Publication, duration_ms
from narrate.check.present import is_file

_CONTEXTS = ["https://schema.org", "https://www.w3.org/ns/pub-context"]
_PROFILE = "https://www.w3.org/TR/audiobooks/"
_REQUIRED = ("name", "url", "duration", "readingOrder")
_ACCESS = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard",
           "accessibilitySummary")  # fmt: skip
_ROUNDING_MS = 1.0


def manifest(book: Publication) -> Iterator[str]:
    """A manifest that cannot be read."""
    if not book.manifest:
        yield f"{MANIFEST}: {book.fault or 'it is no object'}"


def context(book: Publication) -> Iterator[str]:
    """Other contexts."""
    found = book.manifest.get("@context")
    if not isinstance(found, list) or found[:2] != _CONTEXTS:
        yield f"@context is {found!r}"


def profile(book: Publication) -> Iterator[str]:
    """Another type or profile."""
    for name, wanted in (("type", "Audiobook"), ("conformsTo", _PROFILE)):
        found = book.manifest.get(name)
        if wanted not in (found if isinstance(found, list) else [found]):
            yield f"{name} is {found!r}"


def required(book: Publication) -> Iterator[str]:
    """What is missing or empty."""
    yield from (f"{name} is missing" for name in _REQUIRED if not book.manifest.get(name))


def only_sound(book: Publication) -> Iterator[str]:
    """What is no sound."""
    for row in book.sounds:
        if not str(row.get("encodingFormat", "")).startswith("audio/"):
            yield f"{row.get('url')} is {row.get('encodingFormat')!r}"


def there(book: Publication) -> Iterator[str]:
    """Files that are missing, or named twice in a list."""
    yield from (f"{row.get('url')!r}" for row in book.links if not is_file(book.path(row)))
    for name in ("readingOrder", "resources"):
        counted = Counter(row.get("url") for row in book.listed(name))
        yield from (f"{url} stands {n} times in {name}" for url, n in counted.items() if n > 1)


def lengths(book: Publication) -> Iterator[str]:
    """Lengths that are not those of the sounds, or do not add up."""
    whole = 0.0
    for row in book.sounds:
        said, length = duration_ms(row.get("duration")), book.length_ms(row)
        whole += said or 0
        if said is None or (length is not None and abs(said - length) > _ROUNDING_MS):
            yield f"{row.get('url')} says {row.get('duration')!r} and lasts {length} ms"
    total = duration_ms(book.manifest.get("duration"))
    if total is None or abs(total - whole) > _ROUNDING_MS * max(1, len(book.sounds)):
        yield f"the whole says {book.manifest.get('duration')!r} and the sounds {whole:.0f} ms"


def cover(book: Publication) -> Iterator[str]:
    """Covers that are no picture, or have no name."""
    for row in book.listed("resources"):
        if row.get("rel") == "cover":
            if not str(row.get("encodingFormat", "")).startswith("image/"):
                yield f"{row.get('url')} is {row.get('encodingFormat')!r}"
            if not row.get("name"):
                yield f"{row.get('url')} has no name"


def access(book: Publication) -> Iterator[str]:
    """Statements on accessibility that are missing."""
    yield from (f"{name} is missing" for name in _ACCESS if not book.manifest.get(name))


def contents(book: Publication) -> Iterator[str]:
    """An entry page without the manifest's link, a table of contents, or a sound in it."""
    path = book.folder / unquote(str(book.manifest["url"]))
    if not is_file(path):
        yield f"{path.name} is not there"
        return
    page = html.document_fromstring(path.read_bytes())
    links = [node.get("href") for node in page.iter("link") if node.get("rel") == "publication"]
    if MANIFEST not in links:
        yield f"{path.name} does not lead to {MANIFEST}"
    navs = [node for node in page.iter("nav") if node.get("role") == "doc-toc"]
    listed = [unquote(a.get("href") or "") for nav in navs for a in nav.iter("a")]
    for row in book.sounds:
        if unquote(str(row.get("url"))) not in listed:
            yield f"{path.name} does not list {row.get('url')}"


def words(book: Publication) -> Iterator[str]:
    """Texts that are no WebVTT."""
    for row in book.links:
        path = book.path(row)
        if row.get("encodingFormat") == "text/vtt" and is_file(path):
            with path.open("rb") as file:
                if not file.read(9).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
                    yield f"{path.name}"


def packed(book: Publication) -> Iterator[str]:
    """A package that is damaged or lacks a file."""
    if book.package is None:
        return
    try:
        with zipfile.ZipFile(book.package) as archive:
            names, damaged = set(archive.namelist()), archive.testzip()
    except (OSError, zipfile.BadZipFile) as error:
        yield f"{book.package.name}: {error}"
        return
    if damaged:
        yield f"{book.package.name}: {damaged} is damaged"
    wanted = {MANIFEST, str(book.manifest["url"]), *(str(row.get("url")) for row in book.links)}
    yield from (f"{book.package.name} lacks {name}" for name in sorted(wanted - names))
