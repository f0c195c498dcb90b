from __future__ import annotations

import time
from pathlib import Path

import pytest

from narrate.cli import check
from narrate.cli.progress import LINE_EVERY_S


def test_a_check_of_many_files_tells_no_more_often_than_a_make(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    tell = check._told_now_and_then()

    for number in range(391):
        now[0] += LINE_EVERY_S / 128
        tell(f"heard {Path(f'{number}.mp3')}")

    assert capsys.readouterr().err.splitlines() == [f"heard {n}.mp3" for n in (127, 255, 383)]
