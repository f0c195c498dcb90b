import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from executor_jobs import (
    be_ended_while_a_program_starts,
    called_back_or_fail,
    die,
    die_once,
    fail,
    square,
    touch_or_die,
)

from narrate.errors import EngineFailed
from narrate.executor import GivenUp, Here, LocalExecutor, run_unknown


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


def test_nothing_of_a_closed_executor_runs_on() -> None:
    before = set(threading.enumerate())

    for _ in range(3):
        with LocalExecutor(2) as executor:
            next(executor.run(square, range(100)))
        assert set(threading.enumerate()) == before


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


def test_only_what_is_unknown_is_worked_on_and_every_result_has_its_number() -> None:
    asked: list[int] = []

    def work(job: int) -> str:
        asked.append(job)
        return f"made {job}"

    results = run_unknown(Here(), work, range(6), lambda job: None if job % 3 else f"known {job}")

    assert sorted(results) == [(n, f"made {n}" if n % 3 else f"known {n}") for n in range(6)]
    assert asked == [1, 2, 4, 5]


def test_what_is_known_is_handed_over_at_once_and_not_kept() -> None:
    known: list[int] = []

    def noted(job: int) -> str:
        known.append(job)
        return str(job)

    results = run_unknown(Here(), str, range(100), noted)
    next(results)

    assert known == [0]


def test_a_poisonous_job_is_named_though_others_were_known(tmp_path: Path) -> None:
    jobs = [tmp_path / "a", tmp_path / "poison", tmp_path / "b"]

    with LocalExecutor(1) as executor, pytest.raises(EngineFailed, match="poison"):
        list(run_unknown(executor, touch_or_die, jobs, lambda job: job if job == jobs[0] else None))

    assert jobs[2].exists()


class Eager:
    """Does jobs at once where they are handed over; notes when."""

    def __init__(self, told: list[str], poison: Collection[str] = ()) -> None:
        self.told = told
        self.poison = poison

    def run(self, work: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        done = []
        for job in jobs:
            self.told.append(f"began {job}")
            done.append(work(job))
        return self.results(done)

    def results(self, done: Sequence[Any]) -> Iterator[Any]:
        yield from (each for each in done if each not in self.poison)
        if dead := [each for each in done if each in self.poison]:
            raise GivenUp(dead)


def test_what_is_missing_is_begun_before_the_rest_is_looked_at() -> None:
    told: list[str] = []

    def known(job: str) -> str | None:
        told.append(f"looked at {job}")
        return None if job == "c" else job

    results = run_unknown(Eager(told), str, "abcd", known, missing=lambda job: job == "d")

    assert list(results) == [(0, "a"), (1, "b"), (3, "d"), (2, "c")]
    assert told == ["began d", "looked at a", "looked at b", "looked at c", "began c"]


def test_all_else_is_done_where_a_missing_job_is_poison_and_all_poison_is_named() -> None:
    told: list[str] = []
    executor = Eager(told, poison="ad")

    with pytest.raises(GivenUp, match="again and again at d; a"):
        list(run_unknown(executor, str, "abcd", lambda _: None, missing=lambda job: job == "d"))

    assert sorted(told) == [f"began {job}" for job in "abcd"]


def test_a_job_that_fails_ends_the_run_without_the_rest() -> None:
    asked: list[int] = []

    def work(job: int) -> int:
        asked.append(job)
        raise EngineFailed("the voice is broken")

    with pytest.raises(EngineFailed, match="is broken"):
        list(run_unknown(Here(), work, range(4), lambda _: None, missing=lambda job: job < 2))

    assert asked == [0]


@pytest.mark.parametrize("work", [fail, die])
def test_what_goes_wrong_while_getting_warm_spoils_nothing(work: Callable[[int], object]) -> None:
    with LocalExecutor(2) as executor:
        executor.warm(work, 0)

        assert list(executor.run(square, range(4))) == [0, 1, 4, 9]


def test_work_is_ended_in_silence_though_a_library_swallows_that(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    jobs = [tmp_path / "failing", tmp_path / "called"]

    with pytest.raises(EngineFailed), LocalExecutor(2) as executor:
        list(executor.run(called_back_or_fail, jobs))

    assert capfd.readouterr().err == ""
    last = jobs[1].stat().st_mtime_ns
    time.sleep(0.5)
    assert jobs[1].stat().st_mtime_ns == last
    assert not (tmp_path / "to the end").exists()


def test_no_program_outlives_the_work_that_began_it(tmp_path: Path) -> None:
    with pytest.raises(GivenUp), LocalExecutor(1) as executor:
        list(executor.run(be_ended_while_a_program_starts, [tmp_path]))

    begun = (tmp_path / "started").read_text().split()
    assert begun
    assert not [number for number in begun if Path(f"/proc/{number}").exists()]
