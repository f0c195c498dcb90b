"""The command line of scripts/bench.

In:  its arguments.
Out: a table on standard output, bench.json and bench.svg.
"""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path

from benchmark.books import HOURS
from benchmark.report import as_json, picture, table
from benchmark.runs import results


def run(arguments: list[str]) -> int:
    """Measure, print, write; the exit status."""
    parser = ArgumentParser(prog="scripts/bench", description="Measure what a book costs.")
    parser.add_argument("--books", default="short,long", help=f"of {', '.join(HOURS)}")
    parser.add_argument("--engines", default="hibari,pyttsx3", help="as narrate voices names them")
    parser.add_argument("-o", "--output", type=Path, default=Path(), help="folder of the files")
    parser.add_argument(
        "--simulate",
        action="store_true",
        help="instead: what clusters would do with many books, held against real ones",
    )
    options = parser.parse_args(arguments)
    if options.simulate:
        return _simulated(options.engines.split(",")[0], options.output)
    sizes, engines = options.books.split(","), options.engines.split(",")
    if unknown := sorted(set(sizes) - set(HOURS)):
        parser.error(f"no such book: {', '.join(unknown)}")
    found = []
    with tempfile.TemporaryDirectory(prefix="narrate-bench-") as folder:
        for result in results(sizes, engines, Path(folder)):
            found.append(result)
    print(table(found))
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "bench.json").write_text(as_json(found), encoding="utf-8")
    (options.output / "bench.svg").write_bytes(picture(found))
    return 0


def _simulated(engine: str, folder: Path) -> int:
    from benchmark.clusters import report

    table, found = report(engine)
    print(table)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "simulation.json").write_text(found, encoding="utf-8")
    return 0
