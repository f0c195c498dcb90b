"""Read a DAISY 2.02 book with daisy-dtb, a program of others."""

from __future__ import annotations

import typing
from pathlib import Path
from typing import Any

from loguru import logger

if not hasattr(typing, "override"):
    # Python 3.11 lacks it, and daisy-dtb needs nothing else of 3.12.
    setattr(typing, "override", lambda method: method)  # noqa: B010


def read_daisy(folder: Path) -> Any:
    """The book of a folder."""
    from daisy_dtb.book.daisybook import DaisyBook
    from daisy_dtb.sources.folder_source import FolderDtbSource

    logger.disable("daisy_dtb")
    return DaisyBook(FolderDtbSource(str(folder)))
