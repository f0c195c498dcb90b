"""Everything is made with the rights that the user gives new files, no more and no less."""

import os
import subprocess
from pathlib import Path

import pytest
from faults import write_book
from narrating import command

from narrate import registry

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no umask"),
]


@pytest.mark.parametrize("withheld", [0o022, 0o077, 0o027])
def test_files_and_folders_have_the_rights_that_the_umask_leaves(
    tmp_path: Path, withheld: int
) -> None:
    book, out, cache = tmp_path / "book.md", tmp_path / "out", tmp_path / "cache"
    outputs = ",".join(registry.names("outputs"))
    write_book(book, paragraphs=5)
    order = (book, "--engine", "silent", "--to", outputs, "--url", "https://example.org/t/")

    done = subprocess.run(
        command(*order, "-o", out),
        env={**os.environ, "NARRATE_CACHE": str(cache)},
        text=True,
        capture_output=True,
        check=False,
        umask=withheld,
    )

    assert done.returncode == 0, done.stderr
    made = [path for place in (out, cache) for path in (place, *place.rglob("*"))]
    wanted = {path: (0o777 if path.is_dir() else 0o666) & ~withheld for path in made}
    wanted |= {path: 0o644 & ~withheld for path in made if path.name == ".lock"}
    assert {path: path.stat().st_mode & 0o777 for path in made} == wanted
    assert len([path for path in made if path.is_file()]) > 50
