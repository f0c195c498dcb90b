from collections.abc import Iterator
from pathlib import Path

import pytest
from executor_jobs import die_once, fail, square, touch_or_die

from narrate.errors import EngineFailed
from narrate.executor import LocalExecutor


def test_results_come_in_the_order_of_the_jobs() -> None:
    with LocalExecutor(2) as executor:
        assert list(executor.run(square, range(12))) == [n * n for n in range(12)]


def test_jobs_are_taken_as_they_are_needed_and_not_all_at_once() -> None:
    taken: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with LocalExecutor(2) as executor:
        results = executor.run(square, jobs())
        next(results)

    assert len(taken) <= 5


def test_a_killed_process_costs_only_what_it_was_doing(tmp_path: Path) -> None:
    marks = [str(tmp_path / f"{n}") for n in range(3)]

    with LocalExecutor(1) as executor:
        assert list(executor.run(die_once, marks)) == ["0", "1", "2"]


def test_a_job_that_always_kills_its_process_is_named_when_the_others_are_done(
    tmp_path: Path,
) -> None:
    marks = [tmp_path / f"{n}" for n in range(8)]
    jobs = [*marks[:3], tmp_path / "poison", *marks[3:]]

    with (
        LocalExecutor(2) as executor,
        pytest.raises(EngineFailed, match=r"again and again at [^;]*poison\. All else"),
    ):
        list(executor.run(touch_or_die, jobs))

    assert all(mark.exists() for mark in marks)


def test_an_error_of_a_job_reaches_the_caller_as_it_is() -> None:
    with LocalExecutor(1) as executor, pytest.raises(EngineFailed, match="job 4 cannot be spoken"):
        list(executor.run(fail, [4]))
