"""Write a W3C Audiobook: a folder to put on the web, and the same as one package.

In:  a Publication whose sections are encoded.
Out: ``audiobook/`` with publication.json, a page of contents, sounds and subtitles, and
     ``<Title>.lpf``.
Knows nothing of how sound is made.

The manifest as in "Audiobooks" and "Publication Manifest" (W3C Recommendations of 2020);
the package as in "Lightweight Packaging Format" (W3C Note of 2020): a ZIP with
publication.json and index.html at its root.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from narrate.audio.join import join, starts_ms
from narrate.cache import write_whole
from narrate.errors import VerificationFailed
from narrate.publish.chapters import track_titles
from narrate.publish.dates import ZIP_TIME, changed
from narrate.publish.direction import direction
from narrate.publish.files import finished, make_folder, sweep
from narrate.publish.names import safe_name
from narrate.publish.output import Output, Publication, Written
from narrate.publish.subtitles.captions import captions
from narrate.publish.subtitles.formats import About, webvtt
from narrate.publish.subtitles.heard import heard_in, parts_of
from narrate.publish.tags import clean, cover_name, image_type, tags_of

CODEC = "mp3"
CONTEXT = ("https://schema.org", "https://www.w3.org/ns/pub-context")
PROFILE = "https://www.w3.org/TR/audiobooks/"
MANIFEST, CONTENTS = "publication.json", "index.html"

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_OWN = r"\d{4,}\.(?:mp3|vtt)|cover\.(?:jpe?g|png)"


@dataclass(frozen=True, slots=True)
class _Track:
    """A section: its title, its sound and its words, by name in the folder; length in ms."""

    title: str
    part: str
    sound: str
    words: str
    ms: int


def write(publication: Publication) -> Written:
    """Write the folder and the package.

    Raises:
        VerificationFailed: the package, read back, does not hold what it should.
        DiskFull, OutputNotWritable: they could not be written.
    """
    folder = make_folder(publication.folder / "audiobook")
    tracks = list(_write_tracks(publication, folder))
    cover = _write_cover(publication, folder)
    manifest = manifest_of(publication, tracks, cover)
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    write_whole(folder / MANIFEST, text.encode("utf-8", "replace"))
    write_whole(folder / CONTENTS, _contents(manifest, tracks).encode("utf-8", "replace"))
    names = [MANIFEST, CONTENTS, *([cover] if cover else [])]
    names += [name for track in tracks for name in (track.sound, track.words)]
    package = publication.folder / f"{safe_name(publication.script.title)}.lpf"
    _pack(folder, names, package)
    written = (*(folder / name for name in names), package)
    sweep(folder, _OWN, [*written, *publication.kept])
    return Written(written)


def _write_tracks(publication: Publication, folder: Path) -> Iterator[_Track]:
    script, recording = publication.script, publication.recording
    names = [chapter.part for chapter in script.chapters]
    names = [""] * bool(script.opening) + names + [""] * bool(script.closing)
    titles = track_titles(recording.sections)
    for number, part in enumerate(parts_of(script, recording)):
        sound = part.section.encoded[CODEC]
        start, end = starts_ms([sound])
        stem = f"{number + 1:04}"
        with finished(folder / f"{stem}.{CODEC}") as target:
            join([sound], target)
        shown = captions(heard_in(part, recording.sample_rate, start), script.language, end)
        about = About(titles[number], ", ".join(script.authors), language=script.language)
        write_whole(folder / f"{stem}.vtt", webvtt(shown, about).encode("utf-8", "replace"))
        yield _Track(
            titles[number], clean(names[number]), f"{stem}.{CODEC}", f"{stem}.vtt", round(end)
        )


def _write_cover(publication: Publication, folder: Path) -> str:
    cover = publication.script.cover or b""
    name = cover_name(cover)
    if name:
        write_whole(folder / name, cover)
    return name


def manifest_of(publication: Publication, tracks: Sequence[_Track], cover: str) -> dict[str, Any]:
    """The object of publication.json. Every address is relative to it."""
    script, recording = publication.script, publication.recording
    tags = tags_of(script, recording)
    resources = [_link(CONTENTS, "text/html", rel="contents", name="Contents")]
    resources += map(_words, tracks)
    if cover:
        kind = image_type(script.cover or b"")
        resources.append(_link(cover, kind, rel="cover", name=f"Cover of {tags.title}"))
    manifest: dict[str, Any] = {
        "@context": [*CONTEXT, _language(script.language)],
        "conformsTo": PROFILE,
        "type": "Audiobook",
        "id": f"urn:uuid:{uuid5(NAMESPACE_URL, '|'.join((tags.title, *script.authors)))}",
        "url": CONTENTS,
        "name": tags.title,
        "author": [{"type": "Person", "name": clean(author)} for author in script.authors],
        "readBy": tags.narrator,
        "inLanguage": script.language,
        "readingProgression": direction(script.language),
        "datePublished": _date(script.metadata.get("date", "")),
        "dateModified": changed(publication, CODEC),
        "publisher": clean(script.metadata.get("publisher", "")),
        "duration": _duration(sum(track.ms for track in tracks)),
        **_accessibility(),
        "resources": resources,
        "readingOrder": [_reading(track) for track in tracks],
    }
    return {name: value for name, value in manifest.items() if value}


def _language(language: str) -> dict[str, str]:
    """The language and direction of the manifest's own texts (Publication Manifest, 4.5.2)."""
    known = {"language": language} if language else {}
    return {**known, "direction": direction(language)}


