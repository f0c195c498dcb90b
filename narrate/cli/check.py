"""``narrate check DIR``: audit a finished audiobook."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli.given import refuse
from narrate.cli.wording import counted

if TYPE_CHECKING:
    from narrate.check.audit import Audit
    from narrate.check.beside import Judged
    from narrate.check.listening import Hearing


@click.command("check")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--preset",
    default="",
    metavar="NAME",
    help="What to judge by: default, acx, librivox or podcast. Default: as the book was made.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, every figure in it.")
@click.option(
    "--listen",
    is_flag=True,
    help="Let Whisper hear the book and list sentences lost, doubled or misread (slow).",
)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0.5),
    default=None,
    metavar="N",
    help="With --listen: hear samples of N minutes in all. Default: everything.",
)
@click.option(
    "--model",
    default="",
    metavar="PATH",
    help="With --listen: a folder with a faster-whisper model, or its name. "
    "Default: the small English one of the extra 'listen'.",
)
def command(
    folder: Path, preset: str, as_json: bool, listen: bool, minutes: float | None, model: str
) -> None:
    """Audit the audiobook in DIR with other programs' eyes, and write DIR/report.html.

    A podcast feed, an EPUB with sound, a DAISY book, a player page and a W3C Audiobook
    that lie in DIR are judged too. Exits with 18 when a rule is broken.

    Example: narrate check output/Emma --preset acx
    """
    from narrate.check.audit import audit, demand
    from narrate.check.beside import as_json as listed_beside
    from narrate.check.beside import demand_beside
    from narrate.check.listing import as_json as listed
    from narrate.check.report import write_report
    from narrate.errors import VerificationFailed

    if not listen:
        refuse("does nothing without --listen. Add that.", ("--minutes", "--model"))
    tell = _told_now_and_then()
    done = audit(folder, preset, progress=lambda path: tell(f"heard {path.name}"))
    hearing = _listen(folder, done, minutes, model) if listen else None
    beside = _beside(folder, done)
    report = write_report(done, hearing, beside)
    if as_json:
        content = listed(done) | {"beside": listed_beside(beside), "report": str(report)}
        if hearing is not None:
            content["listening"] = hearing.as_json()
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        _print(done, hearing, beside, report)
    demand(done.findings, folder)
    demand_beside(beside)
    if hearing is not None and hearing.troubles:
        raise VerificationFailed(
            f"{folder}: {counted(len(hearing.troubles), 'sentence')} not heard as written. "
            "Listen there, at the times listed."
        )


def _listen(folder: Path, done: Audit, minutes: float | None, model: str) -> Hearing:
    from narrate.check.listening import listen

    say = _told_now_and_then()

    def tell(seconds: float, total: float) -> None:
        say(f"listened to {seconds / 60:.0f} of {total / 60:.0f} minutes")

    return listen(folder, done.promise, minutes=minutes, model=model, progress=tell)


def _told_now_and_then() -> Callable[[str], None]:
    """Says on stderr what it is told, but no more often than a make tells how far it is."""
    from narrate.cli.progress import LINE_EVERY_S

    last = time.monotonic()

    def tell(line: str) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_EVERY_S:
            last = time.monotonic()
            click.echo(line, err=True)

    return tell


def _beside(folder: Path, done: Audit) -> tuple[Judged, ...]:
    from datetime import UTC, datetime

    from narrate.check.beside import judge_beside
    from narrate.serve.root import feeds_below

    return judge_beside(folder, done.promise, feeds_below(folder), datetime.now(UTC))


def _print(done: Audit, hearing: Hearing | None, beside: tuple[Judged, ...], report: Path) -> None:
    from narrate.check.beside import lines as lines_beside
    from narrate.check.listing import lines

    for line in (*lines(done), *lines_beside(beside, done.folder)):
        click.echo(line)
    if hearing is not None:
        click.echo("")
        for line in hearing.lines():
            click.echo(line)
    click.echo(f"Report: {report}")
