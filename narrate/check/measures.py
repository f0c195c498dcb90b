"""Name the measures that rules speak of.

In:  headers, decoded sound, the promise of book.json.
Out: measures by name, for narrate.check.rules.
Knows nothing of limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from narrate.check import chapter_track
from narrate.check.book import Part, Promise
from narrate.check.container import Header, Mark
from narrate.check.editions import (
    Edition,
    delivered,
    missing_chapters,
    mixed_formats,
    numbering_faults,
    plain,
)
from narrate.check.ledger import Proof
from narrate.check.loudness import integrated
from narrate.check.marks import Verdict
from narrate.check.present import is_file
from narrate.check.rules import Value
from narrate.check.sound import Sound

Measures = Mapping[str, Value]

TAGS = ("title", "artist", "album", "genre", "language")
"""Every file says these, where the book does."""

PODCAST_CODECS = ("mp3", "aac")
COVER_SIDE = (1400, 3000)
"""Pixels of a square cover (Apple Podcasts, artwork requirements)."""

LEAD_ALLOWED_MS = 150.0
"""A head between mark and first sound up to this is narrate's usual one."""


def of_header(header: Header, promise: Promise) -> dict[str, Value]:
    """What a file says of itself."""
    return {
        "codec": header.codec,
        "sample_rate": header.sample_rate,
        "channels": header.channels,
        "minutes": header.seconds / 60,
        "chapters": len(header.marks),
        "missing_tags": ", ".join(missing_tags(header, promise)),
        "cover_faults": cover_faults(header.cover),
    }


def of_track(header: Header) -> dict[str, Value]:
    """What the track of chapters in an MPEG-4 file gives; nothing for others.

    Raises:
        VerificationFailed: FFmpeg cannot read the file.
    """
    if header.path.suffix.lower() not in chapter_track.ENDINGS or not header.marks:
        return {}
    faults = chapter_track.chapter_track_faults(header.path, header.marks)
    return {"chapter_track_faults": faults}


def missing_tags(header: Header, promise: Promise) -> list[str]:
    """Tags that a file lacks though the book has them. WAV holds no language."""
    known = {"artist": bool(promise.authors), "language": bool(promise.language)}
    if header.path.suffix.lower() == ".wav":
        known["language"] = False
    return [tag for tag in TAGS if known.get(tag, True) and not header.tags.get(tag, "").strip()]


def cover_faults(cover: tuple[int, int] | None) -> str:
    """What keeps a cover from being shown; "" when nothing."""
    if cover is None:
        return "no cover"
    width, height = cover
    least, most = COVER_SIDE
    if width != height or not least <= width <= most:
        return f"a cover of {width} x {height} pixels, not a square of {least} to {most}"
    return ""


def of_sound(header: Header, sound: Sound) -> dict[str, Value]:
    """What decoding a file gives."""
    levels = sound.levels
    peak = float(levels.peaks.max(initial=0))
    return {
        "damaged_packets": sound.damaged,
        "stated_length_error_s": header.seconds - sound.seconds if header.seconds else 0.0,
        "minutes": sound.seconds / 60,
        "kbps": sound.bit_rate / 1000,
        "rate_kind": "CBR" if sound.constant else "VBR",
        "lufs": sound.loudness.lufs,
        "lra_lu": sound.loudness.lra,
        "true_peak_dbtp": sound.true_peak_dbtp,
        "peak_dbfs": 20 * float(np.log10(peak)) if peak else -np.inf,
        "rms_dbfs": levels.rms_dbfs,
        "noise_floor_dbfs": levels.noise_floor_dbfs,
        "digital_silence_s": levels.digital_silence_s,
        "head_s": levels.head_s,
        "tail_s": levels.tail_s,
    }


