"""Say what is to be made, and what was made.

In:  nothing. Out: frozen values that the command line, making and publishing share.
Knows nothing of how anything is made; little is imported, so that a finished book is
known again at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.metadata import Wishes
from narrate.render.mastering import Mastering
from narrate.render.settings import Paces, Pauses
from narrate.text.lexicon import NO_LEXICON, Lexicon

if TYPE_CHECKING:
    from narrate.render.rendering import Rendered


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for. ``voice`` "" and ``engine`` "auto" take the best at hand.

    ``voices`` names the voices of roles, as ``editing.roles.role_of`` writes them.
    ``notes``, ``include``, ``exclude``, ``credits``, ``closing``, ``wording``,
    ``announce`` and ``languages`` are those of ``editing.Options``; ``metadata`` stands
    above what the book says of itself. ``cover`` is a picture in place of the book's own;
    without ``pictured`` there is none at all. ``preset`` names what the finished files
    are judged by; the figures themselves are those of ``mastering``.
    """

    book: Path
    folder: Path
    cache: Path
    outputs: tuple[str, ...] = ("mp3",)
    engine: str = "auto"
    voice: str = ""
    voices: Mapping[str, str] = field(default_factory=dict)
    speed: float = 1.0
    pauses: Pauses = field(default_factory=Pauses)
    paces: Paces = field(default_factory=Paces)
    credits: bool = True
    closing: bool = True
    wording: str = "plain"
    announce: bool = True
    notes: str = "skip"
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    languages: str = "all"
    processes: int | None = None
    wishes: Mapping[str, str] = field(default_factory=dict)
    lexicon: Lexicon = NO_LEXICON
    preset: str = "default"
    mastering: Mastering = field(default_factory=Mastering)
    metadata: Wishes = field(default_factory=dict)
    cover: Path | None = None
    pictured: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """What was made.

    Attributes:
        files: the finished files in ``folder``.
        content: what ``book.json`` says, but for the sentences.
        rendered: the sound and what it cost; None where nothing had changed.
        seconds: that it took.
        messages: sentences for the user.
    """

    folder: Path
    files: tuple[Path, ...]
    content: dict[str, Any]
    rendered: Rendered | None
    seconds: float
    messages: tuple[str, ...] = ()
