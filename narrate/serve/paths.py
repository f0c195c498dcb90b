"""Turn the target of a request into a file, and never into one outside the folder.

In:  a folder and the target of a request line.
Out: a file in the folder, a redirection, or nothing.
Knows nothing of HTTP beyond that line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

TYPES = {
    ".mp3": "audio/mpeg",
    ".m4b": "audio/mp4",
    ".m4a": "audio/mp4",
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".m3u8": "audio/mpegurl",
    ".xml": "application/rss+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
}
"""By ending; the system's own table differs from machine to machine."""

CHAPTERS = "application/json+chapters; charset=utf-8"
OTHER = "application/octet-stream"
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Redirection:
    """A folder was asked for without a slash at its end."""

    location: str


def find(root: Path, target: str) -> Path | Redirection | None:
    """The file that a request's target names; a folder stands for the page in it.

    Names that begin with a dot are nobody's business, and neither are links that lead
    out of the folder.
    """
    path = urlsplit(target).path if target.startswith("/") else _absolute_path(target)
    try:
        parts = unquote_to_bytes(path).decode("utf-8").split("/")
    except UnicodeDecodeError:
        return None
    names = [part for part in parts if part]
    if any(not _is_name(name) for name in names):
        return None
    found = root.joinpath(*names)
    if found.is_dir():
        if names and not path.endswith("/"):
            return Redirection("".join(f"/{quote(name)}" for name in names) + "/")
        found = found / INDEX
    inside = found.resolve().is_relative_to(root.resolve())
    return found if inside and found.is_file() and not path.endswith(f"{found.name}/") else None


def _absolute_path(target: str) -> str:
    """Of the absolute form that proxies use (RFC 9112, section 3.2.2)."""
    parts = urlsplit(target)
    return parts.path if parts.scheme in ("http", "https") else "\0"


def _is_name(name: str) -> bool:
    """A name that stands for an entry of its folder on every system."""
    return not name.startswith(".") and not any(sign in name for sign in "\0\\:")


def media_type(path: Path) -> str:
    """The type to send a file as; chapters have one of their own beside an episode."""
    if path.suffix.lower() == ".json" and path.with_suffix(".mp3").is_file():
        return CHAPTERS
    return TYPES.get(path.suffix.lower(), OTHER)
