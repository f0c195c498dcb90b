"""Apply every rule to the folder of the page that plays a book.

In:  the folder, and what book.json says is read.
Out: Faults; none for a folder that keeps all rules.
Knows nothing of how the folder was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from narrate.check.player import folder_rules, time_rules
from narrate.check.player.reading import Player
from narrate.check.ruled import Fault, Rule, faults_of, rules_of


@cache
def rules() -> tuple[Rule[Player], ...]:
    """Every rule, in the order of the table."""
    return rules_of("narrate.check.player", folder_rules, time_rules)


def check_player(folder: Path, said: Sequence[str] = ()) -> list[Fault]:
    """The faults of a folder.

    Args:
        said: the sentences of book.json, credits too, in order; none where they are unknown.
    """
    return faults_of(Player(folder, said), rules())
