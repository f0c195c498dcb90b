"""A stretch of an Opus section is made again, and the rest of it keeps its very packets."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from narrate.audio.ducking import Loudest, Place
from narrate.audio.encode import encode
from narrate.audio.ogg import count_opus, sound_packets
from narrate.audio.splicing import Patch, patches, spliced
from narrate.sound import Clip, Encoded, Samples

RATES = [11_025, 22_050, 24_000, 48_000]


def speech(rate: int, seconds: int = 20) -> Samples:
    """A tone in syllables of a third of a second, with quiet between."""
    time = np.arange(seconds * rate) / rate
    sound = np.sin(2 * np.pi * 180 * time) + 0.4 * np.sin(2 * np.pi * 950 * time)
    return np.asarray(9000 * sound * (np.sin(2 * np.pi * 1.5 * time) > 0.1), np.int16)


def loudest(sound: Samples, rate: int) -> Loudest:
    found = Loudest(rate)
    found.add(sound)
    return found


def packets(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return list(sound_packets(file))


def heard(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def again(rate: int) -> object:
    return lambda part, target: encode(Clip(part, rate), "opus", target)


@pytest.mark.parametrize("rate", RATES)
def test_the_new_sound_is_heard_at_its_place_and_the_old_everywhere_else(
    rate: int, tmp_path: Path
) -> None:
    sound = speech(rate)
    made = encode(Clip(sound, rate), "opus", tmp_path / "x.opus")
    before, old = heard(made.path), packets(made.path)
    places = [Place(8.1, 1.0), Place(14.7, 1.0)]
    softer = sound.copy()
    for place in places:
        softer[round((place.at_s - 0.1) * rate) : round((place.at_s + 0.1) * rate)] //= 4
    wanted = patches(made, places, loudest(sound, rate))

    spliced(made, wanted, np.array_split(softer, 9), rate, again(rate))  # type: ignore[arg-type]

    after, new = heard(made.path), packets(made.path)
    changed = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    assert count_opus(made.path).count == made.packets
    assert all(any(p.first <= n < p.last for p in wanted) for n in changed)
    whole = heard(encode(Clip(softer, rate), "opus", tmp_path / "y.opus").path)
    error = np.abs(after[: len(whole)] - whole[: len(after)])
    assert np.sqrt(np.mean(error**2)) < 0.2 * np.std(whole)
    for place in places:
        at = round(place.at_s * 48_000)
        near = slice(at - 2000, at + 2000)
        assert np.std(after[near]) < 0.5 * np.std(before[near])


def test_packets_are_changed_where_it_is_quiet(tmp_path: Path) -> None:
    rate = 24_000
    sound = speech(rate)
    made = encode(Clip(sound, rate), "opus", tmp_path / "x.opus")
    levels = loudest(sound, rate)

    (patch,) = patches(made, [Place(9.0, 1.0)], levels)

    times = np.array([patch.first, patch.last]) * 0.02
    assert levels.between(times, 0.02).tolist() == [0.0, 0.0]
    assert patch.begin < patch.first < 9.0 / 0.02 < patch.last
    assert patch.begin % 2 == 0


def test_places_near_one_another_share_a_patch_and_edges_are_kept(tmp_path: Path) -> None:
    sound = speech(24_000)
    made = encode(Clip(sound, 24_000), "opus", tmp_path / "x.opus")
    places = [Place(19.99, 1.0), Place(0.01, 1.0), Place(9.4, 1.0), Place(9.0, 1.0)]

    first, middle, last = patches(made, places, loudest(sound, 24_000))

    assert first == Patch(0, 0, first.last)
    assert middle.first < 450 < 470 < middle.last
    assert last.last == made.packets


def test_where_much_is_to_be_made_again_all_of_it_is(tmp_path: Path) -> None:
    sound = speech(24_000)
    made = encode(Clip(sound, 24_000), "opus", tmp_path / "x.opus")

    assert patches(made, [Place(at, 1.0) for at in range(20)], loudest(sound, 24_000)) == []


def test_the_last_packets_can_be_made_again(tmp_path: Path) -> None:
    rate = 24_000
    sound = speech(rate)
    made = encode(Clip(sound, rate), "opus", tmp_path / "x.opus")
    wanted = patches(made, [Place(19.9, 1.0)], loudest(sound, rate))

    spliced(made, wanted, [sound], rate, again(rate))  # type: ignore[arg-type]

    assert isinstance(made, Encoded)
    assert count_opus(made.path).count == made.packets
    assert len(heard(made.path)) >= len(sound) * 2
