"""A voice that fails in one passage costs that passage; the rest of the book is kept."""

from pathlib import Path

import pytest
from faults import install_faulty_engine, leftovers, only_line, target, write_book
from narrating import narrate

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (
            "hang",
            "died or hung again and again at the sentence 'In tide two at minute thirty poison",
        ),
        (
            "crash",
            "died or hung again and again at the sentence 'In tide two at minute thirty poison",
        ),
        (
            "leave",
            "died or hung again and again at the sentence 'In tide two at minute thirty poison",
        ),
        ("say_nothing", "gave 0.00 s of sound"),
        ("noise_at_another_rate", "gave 44100 Hz, and declares 8000 Hz"),
        ("no_clip", "gave a bytes, not a Clip"),
        ("fail", "ValueError: the model is broken"),
        ("need_all_memory", "MemoryError"),
    ],
)
def test_a_faulty_passage_is_named_and_all_else_need_not_be_made_again(
    tmp_path: Path, fault: str, told: str
) -> None:
    plugin = install_faulty_engine(tmp_path / "plugin")
    book = write_book(tmp_path / "book.md", "poison is drunk")
    out, cache = tmp_path / "out", tmp_path / "cache"
    order = (book, "--engine", "faulty", "-o", out, "--jobs", 2)

    failed = narrate(*order, cache=cache, PYTHONPATH=plugin, FAULT=fault)

    assert failed.returncode == 14, failed.stderr
    assert told in only_line(failed.stderr)
    assert not target(out).exists()
    assert not leftovers(out)

    cured = narrate(*order, cache=cache, PYTHONPATH=plugin)

    assert cured.returncode == 0, cured.stderr
    assert target(out).exists()
    anew, _, of = cured.stdout.partition(" sentences spoken anew")[0].split(";")[-1].split()
    assert int(anew) < int(of)


def test_the_old_audiobook_stays_where_the_voice_fails(tmp_path: Path) -> None:
    plugin = install_faulty_engine(tmp_path / "plugin")
    out, cache, book = tmp_path / "out", tmp_path / "cache", tmp_path / "book.md"
    order = (book, "--engine", "faulty", "-o", out)
    write_book(book)
    assert narrate(*order, cache=cache, PYTHONPATH=plugin).returncode == 0
    before = target(out).read_bytes()

    write_book(book, "poison is drunk")
    failed = narrate(*order, cache=cache, PYTHONPATH=plugin, FAULT="crash")

    assert failed.returncode == 14
    assert target(out).read_bytes() == before
