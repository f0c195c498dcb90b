"""Small sound files of every kind that narrate reads, and the words that hurt each kind.

In:  nothing; the files are made here.
Out: ``SEEDS``: by target, its files. Each exercises much of its format at once.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import finished
from docx import Document
from epub_builder import EpubBuilder, nav, ncx, point, xhtml
from odf.opendocument import OpenDocumentText
from odf.text import H, List, ListItem, Note, NoteBody, NoteCitation, P
from pdf_builder import Novel

from narrate.cache import digest_of_file
from narrate.editing import edit
from narrate.readers import read_book
from narrate.script import write_script


@dataclass(frozen=True)
class Seed:
    """A sound file: its target, its name, its bytes, words of its format.

    ``prepare`` puts what the file stands beside into a folder.
    """

    target: str
    name: str
    data: bytes
    words: tuple[bytes, ...] = ()
    prepare: Callable[[Path], object] | None = None


HTML_WORDS = (
    *(b"<%s>" % tag for tag in b"p div h1 h2 li ol ul table tr td th pre br/ hr section".split()),
    *(b"</%s>" % tag for tag in b"p div h1 h2 li ol table tr td section a span ruby".split()),
    *(b"<%s>" % tag for tag in b"aside nav ruby rt math svg blockquote figure img/ sup a".split()),
    b'<a href="#n1" epub:type="noteref">',
    b'<a href="a.xhtml#s9">',
    b'<aside epub:type="footnote" id="n1">',
    b'<span epub:type="pagebreak" id="p9" title="9"/>',
    b'ssml:ph="p"',
    b'xml:lang="fr-??"',
    b'lang=""',
    b"&bogus;",
    b"&#xD800;",
    b"&#99999999999;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>",
    b"colspan='99999999'",
    b"rowspan='0'",
    b'start="-5"',
    b"CHAPTER IV",
)
PACKAGE_WORDS = (
    b'<itemref idref="d0"/>',
    b'linear="no"',
    b'href="nav.xhtml#nowhere"',
    b'href=""',
    b'href="%00"',
    b'href="../../x"',
    b'properties="nav"',
    b"<navPoint>",
    b"</navPoint>",
    b'media-type="image/png"',
    b"<dc:language>xx-yy-zz</dc:language>",
    b"<dc:title></dc:title>",
)
BODY = """<section epub:type="chapter" id="s1"><h2>I. The Wall</h2>
<p>It rained upon the <em>harbour</em> all week.<a href="#n1" epub:type="noteref">1</a></p>
<blockquote><p>In 1871 he paid $4.50, i.e. two &#189; crowns.</p></blockquote>
<div class="verse"><span>Roses are red,<br/>violets are blue,</span></div><hr/>
<table><tr><th>Year</th><th>Ships</th></tr><tr><td>1870</td><td>12</td></tr></table>
<ul><li>one<ul><li>two</li></ul></li></ul><pre>x = 1</pre>
<figure><img src="i.png" alt="A pier"/><figcaption>The pier</figcaption></figure>
<p><ruby>漢<rt>kan</rt></ruby> <span ssml:ph="tɛst">test</span> <span lang="fr">bonjour</span></p>
<aside epub:type="footnote" id="n1"><p>1. A note.</p></aside></section>"""
PLAIN = """The Harbour

by Anna Leith

CONTENTS

I. The Wall
II. The Boat

I. THE WALL

It rained upon the har-
bour all that week, and the boats stayed in. "Stop!" she cried.[1]

    Roses are red,
    violets are blue.

* * *

In 1871 Mr. Smith paid $4.50 (see p. 12).

II. THE BOAT

_Nobody_ knew it; nobody asked.

[1] A note.

*** END OF THE PROJECT GUTENBERG EBOOK ***
"""
MARKDOWN = """---
title: The Harbour
author: Anna Leith
lang: en
---

# The Wall {#w}

It *rained* upon the **harbour**[^1] all `week`.

> A quotation
>> inside

1. one
   - two

| a | b |
|---|---|
| 1 | 2 |

***

```python
x = 1
```

