from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from narrate import registry
from narrate.errors import MissingExtra, PluginConflict


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    points: list[EntryPoint] = []
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    registry._points.cache_clear()
    yield points
    registry._points.cache_clear()


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, "narrate.engines")


def test_a_plug_in_comes_through_the_same_door(offered: list[EntryPoint]) -> None:
    offered.append(point("abacus", "collections:OrderedDict"))

    assert registry.names("engines") == ["abacus"]
    assert registry.load("engines", "abacus").__name__ == "OrderedDict"


def test_a_name_offered_twice_is_an_error_that_names_both(offered: list[EntryPoint]) -> None:
    offered += [point("abacus", "one:Engine"), point("abacus", "two:Engine")]

    with pytest.raises(PluginConflict, match="one:Engine and two:Engine"):
        registry.names("engines")


def test_a_missing_extra_names_its_cure(offered: list[EntryPoint]) -> None:
    offered.append(point("abacus", "no_such_package.engine:Engine"))

    with pytest.raises(MissingExtra, match=r"pip install 'narrate-audiobook\[abacus\]'"):
        registry.load("engines", "abacus")


def test_every_built_in_part_can_be_loaded() -> None:
    kinds: tuple[registry.Kind, ...] = ("readers", "engines", "outputs")

    for kind in kinds:
        assert registry.names(kind)
        for name in registry.names(kind):
            registry.load(kind, name)