def of_edition(edition: Edition, promise: Promise, seconds: Sequence[float]) -> dict[str, Value]:
    """What the files of one format are together.

    Args:
        seconds: the length of each, stated or heard.
    """
    return {
        "channels": edition.headers[0].channels,
        "missing_chapters": missing_chapters(edition, promise.chapters),
        "length_error_s": length_error_s(seconds, promise.lengths_s),
        "numbering_faults": numbering_faults(edition),
        "mixed_formats": mixed_formats(edition),
    }


def length_error_s(seconds: Sequence[float], sections: Sequence[float]) -> float:
    """How much too long a section is: the worst where each has a file, else their mean.

    Each codec pads a section by some packets of its own.
    """
    if len(seconds) == len(sections):
        errors = (a - b for a, b in zip(seconds, sections, strict=True))
        return max(errors, key=abs)
    return (sum(seconds) - sum(sections)) / len(sections)


def edition_lufs(sounds: Sequence[Sound]) -> float:
    """The loudness of files one after the other."""
    return integrated(sound.loudness.momentary for sound in sounds)


def of_stated_mark(mark: Mark, part: Part, promise: Promise) -> dict[str, Value]:
    """What a mark says, without its sound.

    Some containers state no ends: there the last chapter holds the closing credit too.
    """
    wrong = plain(mark.title) != plain(part.title)
    ends = [part.end_ms, promise.duration_ms] if part is promise.chapters[-1] else [part.end_ms]
    errors = (mark.end_ms - mark.start_ms - (end - part.start_ms) for end in ends)
    return {
        "title_faults": f"{mark.title!r} instead of {part.title!r}" if wrong else "",
        "chapter_length_error_ms": min(errors, key=abs),
    }


def of_mark(verdict: Verdict, part: Part) -> dict[str, Value]:
    """What was heard at a mark. A longer head than usual that book.json promises is allowed."""
    promised = part.sentences[0].start_ms - part.start_ms if part.sentences else 0
    return {
        "error_ms": verdict.error_ms,
        "quiet_before_ms": verdict.quiet_before_ms,
        "sound_after_ms": verdict.sound_after_ms - max(0.0, promised - LEAD_ALLOWED_MS),
        "sound_late_ms": verdict.sound_late_ms,
    }


def of_book(
    promise: Promise, found: Sequence[Edition], folder: Path, proof: Proof | None
) -> dict[str, Value]:
    """What concerns the whole folder; no ledger where no proof could be made."""
    measures: dict[str, Value] = {
        "file_faults": "; ".join(_file_faults(promise, found, folder)),
        "missing_credits": ", ".join(_missing_credits(promise)),
        "delivery_faults": _delivery_faults(found, promise),
        "podcast_faults": _podcast_faults(found),
    }
    if proof is not None and proof.gaps is not None:
        measures["ledger_faults"] = "; ".join(proof.gaps[:5])
    return measures


def _file_faults(promise: Promise, found: Sequence[Edition], folder: Path) -> list[str]:
    faults = [] if promise.files or found else ["no sound file"]
    for name, size in promise.files:
        path = folder / name
        if not is_file(path):
            faults.append(f"{name} is missing")
        elif path.stat().st_size != size:
            faults.append(f"{name} has {path.stat().st_size} bytes instead of {size}")
    return faults


def _missing_credits(promise: Promise) -> list[str]:
    credits: Mapping[str, Part] = {"opening": promise.opening, "closing": promise.closing}
    return [name for name, part in credits.items() if not part.sentences]


def _delivery_faults(found: Sequence[Edition], promise: Promise) -> str:
    editions = delivered(found)
    if not editions:
        return "no MP3 file"
    if any(edition.has_marks for edition in editions) and len(promise.chapters) > 1:
        return "the chapters are marks in one file"
    return ""


def _podcast_faults(found: Sequence[Edition]) -> str:
    codecs = {header.codec for edition in found for header in edition.headers}
    fit = not codecs or codecs & set(PODCAST_CODECS)
    return "" if fit else f"only {', '.join(sorted(codecs))}"
