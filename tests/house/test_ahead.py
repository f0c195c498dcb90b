"""Answers that other processes work out are those that this one would."""

import os
import subprocess
import sys

import pytest

from narrate.ahead import Answers, answered_ahead

HEAD = """
import os, time
from narrate.ahead import answered_ahead
values = list(range(1000))
here = os.getpid()
"""

elsewhere = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="needs fork and two cores"
)


def ran(program: str) -> str:
    """What a program prints that stands alone: processes are forked only without threads."""
    done = subprocess.run([sys.executable, "-c", HEAD + program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@elsewhere
def test_another_process_works_while_this_one_does_something_else() -> None:
    told = ran("""
def answer(value):
    return value * value, os.getpid()
with answered_ahead(answer, values) as answers:
    time.sleep(1)
    found = [answers(value) for value in values]
print([square for square, _ in found] == [value * value for value in values])
print(any(process != here for _, process in found), answers(1 << 40) == ((1 << 80), here))
""")

    assert told == "True\nTrue True\n"


def test_this_process_helps_where_the_others_are_slow() -> None:
    told = ran("""
def answer(value):
    if os.getpid() != here:
        time.sleep(0.03)
    return value, os.getpid() == here
with answered_ahead(answer, values) as answers:
    found = [answers(value) for value in values]
print([value for value, _ in found] == values, sum(own for _, own in found) > 500)
""")

    assert told == "True True\n"


def test_answers_of_a_process_that_dies_are_worked_out_here() -> None:
    told = ran("""
def answer(value):
    if os.getpid() != here and value == 300:
        os.kill(os.getpid(), 9)
    return value + 1
with answered_ahead(answer, values) as answers:
    time.sleep(0.5)
    print([answers(value) for value in values] == list(range(1, 1001)))
""")

    assert told == "True\n"


@pytest.mark.parametrize("bad", [40, 500, 990])
@pytest.mark.parametrize("pause", [0, 0.3])
def test_what_cannot_be_answered_is_raised_where_it_is_asked(bad: int, pause: float) -> None:
    told = ran(f"""
with answered_ahead(lambda value: 1 // (value - {bad}), values) as answers:
    time.sleep({pause})
    print(answers({bad + 1}), answers({bad - 1}))
    try:
        answers({bad})
    except ZeroDivisionError:
        print("raised")
""")

    assert told == "1 -1\nraised\n"


def test_no_process_is_left_whatever_happens() -> None:
    told = ran("""
for asked in (False, True):
    try:
        with answered_ahead(lambda value: time.sleep(0.002) or (value,), values) as answers:
            if asked:
                answers(1)
            raise KeyError
    except KeyError:
        pass
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        print("none")
""")

    assert told == "none\nnone\n"


def test_no_process_is_forked_where_a_thread_runs() -> None:
    told = ran("""
import threading
threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
with answered_ahead(lambda value: os.getpid(), values) as answers:
    time.sleep(0.3)
    print({answers(value) for value in values} == {here})
""")

    assert told == "True\n"


def test_without_helpers_every_answer_is_worked_out_here() -> None:
    answers: Answers[int, int] = Answers(abs, [-1, -2])

    assert [answers(-1), answers(-2), answers(-3)] == [1, 2, 3]


def test_nothing_foreseen_is_no_fault() -> None:
    nothing: list[int] = []
    with answered_ahead(abs, nothing) as answers:
        assert answers(-1) == 1
