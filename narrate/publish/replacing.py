"""Know which finished files a make will write anew under the names that they have.

In:  what book.json said before, the script, the outputs that are asked for.
Out: those files of the book's folder.
Knows nothing of how they are written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from narrate.model import Script


def replaced(
    folder: Path, before: Mapping[str, Any], script: Script, outputs: Collection[str]
) -> Iterator[Path]:
    """Each file that has its new one beside it only while that is written.

    An output writes into a folder of its own name, or one file for the whole book whose ending
    is its name. Files of chapters are called by these: where titles or their order change, all
    of the old stay until the last of the new is there, so none is given then.

    Args:
        before: the content of book.json until now.
        outputs: names, as ``--to`` has them.
    """
    titles = [chapter["title"] for chapter in before.get("chapters", ())]
    same = titles == [chapter.title for chapter in script.chapters]
    for row in before.get("files", ()):
        path = PurePosixPath(row["name"])
        in_folder = len(path.parts) > 1
        output = path.parts[0] if in_folder else path.suffix.removeprefix(".")
        if output in outputs and (same or not in_folder):
            yield folder / path
