"""What an installation has and lacks."""

from __future__ import annotations

from types import ModuleType

import pytest

from narrate.cli import doctor
from narrate.cli.main import run


@pytest.mark.parametrize("there", [True, False])
def test_programs_and_extras_that_are_not_always_needed_are_told_with_their_cures(
    there: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "_engines", lambda: iter(()))
    monkeypatch.setattr(doctor, "find_spec", lambda _: ModuleType("there") if there else None)
    monkeypatch.setattr("shutil.which", lambda name: f"/opt/{name}" if there else None)

    status = run(["doctor"])

    lines = capsys.readouterr().out.splitlines()
    told = [line for line in lines if "Kindle" in line or "cluster" in line or "listen" in line]
    assert status == 0
    assert [line.split()[0] for line in told] == ["ok" if there else "missing"] * 3
    cures = ("/opt/ebook-convert", "", "") if there else ("calibre", "[cluster]", "[listen]")
    assert all(cure in line for cure, line in zip(cures, told, strict=True))