![alt](i.png) [link](#w) <b>html</b> $x^2$

[^1]: A note.
"""


def _epubs() -> Iterator[Seed]:
    documents: Mapping[str, str | bytes] = {
        "a.xhtml": xhtml(BODY),
        "b.xhtml": xhtml(BODY.replace("s1", "s2").replace("n1", "n2").replace("I. T", "II. T")),
    }
    entries = (
        '<li><a href="a.xhtml#s1">I. The Wall</a><ol><li><a href="a.xhtml#n1">Note</a></li></ol>'
        '</li><li><span>Part</span><ol><li><a href="b.xhtml">II. The Wall</a></li></ol></li>'
    )
    with tempfile.TemporaryDirectory() as folder:
        path = EpubBuilder(documents, nav=nav(entries)).write(Path(folder))
        yield Seed("epub", "book.epub", path.read_bytes(), HTML_WORDS + PACKAGE_WORDS)
        points = point("Wall", "a.xhtml", point("Note", "a.xhtml#n1")) + point("Two", "b.xhtml")
        path = EpubBuilder(documents, ncx=ncx(points)).write(Path(folder))
        yield Seed("epub", "book.epub", path.read_bytes(), HTML_WORDS + PACKAGE_WORDS)


def _pages() -> Iterator[Seed]:
    yield Seed("html", "book.html", xhtml(BODY).encode(), HTML_WORDS)
    loose = f"<title>Wall</title><body><nav>Menu</nav><main><h1>Wall</h1>{BODY}</main>"
    yield Seed("html", "book.html", loose.encode(), HTML_WORDS)


def _pdfs() -> Iterator[Seed]:
    words = (
        *(b"/%s" % name for name in b"Kids Parent Pages Outlines First Next Prev Dest".split()),
        *(b"%d 0 R" % number for number in (0, 1, 2, 3, 5, 99999)),
        *(b"/%s" % name for name in b"Encrypt JavaScript OpenAction Length Filter Font".split()),
        b"stream",
        b"endstream",
        b"obj",
        b"endobj",
        b"<<",
        b">>",
        b"BT",
        b"ET",
        b"Tj",
        b"/FlateDecode",
        b"/MediaBox [0 0 0 0]",
        b"-99999999",
    )
    with tempfile.TemporaryDirectory() as folder:
        for compress in (True, False):
            novel = Novel(head="THE HARBOUR")
            novel.pdf.set_compression(compress)
            for title in ("I. The Wall", "II. The Boat"):
                novel.chapter(title)
                novel.pdf.start_section(title)
                novel.paragraph("It rained upon the harbour all that week, in 1871. " * 12)
            path = novel.save(Path(folder) / "book.pdf")
            yield Seed("pdf", "book.pdf", path.read_bytes(), words)


def _docx() -> Iterator[Seed]:
    document = Document()
    document.add_heading("The Wall", 1)
    document.add_paragraph("It rained upon the harbour.").add_run(" All week.").italic = True
    document.add_paragraph("one", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Year", "1871"
    document.add_heading("The Boat", 1)
    document.add_paragraph("Nobody knew it.")
    words = (
        *(b"<w:%s/>" % tag for tag in b"p r t tbl tr tc br numPr rPr ins del tab drawing".split()),
        *(b"</w:%s>" % tag for tag in b"p r t tbl tr tc body".split()),
        b'w:val="-1"',
        b'w:val="Heading 99"',
        b'<w:gridSpan w:val="999999999"/>',
        b'<w:fldChar w:fldCharType="begin"/>',
        b'<w:fldChar w:fldCharType="end"/>',
        b'<w:footnoteReference w:id="1"/>',
        b'<w:pStyle w:val="Heading1"/>',
        b"<w:vMerge/>",
    )
    with tempfile.TemporaryDirectory() as folder:
        document.save(f"{folder}/book.docx")
        yield Seed("docx", "book.docx", Path(folder, "book.docx").read_bytes(), words)


def _odt() -> Iterator[Seed]:
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="The Wall"))
    paragraph = P(text="It rained upon the harbour.")
    note = Note(noteclass="footnote", id="n1")
    note.addElement(NoteCitation(text="1"))
    body = NoteBody()
    body.addElement(P(text="A note."))
    note.addElement(body)
    paragraph.addElement(note)
    document.text.addElement(paragraph)
    item, bullets = ListItem(), List()
    item.addElement(P(text="one"))
    bullets.addElement(item)
    document.text.addElement(bullets)
    words = (
        *(b"<text:%s/>" % tag for tag in b"p h s tab span list list-item line-break".split()),
        *(b"</text:%s>" % tag for tag in b"p h span list list-item note note-body".split()),
        b'text:c="999999999"',
        b'text:outline-level="-4"',
        b'table:number-columns-repeated="99999999"',
        b"<table:table><table:table-row><table:table-cell/></table:table-row></table:table>",
    )
    with tempfile.TemporaryDirectory() as folder:
        document.save(f"{folder}/book.odt")
        yield Seed("odt", "book.odt", Path(folder, "book.odt").read_bytes(), words)


def _fb2() -> Iterator[Seed]:
    text = (
        '<?xml version="1.0" encoding="utf-8"?><FictionBook '
        'xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">'
        "<description><title-info><author><last-name>Leith</last-name></author>"
        "<book-title>Wall</book-title><lang>en</lang></title-info></description>"
        '<body><section><title><p>One</p></title><p>It rained.<a l:href="#n1" type="note">1</a>'
        "</p><poem><stanza><v>Roses</v><v>red</v></stanza></poem><empty-line/></section></body>"
        '<body name="notes"><section id="n1"><p>A note.</p></section></body>'
        '<binary id="c.png" content-type="image/png">iVBORw0KGgo=</binary></FictionBook>'
    )
    words = (
        *(b"<%s>" % tag for tag in b"section title p v poem stanza body cite table tr td".split()),
        *(b"</%s>" % tag for tag in b"section title p v poem stanza body cite a".split()),
        *HTML_WORDS[-8:],
    )
    yield Seed("fb2", "book.fb2", text.encode(), words)


def _rtf() -> Iterator[Seed]:
    text = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\stylesheet{\s1 heading 1;}}"
        r"{\info{\title Wall}{\author Leith}}\pard\s1 One\par\pard It \i rained\i0 upon "
        r"caf\'e9 \u8212? \emdash{\footnote\pard A note.\par} now.\par\trowd\intbl a\cell"
        r" b\cell\row\pard\line\bullet x\par{\field{\*\fldinst HYPERLINK}{\fldrslt y}}\par}"
    )
    words = (
        *(b"\\%s" % word for word in b"par pard row cell intbl footnote bin9 u-1 uc9".split()),
        *(b"\\%s" % word for word in b"'zz s99 f99 ansicpg0 ansicpg932 mac ucn * ~ _ -".split()),
        b"{\\*\\",
        b"\\u99999999999?",
        b"\\bin999999999 ",
        b"\\'81",
    )
    yield Seed("rtf", "book.rtf", text.encode("ascii"), words)


def _texts() -> Iterator[Seed]:
    words = (
        *(b"CHAPTER %s\n" % number for number in b"I II 3 four IX 99999".split()),
        b"* * *",
        b"CONTENTS\n",
        b"*** START OF THE PROJECT GUTENBERG EBOOK X ***",
        b"[12]",
        b"_",
        b"-\n",
        b"\xa0",
        b"\x0c",
    )
    yield Seed("txt", "book.txt", PLAIN.encode(), words)
    yield Seed("txt", "book.txt", PLAIN.replace('"', "“").encode("utf-16"), words)


MARKDOWN_WORDS = (
    *(b"# |## |> |- |1. |    |```\n|| a | b |\n|---\n|***\n|[^1]|[^1]: |](|**|<b>".split(b"|")),
    b"title: [",
    b"lang: {",
    b"<div>",
    b"</div>",
    b"===\n",
)


def _markdown() -> Iterator[Seed]:
    yield Seed("md", "book.md", MARKDOWN.encode(), MARKDOWN_WORDS)


def _scripts() -> Iterator[Seed]:
    words = (
        *(b"<!-- %s -->\n" % word for word in b"pause verse note table narrate skipped".split()),
        b"<!--",
        b"-->",
        b"{",
        b"}",
        "[word](/wɜːd/)".encode(),
        b"level=1",
        b"level=x",
        b"voice: ",
        b"# ",
        b"## ",
        b"| ",
        b"\\",
        b"title: ",
        b"---\n",
    )
    with tempfile.TemporaryDirectory() as folder:
        for seed in (next(_texts()), next(_markdown()), next(_pages())):
            path = Path(folder) / seed.name
            path.write_bytes(seed.data)
            written = write_script(edit(read_book(path)))
            yield Seed("script", "book.script.md", written.encode(), words)


def _lexicons() -> Iterator[Seed]:
    plain = (
        "# names\nAnna = AN-uh\nLeith = /liːθ/  # a place\n"
        "Wand [de] = vant\nread [verb past] = /rɛd/\n"
    )
    pls = (
        '<?xml version="1.0" encoding="UTF-8"?><lexicon version="1.0" alphabet="ipa" '
        'xml:lang="en" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"><lexeme>'
        "<grapheme>Anna</grapheme><phoneme>ænə</phoneme></lexeme><lexeme><grapheme>BBC</grapheme>"
        "<alias>be be see</alias></lexeme></lexicon>"
    )
    words = (b" = ", b"/", b"[xx]", b"[noun]", b"<phoneme>", b"</lexeme>", b"<!ENTITY a 'b'>")
    yield Seed("lexicon", "book.lexicon.txt", plain.encode(), words)
    yield Seed("lexicon", "book.lexicon.pls", pls.encode(), words)


def _with_sound(folder: Path) -> None:
    """Put the sound there that a book.json tells of, unless it is there already."""
    if not any(folder.glob("*.mp3")):
        finished.book(folder)


def _manifests() -> Iterator[Seed]:
    with tempfile.TemporaryDirectory() as folder:
        made = finished.book(Path(folder))
        content = finished.read_json(made)
        for file in content["files"]:
            file["blake2b"] = digest_of_file(made / file["name"])
        data = json.dumps(content | {"sample_rate": finished.RATE}).encode()
    words = (
        *(b'"%s"' % key for key in b"title chapters sentences files bytes start_ms name".split()),
        *b'[] {} null true 1e999 -1 NaN 0.5 "" , :'.split(),
        b'"sample_rate": 24000',
        b'"metadata": []',
    )
    yield Seed("book.json", "book.json", data, words, _with_sound)


SEEDS: Mapping[str, Callable[[], Iterator[Seed]]] = {
    "epub": _epubs,
    "html": _pages,
    "pdf": _pdfs,
    "docx": _docx,
    "odt": _odt,
    "fb2": _fb2,
    "rtf": _rtf,
    "txt": _texts,
    "md": _markdown,
    "script": _scripts,
    "lexicon": _lexicons,
    "book.json": _manifests,
}
"""By target: what makes its sound files."""
