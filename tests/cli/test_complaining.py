"""What is told of a fault is one line that does nothing to a terminal."""

import errno

import pytest

from narrate.cli.main import complain, fault_of, run


def test_signs_that_a_terminal_would_obey_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    complain("no title \x1b[2J\x07called\r\n‮evil‬\x9b31m here")

    assert capsys.readouterr().err == "narrate: no title [2J called evil 31m here\n"


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (MemoryError(), 26, "no more memory"),
        (OSError(errno.ENOMEM, "no memory"), 26, "no more memory"),
        (OSError(errno.ENOSPC, "full", "/tmp/model"), 16, "/tmp/model: no space left"),
        (OSError(errno.EDQUOT, "full"), 16, "no space left"),
        (OSError(errno.EIO, "broken"), 1, "a fault in narrate itself: OSError"),
        (KeyError("x"), 1, "a fault in narrate itself: KeyError"),
    ],
)
def test_what_nobody_foresaw_is_told_by_what_it_is(
    error: Exception, status: int, said: str
) -> None:
    fault = fault_of(error)

    assert fault.status == status
    assert said in fault.told
    assert fault.told.endswith(".")


def test_what_click_refuses_is_one_line_with_the_way_to_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["make", "book.md", "--speed", "9"]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("narrate: Invalid value for '--speed': 9")
    assert line.endswith(". See narrate make --help.")
