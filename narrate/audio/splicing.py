"""Encode a few stretches of an Opus section again, and put them in place of the old packets.

In:  a section as it was encoded, places in it, and its sound with dips there.
Out: the same file, in which the packets around the places are new.
Knows nothing of peaks. Packets are changed for others at a quiet moment on either side, and
the encoder begins a second before that: by then it and the decoder are where they were, as
both forget what was before within 80 ms (RFC 7845, section 4.6).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from narrate.audio.ducking import Loudest, Place
from narrate.audio.ogg import head_of, sound_packets, write_packets
from narrate.audio.peaks import Sound
from narrate.errors import EncoderFailed
from narrate.sound import Encoded, Samples

_WARM_UP_S = 1.0
_NEAREST_S, _FARTHEST_S = 0.15, 1.0
"""How far from a place the packets are changed."""

_AFTER = 4
"""Packets of sound that an encoder gets after the last that is wanted of it."""

_MOST = 1 / 3
"""Where more of a section than this is to be made again, all of it is."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Packets [first, last) are replaced; their encoder begins with packet ``begin``."""

    begin: int
    first: int
    last: int


Again = Callable[[Samples, Path], Encoded]
"""Encodes sound into a file as the section was."""


def patches(made: Encoded, places: Sequence[Place], sound: Loudest) -> list[Patch]:
    """What is to be made again, in order; none where that is much of the section."""
    packet_s = made.samples_per_packet / made.sample_rate
    times = np.arange(made.packets, dtype=np.float64) * packet_s
    levels = sound.between(times, packet_s)
    merged: list[Patch] = []
    for place in sorted(places, key=lambda one: one.at_s):
        patch = _patch(place.at_s, levels, packet_s)
        if merged and patch.first <= merged[-1].last:
            merged[-1] = replace(merged[-1], last=max(patch.last, merged[-1].last))
        else:
            merged.append(patch)
    again = sum(patch.last - patch.begin for patch in merged)
    return merged if again < _MOST * made.packets else []


def _patch(at_s: float, levels: Sound, packet_s: float) -> Patch:
    def packet(second: float) -> int:
        return min(len(levels), max(0, round(second / packet_s)))

    first = _quietest(levels, packet(at_s - _FARTHEST_S), packet(at_s - _NEAREST_S))
    last = _quietest(levels, packet(at_s + _NEAREST_S), packet(at_s + _FARTHEST_S))
    begin = max(0, first - packet(_WARM_UP_S))
    return Patch(begin - begin % 2, first, last)


def _quietest(levels: Sound, start: int, end: int) -> int:
    """The softest of some packets; the edge itself where they reach beyond the section."""
    if start == 0 or end == len(levels):
        return start if start == 0 else end
    return start + int(levels[start:end].argmin())


def spliced(
    made: Encoded,
    wanted: Sequence[Patch],
    pieces: Iterable[Samples],
    sample_rate: int,
    again: Again,
) -> Encoded:
    """Make the patches and put them in.

    Args:
        pieces: the new sound of the whole section, at ``sample_rate``; it is not read beyond
            the last patch.
    Raises:
        EncoderFailed: the packets do not fit into one another.
    """
    with tempfile.TemporaryDirectory(dir=made.path.parent, prefix="narrate-") as folder:
        files = []
        for patch, sound in zip(wanted, _cut(made, wanted, pieces, sample_rate), strict=True):
            part = again(sound, Path(folder) / f"{patch.begin}.opus")
            if part.packets < patch.last - patch.begin:
                raise EncoderFailed(f"{made.path}: a stretch of it came out short. Run again.")
            files.append(part.path)
        whole = Path(folder) / "whole.opus"
        packets = _with_patches(made.path, wanted, files)
        write_packets(head_of(made.path), packets, made.samples_per_packet, whole)
        whole.replace(made.path)
    return made


def _cut(
    made: Encoded, wanted: Sequence[Patch], pieces: Iterable[Samples], sample_rate: int
) -> list[Samples]:
    """The sound of each patch, from where its encoder begins."""

    def frame(packet: int) -> int:
        return round(packet * made.samples_per_packet * sample_rate / made.sample_rate)

    spans = [(frame(patch.begin), frame(patch.last + _AFTER)) for patch in wanted]
    held: list[list[Samples]] = [[] for _ in spans]
    done = 0
    for piece in pieces:
        for (start, end), parts in zip(spans, held, strict=True):
            parts.append(piece[max(0, start - done) : max(0, end - done)])
        done += len(piece)
        if done >= spans[-1][1]:
            break
    return [np.concatenate(parts) for parts in held]


def _with_patches(path: Path, wanted: Sequence[Patch], files: Sequence[Path]) -> Iterator[bytes]:
    new: dict[int, bytes] = {}
    for patch, file in zip(wanted, files, strict=True):
        with file.open("rb") as part:
            new |= {
                patch.begin + number: packet
                for number, packet in enumerate(sound_packets(part))
                if patch.first <= patch.begin + number < patch.last
            }
    with path.open("rb") as old:
        for number, packet in enumerate(sound_packets(old)):
            yield new.get(number, packet)
