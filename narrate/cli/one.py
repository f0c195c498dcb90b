"""Make one book, and show how far it is.

In:  an order, and who works on it.
Out: Made.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.cli.progress import reporter
from narrate.standing import standing

if TYPE_CHECKING:
    from narrate.executor import Workforce
    from narrate.model import Script
    from narrate.order import Made, Order
    from narrate.voices.choose import Choice


def make_one(
    order: Order,
    executor: Workforce | None,
    *,
    quiet: bool,
    claim: Callable[[Path], None] = lambda _: None,
) -> Made:
    """Make it, or see that it stands.

    ``claim`` is told the book's folder before anything is written there.

    Raises:
        NarrateError: as making does.
    """
    stands = standing(order)
    if stands is not None:
        claim(stands.folder)
        return stands
    from narrate.make import make
    from narrate.publish.names import safe_name

    with reporter(quiet=quiet) as report:

        def started(script: Script, choice: Choice) -> None:
            claim(order.folder / safe_name(script.title))
            report.started(script, choice)

        return make(
            order,
            started=started,
            told=report.told,
            progress=report.progress,
            executor=executor,
        )
