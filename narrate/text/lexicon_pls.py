"""Pronunciation lexicons as the W3C writes them, for other programs.

In:  the bytes of a document; entries.
Out: entries; the bytes of a document.
Pronunciation Lexicon Specification 1.0 (W3C Recommendation, 14 October 2008): ``lexeme``
with ``grapheme``, ``phoneme`` (IPA) and ``alias`` (a respelling), the first of each or the
one that is preferred. A role is a qualified name; of those of others, tags of the Penn
and CLAWS sets are understood, and a lexeme with none that is understood is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from narrate.errors import BadScript, UsageError
from narrate.languages import standard
from narrate.text.lexicon import PARTS, Entry, Lexicon

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
ROLES = "urn:narrate:part-of-speech"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_TAGS = (
    (re.compile(r"V[BVHDM]?[DN]$|VBD|VBN"), "verb past"),
    (re.compile(r"V[BVHDM]?[IZPBG0]?$|VB[PZG]"), "verb"),
    (re.compile(r"NN\w*|NP\w*"), "noun"),
    (re.compile(r"JJ\w*"), "adjective"),
)
"""Tags of the Penn Treebank and of CLAWS 7, and the part of speech that each is."""


def read(data: bytes, name: str) -> Lexicon:
    """The lexicon of a document; ``name`` is what errors call it.

    Raises:
        BadScript: no XML, no lexicon, or another alphabet than IPA.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        fault = " ".join(str(error.msg).split())
        raise BadScript(f"{name}: no sound XML: {fault}") from None
    if root is None or str(root.tag).rpartition("}")[2] != "lexicon":
        raise BadScript(f"{name}: no lexicon. Its root is to be <lexicon>, as PLS 1.0 has it.")
    said, alphabet = root.get(_LANG) or "", root.get("alphabet") or "ipa"
    language = standard(said) or said
    return Lexicon(
        tuple(
            entry
            for lexeme in root.iter("{*}lexeme")
            for entry in _entries(lexeme, language, alphabet, name)
        )
    )


def _entries(lexeme: etree._Element, language: str, alphabet: str, name: str) -> Iterator[Entry]:
    part = _part(lexeme)
    phoneme, alias = _preferred(lexeme, "phoneme"), _preferred(lexeme, "alias")
    if phoneme is not None:
        alphabet = phoneme.get("alphabet") or alphabet
    if phoneme is not None and alphabet.lower() != "ipa":
        raise BadScript(
            f"{name}, line {phoneme.sourceline}: alphabet {alphabet!r}. Write the phonemes in IPA."
        )
    ipa, respelling = _text(phoneme), _text(alias)
    if part is None or not (ipa or respelling):
        return
    for grapheme in lexeme.iterchildren("{*}grapheme"):
        words = _text(grapheme)
        if any(character.isalnum() for character in words):
            yield Entry(words, respelling, ipa, language, part)


def _preferred(lexeme: etree._Element, name: str) -> etree._Element | None:
    given = [one for one in lexeme.iterchildren(f"{{*}}{name}") if _text(one)]
    return next((one for one in given if one.get("prefer") == "true"), given[0] if given else None)


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join(str(element.xpath("string()")).split())


def _part(lexeme: etree._Element) -> str | None:
    """The part of speech that a role names; "" without a role, None where it is not understood."""
    roles = (lexeme.get("role") or "").split()
    if not roles:
        return ""
    names = [role.rpartition(":")[2] for role in roles]
    known = [name.replace("-", " ") for name in names if name.replace("-", " ") in PARTS]
    tagged = [part for name in names for tag, part in _TAGS if tag.fullmatch(name)]
    return next(iter(known + tagged), None)


def write(lexicon: Lexicon, language: str) -> bytes:
    """A document of the entries, all of them in one language as PLS wants it.

    Args:
        language: BCP 47 tag of the document, and of the entries that name none.
    Raises:
        UsageError: there are entries for another language.
    """
    others = {e.language for e in lexicon.entries} - {"", language}
    if others:
        raise UsageError(
            f"a PLS file has one language; there are entries for {', '.join(sorted(others))}. "
            "Put them in files of their own."
        )
    prefixes: Any = {None: NAMESPACE, "part": ROLES}
    root = etree.Element(f"{{{NAMESPACE}}}lexicon", nsmap=prefixes)
    root.set("version", "1.0")
    root.set("alphabet", "ipa")
    root.set(_LANG, language)
    for (part, respelling, ipa), words in _lexemes(lexicon.entries).items():
        lexeme = etree.SubElement(root, f"{{{NAMESPACE}}}lexeme")
        if part:
            lexeme.set("role", "part:" + part.replace(" ", "-"))
        _add(lexeme, [("grapheme", word) for word in words])
        _add(lexeme, [("phoneme", ipa), ("alias", respelling)])
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _lexemes(entries: Iterable[Entry]) -> dict[tuple[str, str, str], list[str]]:
    """Words by part of speech, respelling and IPA; those that sound alike stand together."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for entry in entries:
        found.setdefault((entry.part, entry.respelling, entry.sound[1]), []).append(entry.words)
    return found


def _add(lexeme: etree._Element, children: Iterable[tuple[str, str]]) -> None:
    for name, text in children:
        if text:
            etree.SubElement(lexeme, f"{{{NAMESPACE}}}{name}").text = text
