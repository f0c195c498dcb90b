"""A book is judged when it is ordered and when it is made; what fails is not taken for finished."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from finished import read_json, write_json
from here import Here
from narrating import BOOKS

from narrate import make as making
from narrate.check.audit import audit, quick
from narrate.check.book import read_promise
from narrate.check.ledger import reprove
from narrate.errors import UsageError, VerificationFailed
from narrate.make import Made, Order
from narrate.model import count_words
from narrate.publish import mp3
from narrate.publish.parts import Limit
from narrate.readers import read_book
from narrate.render.mastering import preset
from narrate.verifying import verify

LIGHTHOUSE = BOOKS / "lighthouse.md"


def make(order: Order) -> Made:
    return making.make(order, executor=Here())


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    work = tmp_path_factory.mktemp("made")
    source = work / "books" / LIGHTHOUSE.name
    source.parent.mkdir()
    shutil.copy(LIGHTHOUSE, source)
    return Order(source, work / "out", work / "cache", engine="silent", pictured=False)


@pytest.fixture(scope="module")
def made(order: Order) -> Made:
    return make(order)


@pytest.fixture
def copy(made: Made, order: Order, tmp_path: Path) -> Order:
    """The same order, made already, in a place that a test may spoil."""
    shutil.copytree(order.folder, tmp_path / "out")
    shutil.copytree(order.book.parent, tmp_path / "books")
    return replace(order, folder=tmp_path / "out", book=tmp_path / "books" / order.book.name)


def test_book_json_names_its_source_and_the_preset(made: Made, order: Order) -> None:
    content = read_json(made.folder)

    assert (made.folder / content["source"]["path"]).resolve() == order.book.resolve()
    assert content["preset"] == "default"
    assert content["mastering"]["loudness_lufs"] == -19.0


def test_the_ledger_of_a_made_book_is_proved_from_its_source(made: Made, order: Order) -> None:
    proof = reprove(read_promise(made.folder))

    assert proof.gaps == ()
    assert proof.words == sum(count_words(block.text) for block in read_book(order.book).blocks)


@pytest.mark.parametrize("place", ["chapters", "skipped"])
def test_a_word_that_book_json_loses_is_found_by_the_proof(copy: Order, place: str) -> None:
    folder = next(copy.folder.iterdir())
    content = read_json(folder)
    rows = content["skipped"] if place == "skipped" else content["chapters"][0]["sentences"]
    rows.pop()
    write_json(folder, content)

    proof = reprove(read_promise(folder))

    assert proof.gaps and "neither read nor skipped" in proof.gaps[0]


def test_a_second_run_names_a_source_that_was_moved(copy: Order, tmp_path: Path) -> None:
    moved = Path(shutil.copy(copy.book, tmp_path / "moved.md"))

    again = make(replace(copy, book=moved))

    assert again.rendered is None
    assert read_promise(again.folder).source is not None
    assert reprove(read_promise(again.folder)).gaps == ()


def test_a_source_whose_bytes_changed_is_read_again(copy: Order, tmp_path: Path) -> None:
    changed = tmp_path / "changed.md"
    changed.write_bytes(copy.book.read_bytes() + b"\n\n")

    again = make(replace(copy, book=changed))

    assert again.rendered is not None
    assert reprove(read_promise(again.folder)).gaps == ()


def test_the_quick_check_proves_the_ledger_of_a_book_at_hand(copy: Order) -> None:
    folder = next(copy.folder.iterdir())
    content = read_json(folder)
    content["chapters"][1]["sentences"].pop()
    write_json(folder, content)

    broken = {f.rule.name for f in quick(folder, book=read_book(copy.book)) if not f.ok}

    assert broken == {"ledger"}


def test_what_fails_the_check_is_made_again_by_the_next_run(copy: Order) -> None:
    folder = next(copy.folder.iterdir())
    sound = next(folder.glob("*.mp3"))
    whole = sound.read_bytes()
    sound.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(VerificationFailed, match=r"^[^\n]+$"):
        verify(folder, None)
    again = make(copy)

    assert again.rendered is not None
    assert all(finding.ok for finding in quick(folder))


def test_a_run_whose_files_fail_fails_with_status_18(
    copy: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrate.publish.id3.TEXT_FRAMES", ())

    with pytest.raises(VerificationFailed, match=r"tags of .*mp3 is title, artist") as failed:
        make(replace(copy, metadata={"genre": "Essay"}))

    assert failed.value.status == 18
    assert "fingerprint" not in read_json(next(copy.folder.iterdir()))


def for_preset(name: str, order: Order, **changes: object) -> Order:
    wanted = {"outputs": ("chapters",), "pictured": True, **changes}
    mastering = preset(name).mastering(**wanted.pop("figures", {}))  # type: ignore[arg-type]
    return replace(order, preset=name, mastering=mastering, **wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "changes", "rule"),
    [
        ("acx", {"outputs": ("m4b",)}, "acx-files"),
        ("acx", {"outputs": ("mp3",)}, "acx-files"),
        ("acx", {"closing": False}, "acx-credits"),
        ("acx", {"figures": {"sample_rate": 22_050}}, "acx-sample-rate"),
        ("acx", {"figures": {"bit_rate": 64_000}}, "acx-bit-rate"),
        ("acx", {"figures": {"ceiling_dbtp": -1.0}}, "acx-peak"),
        ("acx", {"figures": {"head_s": 0.2}}, "acx-head"),
        ("acx", {"figures": {"tail_s": 8.0}}, "acx-tail"),
        ("acx", {"figures": {"tone_dbfs": -50.0}}, "acx-noise-floor"),
        ("librivox", {"figures": {"stereo": True}}, "librivox-mono"),
        ("librivox", {"figures": {"loudness_lufs": -25.0}}, "librivox-volume"),
        ("podcast", {"outputs": ("flac",)}, "podcast-format"),
        ("podcast", {"pictured": False}, "podcast-cover"),
        ("podcast", {"figures": {"ceiling_dbtp": 0.0}}, "podcast-true-peak"),
    ],
)
def test_what_a_preset_would_refuse_is_refused_before_anything_is_made(
    name: str, changes: dict[str, object], rule: str, order: Order, tmp_path: Path
) -> None:
    wanted = replace(for_preset(name, order, **changes), folder=tmp_path / "new")

    with pytest.raises(UsageError, match=rf"^--preset {name}: {rule} would be [^\n]+$"):
        make(wanted)

    assert not wanted.folder.exists()


def test_a_book_of_several_files_has_the_times_of_its_files(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mp3, "KIND", replace(mp3.KIND, limit=Limit(chapters=2)))
    chapters = "".join(
        f"## {title}\n\nIt was lit.\n\n" for title in ("One", "Two", "Three", "Four")
    )
    book = tmp_path / "four.md"
    book.write_text(f"# The Lamp\n\n{chapters}")

    made = make(replace(order, book=book, folder=tmp_path / "out"))

    assert [file.suffix for file in made.files].count(".mp3") == 2
    assert audit(made.folder).failures == ()
