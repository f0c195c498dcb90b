"""Write the ZIP container of an EPUB.

In:  names and contents of its members.
Out: a file that OCF takes (EPUB 3.3, section 4.2): mimetype first, stored and bare.
Knows nothing of what the members mean.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from narrate.publish.dates import ZIP_TIME

MIMETYPE = "application/epub+zip"
_PACKED = frozenset({".mp3", ".m4a", ".mp4", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".woff2"})

Content = bytes | Callable[[], Iterable[bytes]]
"""What a member holds: bytes, or what gives them piece by piece."""


def write_archive(target: Path, members: Mapping[str, Content]) -> None:
    """Write a container. What is compressed already is stored as it is."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in {"mimetype": MIMETYPE.encode(), **members}.items():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            stored = name == "mimetype" or Path(name).suffix.lower() in _PACKED
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w") as member:
                for piece in [content] if isinstance(content, bytes) else content():
                    member.write(piece)
