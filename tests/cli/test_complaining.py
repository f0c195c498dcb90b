"""What is told of a fault is one line that does nothing to a terminal."""

import pytest

from narrate.cli.main import complain


def test_signs_that_a_terminal_would_obey_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    complain("no title \x1b[2J\x07called\r\n‮evil‬\x9b31m here")

    assert capsys.readouterr().err == "narrate: no title [2J called evil 31m here\n"
