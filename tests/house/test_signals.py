"""Signals that end a process, sent to one that is in the midst of something."""

import signal
import subprocess
import sys

import pytest

BEGIN = """
import ctypes, os, signal, sys, time
from narrate.signals import Ended, asked_to_end, hear_endings, heed_no_more, interrupts_held

def ask(*numbers):
    for number in numbers:
        os.kill(os.getpid(), number)

hear_endings()
try:
    {work}
except Ended as end:
    {after}
    sys.exit(end.status)
sys.exit(0)
"""
BOTH = [signal.SIGTERM, signal.SIGHUP]


def run(work: str, after: str = "pass") -> tuple[int, str]:
    """The status of a process that does some work, and all it printed."""
    work, after = (text.replace("\n", "\n    ") for text in (work, after))
    done = subprocess.run(
        [sys.executable, "-c", BEGIN.format(work=work, after=after)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("number", BOTH)
def test_what_ends_a_process_has_the_status_that_shells_give_it(number: int) -> None:
    assert run(f"ask({number}); time.sleep(30)") == (128 + number, "")


@pytest.mark.parametrize("number", BOTH)
def test_what_a_librarys_callback_swallows_is_raised_again_in_silence(number: int) -> None:
    work = (
        "call = ctypes.CFUNCTYPE(None)(lambda: time.sleep(0.01))\n"
        f"once = ctypes.CFUNCTYPE(None)(lambda: ask({number}))\n"
        "once()\n"
        "for _ in range(1000): call(); time.sleep(0.01)"
    )

    assert run(work) == (128 + number, "")


@pytest.mark.parametrize("number", BOTH)
def test_what_is_begun_is_finished_first(number: int) -> None:
    work = (
        "with interrupts_held():\n"
        "    with interrupts_held():\n"
        f"        ask({number}); time.sleep(0.05)\n"
        "    print('whole')\n"
        "time.sleep(30)\n"
        "print('too far')"
    )

    assert run(work) == (128 + number, "whole\n")


def test_only_the_first_of_several_requests_disturbs() -> None:
    first, second = BOTH

    assert run(f"ask({first})", f"ask({second}, {first}); print('tidied')") == (143, "tidied\n")


def test_near_the_end_nothing_disturbs() -> None:
    work = f"heed_no_more(); ask({signal.SIGINT}, *{[*map(int, BOTH)]})"

    assert run(work) == (0, "")


def test_a_request_is_remembered_though_something_else_goes_wrong_on_the_way_out() -> None:
    after = "print(asked_to_end() is end)"

    assert run(f"ask({signal.SIGTERM})", after) == (143, "True\n")


def test_a_caller_who_ignores_closing_terminals_is_obeyed() -> None:
    work = f"signal.signal({signal.SIGHUP}, signal.SIG_IGN)\nhear_endings()\nask({signal.SIGHUP})"

    assert run(work) == (0, "")
