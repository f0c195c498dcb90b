"""A section on its way: resampled, mastered, in one channel or two, in every codec."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from sounds import measured
from tones import RATE, Here, job, keep, voice

from narrate.audio.ducking import Place
from narrate.audio.encode import CODECS, OVERSHOOT_DB
from narrate.audio.loudness import measure, merge
from narrate.audio.master import gain_db
from narrate.audio.peaks import true_peak_dbtp
from narrate.errors import EncoderFailed
from narrate.render.calibrating import made_up
from narrate.render.mastering import Mastering, presets
from narrate.render.sections import make_section
from narrate.sound import Clip

SECONDS = 4
LOSSY = ("mp3", "aac", "opus")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def lines(cache: Path, count: int = 6) -> tuple:  # type: ignore[type-arg]
    return tuple(
        keep(cache, voice(SECONDS * RATE, number), f"line {number}") for number in range(count)
    )


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[] if n == "default" else [pytest.mark.slow]) for n in presets()],
)
@pytest.mark.parametrize("stereo", [False, True])
def test_a_book_comes_to_the_loudness_and_below_the_peak_of_its_preset(
    name: str, stereo: bool, cache: Path
) -> None:
    mastering = presets()[name].mastering(stereo=stereo)
    spoken = lines(cache)
    clips = [Clip(voice(SECONDS * RATE, number), RATE) for number in range(len(spoken))]
    plain = gain_db(merge(measure(clip) for clip in clips), mastering.channel_lufs)
    gain = made_up(spoken, "silent", cache, plain, mastering.ceiling_dbtp - OVERSHOOT_DB, Here())

    made = make_section(job(cache, spoken, mastering, gain, ("wav", *LOSSY)))

    sound, rate = soundfile.read(made.encoded["wav"].path, dtype="int16", always_2d=True)
    assert rate == mastering.rate_for(RATE)
    assert sound.shape[1] == (2 if stereo else 1)
    lufs = measured(Clip(np.ascontiguousarray(sound[:, 0]), rate)).lufs + 3.01 * stereo
    assert lufs == pytest.approx(mastering.loudness_lufs, abs=0.3)
    for heard in (sound[:, 0], *(_decoded(made.encoded[codec].path) for codec in LOSSY)):
        assert true_peak_dbtp(np.ascontiguousarray(heard)) <= mastering.ceiling_dbtp


def _decoded(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    sound = np.rint(np.concatenate(frames) * 32768).clip(-32768, 32767)
    return np.asarray(sound, np.int16)


@pytest.mark.parametrize("rate", [0, 22_050, 44_100, 48_000])
def test_cues_point_at_the_words_at_any_rate(rate: int, cache: Path) -> None:
    loud = np.full(RATE, 9000, np.int16)
    spoken = tuple(keep(cache, loud, f"loud {number}") for number in range(5))

    made = make_section(job(cache, spoken, Mastering(sample_rate=rate, loudness_lufs=-19)))

    sound, heard_rate = soundfile.read(made.encoded["wav"].path)
    assert len(sound) == made.frames
    begins = np.flatnonzero(np.diff((np.abs(sound) > 0.1).astype(int)) == 1)
    wanted = [cue.start for cue in made.cues]
    assert len(begins) == len(wanted)
    assert np.abs(begins - wanted).max() <= 0.004 * heard_rate
    assert all(cue.words[0].start > cue.start for cue in made.cues)


def test_head_and_tail_are_as_asked_and_hold_room_tone_at_its_level(cache: Path) -> None:
    mastering = Mastering(head_s=0.75, tail_s=3.0, tone_dbfs=-65.0)

    made = make_section(job(cache, lines(cache, 1), mastering, gain_db=6.0))

    sound, rate = soundfile.read(made.encoded["wav"].path)
    (cue,) = made.cues
    assert cue.start == 0.75 * rate
    assert made.frames - cue.end == 3.5 * rate
    tail = sound[cue.end + rate // 10 :]
    assert 20 * np.log10(np.std(tail)) == pytest.approx(-65.0, abs=0.5)


def test_both_channels_of_two_carry_the_same(cache: Path) -> None:
    made = make_section(job(cache, lines(cache, 2), Mastering(channels=2)))

    sound, _ = soundfile.read(made.encoded["wav"].path)
    assert np.array_equal(sound[:, 0], sound[:, 1])
    assert np.abs(sound).max() > 0.05


@pytest.mark.parametrize(
    "change",
    [
        {"loudness_lufs": -20.0},
        {"ceiling_dbtp": -5.0},
        {"sample_rate": 44_100},
        {"bit_rate": 128_000},
        {"head_s": 0.5},
        {"tail_s": 1.0},
        {"channels": 2},
        {"tone_dbfs": -60.0},
    ],
)
def test_whatever_shapes_the_sound_asks_for_another_section(
    change: dict[str, float], tmp_path: Path
) -> None:
    usual = job(tmp_path, (), Mastering())

    assert replace(usual, mastering=replace(Mastering(), **change)).key != usual.key  # type: ignore[arg-type]


def test_a_codec_that_is_wanted_later_is_made_beside_those_that_are_there(tmp_path: Path) -> None:
    spoken = lines(tmp_path, 2)
    first = make_section(job(tmp_path, spoken, Mastering(), codecs=("mp3",)))
    stamp = first.encoded["mp3"].path.stat().st_mtime_ns

    both = make_section(job(tmp_path, spoken, Mastering(), codecs=("mp3", "opus")))
    again = make_section(job(tmp_path, spoken, Mastering(), codecs=("opus", "mp3")))

    assert both.made and not again.made
    assert set(both.encoded) == {"mp3", "opus"} == set(again.encoded)
    assert both.encoded["mp3"].path.stat().st_mtime_ns == stamp
    assert both.cues == again.cues == first.cues


def test_a_file_that_was_damaged_in_the_cache_is_made_again(tmp_path: Path) -> None:
    spoken = lines(tmp_path, 1)
    made = make_section(job(tmp_path, spoken, Mastering(), codecs=("mp3",)))
    sound = made.encoded["mp3"].path.read_bytes()
    made.encoded["mp3"].path.write_bytes(sound[:-100])

    again = make_section(job(tmp_path, spoken, Mastering(), codecs=("mp3",)))

    assert again.made
    assert again.encoded["mp3"].path.read_bytes() == sound


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_codec_takes_every_usual_rate(codec: str, channels: int, tmp_path: Path) -> None:
    spoken = lines(tmp_path, 1)
    for rate in (8000, 11_025, 22_050, 44_100, 48_000):
        mastering = Mastering(sample_rate=rate, channels=channels)
        made = make_section(job(tmp_path, spoken, mastering, codecs=(codec,))).encoded[codec]

        seconds = made.packets * made.samples_per_packet / made.sample_rate
        assert seconds == pytest.approx(SECONDS + 2.65, abs=0.2)
        with av.open(str(made.path)) as container:
            assert container.streams.audio[0].channels == channels


def test_a_lost_clip_is_spoken_again(tmp_path: Path) -> None:
    from narrate.render.jobs import Line
    from narrate.voices.engine import Utterance

    line = Line("0" * 40, Utterance("Hello there.", "low", "en"))
    wanted = replace(job(tmp_path, (line,), Mastering()), voice_rate=8000)

    assert make_section(wanted).frames > 8000


def test_what_coding_lifts_above_the_ceiling_is_encoded_again_below_it(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrate.render.sections.OVERSHOOT_DB", 0.0)
    monkeypatch.setattr("narrate.audio.encode.OVERSHOOT_DB", -1.0)
    monkeypatch.setitem(CODECS, "opus", replace(CODECS["opus"], overshoot_db=0.0))
    mastering = Mastering(loudness_lufs=-14.0, ceiling_dbtp=-3.0)

    made = make_section(job(cache, lines(cache, 3), mastering, gain_db=14.0, codecs=("opus",)))

    heard = _decoded(made.encoded["opus"].path)
    assert -6.0 < true_peak_dbtp(heard) <= mastering.ceiling_dbtp


def test_a_codec_that_stays_too_high_however_soft_its_sound_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    def always(made: object, codec: str, *rest: object) -> list[Place]:
        looks.append(codec)
        return [Place(1.0, 0.4)]

    monkeypatch.setattr("narrate.render.sections.too_high", always)
    line = keep(tmp_path, voice(2 * RATE, 1), "line")

    with pytest.raises(EncoderFailed) as failure:
        make_section(job(tmp_path, (line,), Mastering(), codecs=("mp3",)))

    told = str(failure.value)
    assert "'Title': as mp3 it peaks 0.40 dB above -3 dBTP" in told
    assert "--bit-rate" in told and "\n" not in told
    assert len(looks) == 9


def test_the_codecs_of_a_section_are_known_before_its_gain_is(tmp_path: Path) -> None:
    from narrate.cache import Cache
    from narrate.render.sections import codecs_before

    wanted = job(tmp_path, lines(tmp_path, 2), Mastering(), gain_db=3.0, codecs=("mp3", "opus"))
    store, said = Cache(tmp_path), (wanted.lines, wanted.pauses, wanted.voice_rate)
    before = codecs_before(store, *said, Mastering())

    make_section(wanted)

    assert before == frozenset()
    assert codecs_before(store, *said, Mastering()) == {"mp3", "opus"}
    assert codecs_before(store, *said, Mastering(head_s=0.5)) == frozenset()
    assert codecs_before(store, wanted.lines[:1], wanted.pauses[:1], RATE, Mastering()) == set()
