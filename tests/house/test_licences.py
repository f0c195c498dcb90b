"""What narrate runs on may be used by all, and the README says under which licence."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

README = Path(__file__).parents[2] / "README.md"
OWN = "narrate-audiobook"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needs(found: Distribution, extra: str = "") -> list[str]:
    """What a package cannot do without here, or not with an extra."""
    needs = [Requirement(need) for need in found.requires or []]
    here = {"extra": extra}
    return [need.name for need in needs if need.marker is None or need.marker.evaluate(here)]


def _all_needed() -> dict[str, Distribution]:
    """Every package that an installed narrate brings, by name."""
    found: dict[str, Distribution] = {}
    waiting = [OWN]
    while waiting:
        name = _plain(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        waiting += _needs(found[name])
    return found


def _licence(found: Distribution) -> str:
    about = found.metadata
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    return " ".join([*(about.get_all("License-Expression") or []), *classifiers])


def test_nothing_that_narrate_brings_is_under_the_agpl() -> None:
    found = {name: _licence(one) for name, one in _all_needed().items()}

    assert len(found) > 20
    assert not {n: said for n, said in found.items() if "AGPL" in said or "Affero" in said}


def test_the_readme_names_every_direct_dependency_where_it_tells_of_licences() -> None:
    named = README.read_text("utf-8").split("## Licence", 1)[1]
    words = {_plain(word) for word in re.findall(r"[\w.-]+", named)}
    found = distribution(OWN)
    extras = set(found.metadata.get_all("Provides-Extra") or []) - {"test"}

    needed = {name for extra in ("", *extras) for name in _needs(found, extra)}

    assert {"distributed", "edge-tts", "hibari-tts"} <= {_plain(name) for name in needed}
    assert not {_plain(name) for name in needed} - words
