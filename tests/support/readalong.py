"""Publish books for reading along, and read back what came of it, by lxml alone."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from here import Here
from lxml import etree

from narrate.editing import Options, edit
from narrate.model import WORD, Sentence
from narrate.publish.output import Publication
from narrate.readers import read_book
from narrate.render.rendering import render
from narrate.render.settings import Settings
from narrate.voices.choose import choose

OPS = "{http://www.idpf.org/2007/ops}"
SMIL = "{http://www.w3.org/ns/SMIL}"
OPF = "{http://www.idpf.org/2007/opf}"


def readalong(
    path: Path,
    work: Path,
    engine: str = "silent",
    notes: str = "skip",
    wording: str = "plain",
) -> Publication:
    """A book rendered as MP3, with the book itself beside its script."""
    folder = work / "published"
    folder.mkdir(parents=True, exist_ok=True)
    book = read_book(path)
    script = edit(book, Options(untitled=path.stem, notes=notes, wording=wording))
    choice = choose(engine, "", script.language)
    settings = Settings(engine=choice.engine.name, voice=choice.voice.id, codecs=("mp3",))
    made = render(script, settings, choice.engine, choice.voice, Here(), work / "cache")
    return Publication(script, made.recording, folder, path, book=book)


@dataclass(frozen=True)
class Par:
    """An element that is heard: its document and id, its clip in milliseconds, its structure."""

    document: str
    id: str
    sound: str
    begin: int
    end: int
    structure: str


class Epub:
    """An EPUB opened for looking at."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.members = {name: archive.read(name) for name in archive.namelist()}
        container = etree.fromstring(self.members["META-INF/container.xml"])
        self.package_name = next(container.iter("{*}rootfile")).get("full-path") or ""
        self.package = etree.fromstring(self.members[self.package_name])
        self.items = {
            item.get("id") or "": self.near(self.package_name, item.get("href") or "")
            for item in self.package.iter(f"{OPF}item")
        }

    @staticmethod
    def near(base: str, href: str) -> str:
        """The member that a reference in another one means."""
        joined = posixpath.join(posixpath.dirname(base), unquote(href.partition("#")[0]))
        return posixpath.normpath(joined)

    def document(self, name: str) -> etree._Element:
        """A document's root."""
        return etree.fromstring(self.members[name])

    def overlays(self) -> Iterator[tuple[str, str]]:
        """Each document that has an overlay, in the spine's order, and the overlay's id."""
        by_id = {item.get("id"): item for item in self.package.iter(f"{OPF}item")}
        for ref in self.package.iter(f"{OPF}itemref"):
            item = by_id[ref.get("idref")]
            if item.get("media-overlay"):
                yield self.items[item.get("id") or ""], item.get("media-overlay") or ""

    def pars(self, overlay: str) -> list[Par]:
        """What an overlay plays, in order."""
        name = self.items[overlay]
        found = []
        for par in etree.fromstring(self.members[name]).iter(f"{SMIL}par"):
            text, audio = par.find(f"{SMIL}text"), par.find(f"{SMIL}audio")
            assert text is not None
            assert audio is not None
            around = par.getparent()
            assert around is not None
            source = text.get("src") or ""
            found.append(
                Par(
                    self.near(name, source),
                    source.partition("#")[2],
                    self.near(name, audio.get("src") or ""),
                    milliseconds(audio.get("clipBegin") or ""),
                    milliseconds(audio.get("clipEnd") or ""),
                    par.get(f"{OPS}type") or around.get(f"{OPS}type") or "",
                )
            )
        return found

    def all_pars(self) -> list[Par]:
        """What is played in the whole book."""
        return [par for _, overlay in self.overlays() for par in self.pars(overlay)]

    def metas(self, name: str, refines: str | None = None) -> list[str]:
        """The values of a property of the package, or of what it refines."""
        return [
            meta.text or ""
            for meta in self.package.iter(f"{OPF}meta")
            if meta.get("property") == name and meta.get("refines") == refines
        ]


def milliseconds(clock: str) -> int:
    """A full clock value in milliseconds."""
    hours, minutes, seconds = clock.split(":")
    whole, _, part = seconds.partition(".")
    assert len(part) == 3
    return ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 1000 + int(part)


def by_id(root: etree._Element) -> dict[str, etree._Element]:
    """The elements of a document by their ids, each of which stands once."""
    nodes = [node for node in root.iter() if isinstance(node.tag, str) and node.get("id")]
    ids = Counter(node.get("id") for node in nodes)
    assert max(ids.values(), default=1) == 1, ids.most_common(2)
    return {node.get("id") or "": node for node in nodes}


def read_text(node: etree._Element) -> str:
    """The text of an element as it is read: without marks of notes, numbers of pages, ruby."""
    if isinstance(node.tag, str) and etree.QName(node).localname == "br":
        return " "
    if isinstance(node.tag, str) and not _unread(node):
        inner = "".join(read_text(child) + (child.tail or "") for child in node)
        return (node.get("alt") or "") + (node.text or "") + inner
    return ""


def _unread(node: etree._Element) -> bool:
    types = (node.get(f"{OPS}type") or "").split()
    named = {"noteref", "pagebreak"} & set(types) or (node.get("class") or "").startswith(
        ("noteref", "page-")
    )
    return bool(named) or etree.QName(node).localname in ("rt", "rp", "sup")


def letters(text: str) -> str:
    """Its letters and digits alone, small."""
    return "".join(char for char in text if char.isalnum()).casefold()


def sentences_with_text(publication: Publication) -> list[Sentence]:
    """What is heard of the book itself."""
    return [
        sentence
        for chapter in publication.script.chapters
        for sentence in chapter.sentences
        if letters(sentence.text)
    ]


def words(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    return Counter(found[0].casefold() for found in WORD.finditer(text))