def _link(url: str, kind: str, **more: str) -> dict[str, Any]:
    return {"type": "LinkedResource", "url": url, "encodingFormat": kind, **more}


def _reading(track: _Track) -> dict[str, Any]:
    more = {"name": track.title, "duration": _duration(track.ms)}
    return {**_link(track.sound, "audio/mpeg", **more), "alternate": [_words(track)]}


def _words(track: _Track) -> dict[str, Any]:
    return _link(track.words, "text/vtt", name=f"{track.title}: text in step with the sound")


def _accessibility() -> dict[str, Any]:
    """What is true of every book that narrate makes (schema.org's accessibility terms)."""
    return {
        "accessMode": ["auditory", "textual"],
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
        "accessibilityFeature": ["tableOfContents", "readingOrder", "transcript"],
        "accessibilityHazard": ["noFlashingHazard", "noMotionSimulationHazard"],
        "accessibilitySummary": "Read by a synthetic voice. Every chapter has its text as a "
        "WebVTT file with the times at which it is heard.",
    }


def _date(text: str) -> str:
    """The date that metadata gives, as ISO 8601 has it, or "" where it is written otherwise."""
    found = _DATE.match(text)
    return found[0] if found else ""


def _duration(ms: int) -> str:
    """A time as ISO 8601 writes it: seconds to the thousandth."""
    return f"PT{ms / 1000:.3f}S"


def _contents(manifest: dict[str, Any], tracks: Sequence[_Track]) -> str:
    """The primary entry page: it links the manifest and holds the table of contents."""
    title = escape(manifest["name"])
    language = manifest.get("inLanguage", "")
    by = escape(", ".join(author["name"] for author in manifest.get("author", ())))
    entries = "\n".join(_entries(tracks))
    return f"""<!doctype html>
<html lang="{escape(language)}" dir="{manifest["readingProgression"]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="publication" href="{MANIFEST}">
</head>
<body>
<main>
<h1>{title}</h1>
<p>{by}</p>
<nav role="doc-toc" aria-label="{title}">
<ol>
{entries}
</ol>
</nav>
</main>
</body>
</html>
"""


def _entries(tracks: Sequence[_Track]) -> Iterator[str]:
    """List items; the chapters of a part stand in a list below its title."""
    part = ""
    for track in tracks:
        if track.part != part:
            if part:
                yield "</ol></li>"
            if track.part:
                yield f"<li><span>{escape(track.part)}</span><ol>"
            part = track.part
        yield f'<li><a href="{track.sound}">{escape(track.title)}</a></li>'
    if part:
        yield "</ol></li>"


def _pack(folder: Path, names: Sequence[str], target: Path) -> None:
    """Zip the folder; sounds and pictures are small already and stay as they are."""
    with finished(target) as part:
        with zipfile.ZipFile(part, "w") as package:
            for name in names:
                member = zipfile.ZipInfo(name, ZIP_TIME)
                is_text = name.endswith((".json", ".html", ".vtt"))
                member.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
                with (folder / name).open("rb") as source, package.open(member, "w") as out:
                    while piece := source.read(1 << 20):
                        out.write(piece)
        with zipfile.ZipFile(part) as package:
            if package.namelist() != list(names) or package.testzip() is not None:
                raise VerificationFailed(f"{target}: the package is damaged. Run again.")


OUTPUT = Output(codecs=(CODEC,), write=write)
