"""Parse the XML and HTML of unknown origin that books are made of.

In:  bytes.
Out: an lxml tree, and sentences about what had to be mended on the way.
Knows nothing of what the elements mean.

Nothing outside the bytes is ever opened and no entity is expanded, apart from the
names of HTML and short plain ones that a document declares for itself. What is not
well-formed is read again as HTML. Nesting too deep for a parser (libxml2 stops at
256 levels, and its HTML parser drops the rest without a word) is flattened first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from narrate.readers.markup.semantics import Node, words

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]+)""",
    re.IGNORECASE,
)
_WEB_NAMES = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252",
              "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
              "iso-8859-9": "cp1254", "utf-16": "utf-8"}  # fmt: skip
"""What browsers read under a declared name (WHATWG Encoding Standard, section 4.2)."""
_BAD_SHARE = 0.001
_SNIFF = 200_000

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]*\?>")
_ENTITY = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&([A-Za-z][\w.-]{0,63});", re.DOTALL
)
_DECLARATION = re.compile(
    r"""<!ENTITY\s+([\w.-]{1,64})\s+(?:"([^"&<%]{0,200})"|'([^'&<%]{0,200})')\s*>"""
)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NUMBER = re.compile(r"&#([xX][0-9a-fA-F]{1,12}|\d{1,12});?")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][^\s/<>]*)((?:[^"'<>]|"[^"]*"|'[^']*'){0,9999}+)>""",
    re.DOTALL,
)
_VOID = words("void")
_OPTIONAL_END = words("optional_end")
_BLOCKS = words("blocks")
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, and what a person should know about how it was read."""

    root: Node
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of markup: by its byte order mark, as UTF-8, as declared, or as detected."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _tidy(data.decode(encoding, "replace")), ()
    declared = _declared(data)
    for encoding in ("utf-8", _WEB_NAMES.get(declared, declared)):
        text = _attempt(data, encoding)
        if text is not None:
            return _tidy(text), _mismatch(declared, encoding, text, name)
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= _BAD_SHARE * len(text):
        return _tidy(text), (f"{name}: some characters are damaged and cannot be read.",)
    import charset_normalizer

    found = charset_normalizer.from_bytes(data[:_SNIFF]).best()
    encoding = found.encoding if found else "cp1252"
    warning = f"{name}: its encoding is not declared rightly; it was read as {encoding}."
    return _tidy(data.decode(encoding, "replace")), (warning,)


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii", "replace").lower() if found else ""


def _attempt(data: bytes, encoding: str) -> str | None:
    if encoding == "utf-8" and b"\x1b" in data:
        return None
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeError, LookupError):
        return None


def _mismatch(declared: str, used: str, text: str, name: str) -> tuple[str, ...]:
    if used != "utf-8" or declared in ("", "utf-8", "utf8", "utf-16", "unicode") or text.isascii():
        return ()
    return (f"{name}: says that it is {declared}, but it is UTF-8 and was read so.",)


def _tidy(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub("", text.replace("\x0c", " "))


def parse_xml(data: bytes, name: str, *, flat: bool = True) -> Parsed:
    """Parse XML; what is broken in it is mended as far as libxml2 can.

    ``flat`` takes out the tags that nest too deep, where text may stand in any element.

    Raises:
        ValueError: no element can be made out.
    """
    text, warnings = decode(data, name)
    text = _declare(text)
    try:
        return Parsed(_strict(text), warnings)
    except etree.XMLSyntaxError as error:
        warnings += (f"{name}: not well-formed XML ({_reason(error)}); read as far as possible.",)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    text = _escape_ampersands(text)
    root = _parse(flatten(text, 200, lenient=False) if flat else text, parser)
    if root is None:
        raise ValueError(f"{name} holds no XML")
    return Parsed(root, warnings)


def parse_xhtml(data: bytes, name: str) -> Parsed:
    """Parse XHTML; what is not well-formed is parsed as HTML, with a warning.

    Raises:
        ValueError: no element can be made out.
    """
    text, warnings = decode(data, name)
    try:
        return Parsed(_strict(_declare(text)), warnings)
    except etree.XMLSyntaxError as error:
        warning = f"{name}: not well-formed XML ({_reason(error)}); it was read as HTML."
    return Parsed(_html(_as_html(text), name), (*warnings, warning))


def parse_html(data: bytes, name: str) -> Parsed:
    """Parse HTML of any kind.

    Raises:
        ValueError: no element can be made out.
    """
    text, warnings = decode(data, name)
    if _XML_DECLARATION.match(text) or 'xmlns="http://www.w3.org/1999/xhtml"' in text[:2000]:
        try:
            return Parsed(_strict(_declare(text)), warnings)
        except etree.XMLSyntaxError:
            text = _as_html(text)
    return Parsed(_html(text, name), warnings)


def _reason(error: etree.XMLSyntaxError) -> str:
    return re.sub(r"\s*\(<string>.*|, line \d+, column \d+.*", "", str(error.msg)) + (
        f", line {error.lineno}" if error.lineno else ""
    )


def _strict(text: str) -> Node:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(_XML_DECLARATION.sub("", text).encode(), parser)


def _declare(text: str) -> str:
    """Named entities as numbers; a name that nobody declared stays as text."""
    head = text[: text.find("]>") + 1] if "<!ENTITY" in text[:100_000] else ""
    own = {name: one or other for name, one, other in _DECLARATION.findall(head[:100_000])}

    def number(found: re.Match[str]) -> str:
        name = found[1]
        if name is None or name in _XML_NAMES or found.start() < len(head):
            return found[0]
        value = own.get(name, html5.get(name + ";"))
        if value is None:
            return f"&amp;{name};"
        return "".join(f"&#{ord(char)};" for char in value)

    return _ENTITY.sub(number, text) if "&" in text else text


def _escape_ampersands(text: str) -> str:
    return re.sub(r"&(?!#?\w+;)", "&amp;", _NUMBER.sub(_legal_number, text))


def _as_html(text: str) -> str:
    """XHTML as an HTML parser understands it: no CDATA, no self-closing of what has an end."""
    text = _CDATA.sub(lambda found: found[1].replace("&", "&amp;").replace("<", "&lt;"), text)
    return _TAG.sub(_opened, _XML_DECLARATION.sub("", text))


def _opened(found: re.Match[str]) -> str:
    name = (found[2] or "").lower()
    if not name or found[1] or not found[3].endswith("/") or name in _VOID:
        return found[0]
    return f"<{found[2]}{found[3][:-1]}></{found[2]}>"


def _html(text: str, name: str) -> Node:
    text = _NUMBER.sub(_legal_number, text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    root = _parse(text, parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        deep = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
        root = _parse(flatten(text, _DEEPEST, lenient=True), deep)
    if root is None:
        raise ValueError(f"{name} holds no text")
    return root


def _legal_number(found: re.Match[str]) -> str:
    """A character reference, or nothing where XML has no such character."""
    digits = found[1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    legal = 32 <= code < 0xD800 or code in (9, 10, 13) or 0xE000 <= code < 0xFFFE
    return found[0] if legal or 0x10000 <= code < 0x110000 else ""


def _parse(text: str, parser: etree.XMLParser | etree.HTMLParser) -> Node | None:
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.LxmlError:
        return None


def flatten(text: str, deepest: int, *, lenient: bool) -> str:
    """Markup without the tags that nest deeper than ``deepest``; all text stays.

    ``lenient`` reads it as HTML, where some elements need no end tag.
    """
    stack: list[tuple[str, bool]] = []
    opened: dict[str, int] = {}

    def keep(found: re.Match[str]) -> str:
        name = (found[2] or "").lower()
        if not name or (lenient and (name in _VOID or name in _OPTIONAL_END)):
            return found[0]
        if found[1]:
            return found[0] if _leave(name, stack, opened) else gap(name)
        if found[3].endswith("/"):
            return found[0]
        kept = len(stack) < deepest
        stack.append((name, kept))
        opened[name] = opened.get(name, 0) + 1
        return found[0] if kept else gap(name)

    def gap(name: str) -> str:
        return " " if not lenient or name in _BLOCKS else ""

    return _TAG.sub(keep, text)


def _leave(name: str, stack: list[tuple[str, bool]], opened: dict[str, int]) -> bool:
    """Close an element; whether its tag was kept."""
    if not opened.get(name):
        return False
    while stack:
        last, kept = stack.pop()
        opened[last] -= 1
        if last == name:
            return kept
    return False
