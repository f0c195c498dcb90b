"""The command line of scripts/bench.

In:  its arguments.
Out: a table on standard output, bench.json and bench.svg; or simulation.json.
"""

from __future__ import annotations

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from benchmark.books import HOURS
from benchmark.report import as_json, picture, table
from benchmark.runs import results

_BOOKS = "short,long"


def run(arguments: list[str]) -> int:
    """Measure, print, write; the exit status."""
    parser = ArgumentParser(prog="scripts/bench", description="Measure what a book costs.")
    parser.add_argument("--books", help=f"of {', '.join(HOURS)}; default: {_BOOKS}")
    parser.add_argument("--engines", default="hibari,pyttsx3", help="as narrate voices names them")
    parser.add_argument("-o", "--output", type=Path, default=Path(), help="folder of the files")
    parser.add_argument(
        "--simulate",
        action="store_true",
        help="instead: what clusters would do with many books, held against real ones",
    )
    options = parser.parse_args(arguments)
    engines = options.engines.split(",")
    if options.simulate:
        if options.books:
            parser.error("--simulate makes books of its own. Leave out --books.")
        return _simulated(engines, options.output)
    sizes = (options.books or _BOOKS).split(",")
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


def _simulated(engines: list[str], folder: Path) -> int:
    from benchmark.clusters import report

    found = []
    for engine in engines:
        told, one = report(engine)
        print(told, end="\n\n")
        found.append(one)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "simulation.json").write_text(json.dumps(found), encoding="utf-8")
    return 0
