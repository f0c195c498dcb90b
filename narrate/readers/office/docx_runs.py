"""Read the runs of a DOCX paragraph: text, marks, fields, notes, pictures, page ends.

In:  the elements inside a paragraph (ECMA-376 part 1, 17.3 and 17.16).
Out: RichText, and what is met on the way: notes, figures, text boxes.
Knows nothing of what kind of block the paragraph is.

What was deleted while changes were tracked is left out, what was inserted is kept.
Of a field its result is text and its instruction is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from narrate.readers.office.docx_parts import (
    Node,
    Package,
    Styles,
    attribute,
    child,
    is_on,
    local,
    value,
    value_of_language,
)
from narrate.readers.office.text import PLAIN, Look, RichText

_SYMBOL_GREEK = dict(zip("abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_SKIPPED = frozenset({
    "pPr", "rPr", "instrText", "delInstrText", "delText", "del", "moveFrom", "commentReference",
    "annotationRef", "proofErr", "bookmarkStart", "bookmarkEnd", "Fallback", "sdtPr", "sdtEndPr",
    "rt", "footnoteRef", "endnoteRef",
})  # fmt: skip
_TEXT = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@dataclass(slots=True)
class Met:
    """What a paragraph holds beside its text."""

    notes: list[tuple[str, str, str]] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    changed: bool = False
    hidden: bool = False


@dataclass(slots=True)
class RunReader:
    """Reads the paragraphs of one document, in order: fields may span several."""

    package: Package
    styles: Styles
    language: str
    next_page: Callable[[], str]
    rendered_pages: bool
    sign: Callable[[str, str], str]
    _fields: list[bool] = field(default_factory=list)

    def read(self, paragraph: Node, rich: RichText) -> Met:
        """Add a paragraph's text to ``rich``."""
        met = Met()
        self._walk(paragraph, PLAIN, rich, met)
        return met

    def _walk(self, node: Node, look: Look, rich: RichText, met: Met) -> None:
        for item in node:
            name = local(item)
            if name in ("del", "moveFrom", "ins", "moveTo"):
                met.changed = True
            if name in _SKIPPED:
                continue
            if name == "r":
                self._run(item, look, rich, met)
            elif name == "hyperlink":
                target = self.package.relations.get(attribute(item, "id"), "")
                link = target or (
                    anchor and f"#{anchor}" if (anchor := attribute(item, "anchor")) else ""
                )
                self._walk(item, replace(look, link=link), rich, met)
            else:
                self._item(item, name, look, rich, met)

    def _run(self, run: Node, look: Look, rich: RichText, met: Met) -> None:
        properties = child(run, "rPr")
        if is_on(properties, "vanish"):
            met.hidden = met.hidden or any(local(n) == "t" for n in run)
            return
        self._walk(run, self._look(properties, look), rich, met)

    def _item(self, item: Node, name: str, look: Look, rich: RichText, met: Met) -> None:
        if name == "t":
            if not any(self._fields):
                rich.add(item.text or "", look)
        elif name in _TEXT:
            rich.add(_TEXT[name], look)
        elif name == "fldChar":
            self._field(attribute(item, "fldCharType"))
        elif name in ("footnoteReference", "endnoteReference"):
            kind = name.removesuffix("Reference")
            key = attribute(item, "id")
            sign = "" if attribute(item, "customMarkFollows") else self.sign(kind, key)
            rich.refer(sign, f"{kind}-{key}")
            met.notes.append((kind, key, sign))
        elif name in ("br", "lastRenderedPageBreak", "sym"):
            self._sign(item, name, look, rich)
        elif name == "txbxContent":
            met.boxes.append(item)
        elif name in ("docPr", "imagedata"):
            said = attribute(item, "descr") or attribute(item, "title")
            met.figures += [said] if said else []
        else:
            self._walk(item, look, rich, met)

    def _sign(self, item: Node, name: str, look: Look, rich: RichText) -> None:
        if name == "sym":
            code = attribute(item, "char")
            letter = chr(int(code, 16) & 0xFF) if len(code) == 4 and _is_hex(code) else ""
            greek = _SYMBOL_GREEK.get(letter.lower(), "")
            if attribute(item, "font") == "Symbol":
                rich.add(greek.upper() if letter.isupper() else greek, look)
            return
        page = name == "lastRenderedPageBreak" or attribute(item, "type") == "page"
        if page and self.rendered_pages == (name == "lastRenderedPageBreak"):
            rich.add("\n" if name == "br" and not rich.ends_blank else "")
            rich.page(self.next_page())
        elif name == "br" and not page:
            rich.add("\n" if attribute(item, "type") != "column" else " ", look)

    def _field(self, kind: str) -> None:
        """Fields nest; between "begin" and "separate" stands an instruction."""
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _look(self, properties: Node | None, look: Look) -> Look:
        """The look of a run: its own properties over those of its character style."""
        if properties is None:
            return look
        sources = [properties]
        sources += [
            s.run for s in self.styles.chain(value(properties, "rStyle")) if s.run is not None
        ]

        def toggled(*names: str) -> bool:
            found = (is_on(source, name) for name in names for source in sources)
            return next((state for state in found if state is not None), False)

        lifted = next((v for s in sources if (v := value(s, "vertAlign"))), "")
        tag = next((v for s in sources if (v := value_of_language(s))), "")
        return Look(
            emphasis=toggled("i", "iCs"),
            strong=toggled("b", "bCs"),
            small_caps=toggled("smallCaps"),
            raised=lifted == "superscript",
            lowered=lifted == "subscript",
            link=look.link,
            language=tag if tag and tag.lower() != self.language.lower() else "",
        )


def _is_hex(text: str) -> bool:
    return all(char in "0123456789abcdefABCDEF" for char in text)
