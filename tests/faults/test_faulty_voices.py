"""A voice that fails in one passage costs that passage; the rest of the book is kept."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults import (
    clips_in,
    install_faulty_engine,
    leftovers,
    only_line,
    spoken_anew,
    target,
    write_book,
)
from narrating import book_json, narrate

from narrate.render.rendering import SHORTEST_PASSAGE

pytestmark = pytest.mark.slow


AGAIN = "died or hung again and again at the sentence 'In tide two at minute thirty poison"


@dataclass
class Shop:
    """A book with poison in it, and what the engine says of it, sentence by sentence."""

    folder: Path

    def make(self, fault: str = "") -> tuple[subprocess.CompletedProcess[str], list[str]]:
        """A run, and what was said in it."""
        said = self.folder / "said"
        said.write_text("")
        done = narrate(
            *(self.folder / "book.md", "--engine", "faulty", "--jobs", 2),
            *("-o", self.folder / "out"),
            cache=self.folder / "cache",
            PYTHONPATH=str(self.folder / "plugin"),
            FAULT=fault,
            SAID=str(said),
        )
        return done, said.read_text().splitlines()

    def sentences(self) -> list[str]:
        """What is said in the finished book, in its order."""
        content = book_json(target(self.folder / "out").parent)
        told = [content["opening"], *(one["sentences"] for one in content["chapters"])]
        return [one["spoken"] for section in (*told, content["closing"]) for one in section]


def fail_and_cure(shop: Shop, fault: str, told: str) -> tuple[list[str], list[str]]:
    """See that a fault is told and costs only what it must, whatever else.

    Returns:
        all sentences of the book, and those that the run after the cure had to say.
    """
    failed, _ = shop.make(fault)
    kept = clips_in(shop.folder / "cache")
    assert failed.returncode == 14, failed.stderr
    assert told in only_line(failed.stderr)
    assert not target(shop.folder / "out").exists()
    assert not leftovers(shop.folder / "out")

    cured, said = shop.make()
    sentences = shop.sentences()
    assert cured.returncode == 0, cured.stderr
    assert spoken_anew(cured.stdout) == len(said) == len(set(sentences)) - len(kept)
    return sentences, said


def poisoned(sentences: list[str]) -> int:
    """Where the poison is."""
    return next(at for at, sentence in enumerate(sentences) if "poison" in sentence)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    install_faulty_engine(tmp_path / "plugin")
    write_book(tmp_path / "book.md", "poison is drunk")
    return Shop(tmp_path)


@pytest.mark.parametrize("fault", ["hang", "crash", "leave"])
def test_a_passage_that_ends_its_process_is_named_and_all_others_are_made(
    shop: Shop, fault: str
) -> None:
    sentences, said = fail_and_cure(shop, fault, AGAIN)

    at = poisoned(sentences)
    assert said == sentences[at : at + len(said)]
    assert 0 < sum(map(len, said)) <= SHORTEST_PASSAGE


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("say_nothing", "gave 0.00 s of sound"),
        ("noise_at_another_rate", "gave 44100 Hz, and declares 8000 Hz"),
        ("no_clip", "gave a bytes, not a Clip"),
        ("fail", "ValueError: the model is broken"),
        ("need_all_memory", "MemoryError"),
    ],
)
def test_a_fault_of_the_voice_is_told_and_what_was_said_before_is_kept(
    shop: Shop, fault: str, told: str
) -> None:
    sentences, said = fail_and_cure(shop, fault, told)

    at = poisoned(sentences)
    assert not set(said).intersection(sentences[:at])
    assert sentences[at] in said


def test_the_old_audiobook_stays_where_the_voice_fails(shop: Shop) -> None:
    book, out = shop.folder / "book.md", shop.folder / "out"
    write_book(book)
    assert shop.make()[0].returncode == 0
    before = target(out).read_bytes()

    write_book(book, "poison is drunk")
    failed, _ = shop.make("crash")

    assert failed.returncode == 14
    assert target(out).read_bytes() == before
