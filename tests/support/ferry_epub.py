"""A small EPUB with everything that makes overlays hard: it has been laid out by a publisher.

Notes, a table, a list, pictures, verse, three languages, page breaks between and inside
sentences, sentences that begin inside emphasis, ruby, a definition list, ids of its own.
"""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path

from epub_builder import EpubBuilder, nav, xhtml

_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
_CSS = "body { font-family: serif; } .line { display: block; }"
_LINK = '<link rel="stylesheet" type="text/css" href="own.css"/>'

METADATA = """<dc:identifier id="uid">urn:uuid:1b1cfd7e-6fd5-4c2c-9d0c-2a3bb1cf1ce0</dc:identifier>
<dc:title>The Ferry and the Clock</dc:title><dc:language>en</dc:language>
<dc:creator>Ida Brandt</dc:creator><dc:source>urn:isbn:9780000000002</dc:source>
<meta property="pageBreakSource">urn:isbn:9780000000002</meta>
<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>"""

TITLE = """<section epub:type="titlepage" role="region" aria-label="Title">
<h1>The Ferry and the Clock</h1>
<p>By <span>Ida Brandt</span></p></section>"""

ONE = """<section epub:type="chapter" role="doc-chapter" id="c1">
<h1 id="s1">1. The Crossing</h1>
<p><em>Every morning the ferry left at six. It carried</em> three men, a dog &amp; a
<b>clock</b>.<a epub:type="noteref" role="doc-noteref" href="notes.xhtml#n1">1</a> Nobody spoke.</p>
<p>The water was grey, and it was<span epub:type="pagebreak" role="doc-pagebreak" id="p12"
aria-label="12"/> cold. A gull cried.</p>
<!-- a comment that stays -->
<div epub:type="pagebreak" role="doc-pagebreak" id="p13" aria-label="13"></div>
<blockquote><p>The river keeps no appointments.</p></blockquote>
<div class="poem"><p><span class="line">Roses are slow,</span><br/>
<span class="line">violets quick.</span></p></div>
<table><caption>Stops</caption><thead><tr><th scope="col">Stop</th><th scope="col">Minutes</th></tr>
</thead><tbody><tr><td>Mill</td><td>12</td></tr><tr><td>Weir</td><td>7</td></tr></tbody></table>
<ul><li>bread</li><li><p>rope</p></li></ul>
<figure><img src="clock.png" alt="A clock with a broken hand"/><figcaption>The clock.</figcaption>
</figure>
<p lang="de" xml:lang="de">Es war spät geworden. Niemand sprach ein Wort.</p>
<p>He said <q>come</q> twice. <i lang="fr" xml:lang="fr">Le bateau revint.</i> They left.</p>
<p><ruby>東京<rt>とうきょう</rt></ruby> was far away.</p>
</section>"""

TWO = """<section epub:type="chapter" role="doc-chapter" id="c2"><h1>2. The Return</h1>
<p id="first">All was quiet.</p><p>She said 1 &lt; 2 and &#8220;left&#8221;&#8230; Why?</p>
<p>The end came<br/>after a break.</p></section>"""

NOTES = """<section epub:type="endnotes" role="doc-endnotes"><h1>Notes</h1>
<ol><li id="n1" epub:type="endnote"><p>In winter, at seven. <a href="one.xhtml#c1"
epub:type="backlink" role="doc-backlink">back</a></p></li></ol></section>"""


def ferry_epub(folder: Path, version: str = "3.0") -> Path:
    """The book, written into a folder."""
    documents = {
        f"{name}.xhtml": xhtml(body, attributes="", head=_LINK).replace(
            "<html ", '<html lang="en" xml:lang="en" ', 1
        )
        for name, body in (("title", TITLE), ("one", ONE), ("two", TWO), ("notes", NOTES))
    }
    entries = (
        '<li><a href="one.xhtml">1. The Crossing</a></li>'
        '<li><a href="two.xhtml">2. The Return</a></li><li><a href="notes.xhtml">Notes</a></li>'
    )
    pages = (
        '<nav epub:type="page-list" hidden=""><ol><li><a href="one.xhtml#p12">12</a></li>'
        '<li><a href="one.xhtml#p13">13</a></li></ol></nav>'
    )
    builder = EpubBuilder(
        documents,
        metadata=METADATA,
        nav=nav(entries, pages).replace("<html ", '<html lang="en" xml:lang="en" ', 1),
        files={"OPS/clock.png": _PICTURE, "OPS/own.css": _CSS},
        manifest='<item id="css" href="own.css" media-type="text/css"/>'
        '<item id="picture" href="clock.png" media-type="image/png"/>',
    )
    path = builder.write(folder, "ferry.epub")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    opf = members["OPS/book.opf"].decode().replace("<guide></guide>", "")
    opf = opf.replace('version="3.0"', f'version="{version}" unique-identifier="uid"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**members, "OPS/book.opf": opf.encode()}.items():
            archive.writestr(name, content)
    return path
