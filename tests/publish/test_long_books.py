"""A day of sound: its marks are true to the end, it needs little memory, and a check is quick.

Two sections are encoded and used many times over, each with a burst near its beginning, so that the
truth is known to a sample and making the book costs the joining alone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from sounds import burst

HOURS = 24
HEAD_S = 0.15
"""Quiet before the burst of each chapter, as before its first word."""

CHAPTERS = 240
RATE = 24_000

MAKE = """
import json, resource, sys, time
from pathlib import Path
from types import MappingProxyType
import numpy as np
sys.path[:0] = [{support!r}]
from books import bare_script, publication
from sounds import burst, hiss
from narrate.audio.encode import encode_all
from narrate.model import BlockKind, Chapter, Paragraph, Sentence
from narrate.publish import chapters, m4b, manifest, mp3, opus
from narrate.publish.together import write_all
from narrate.sound import Cue, Recording, Section

folder = Path({folder!r}) / "day"
folder.mkdir()
made = []
for seed, seconds in enumerate(({seconds} - 7, {seconds} + 7)):
    frames = seconds * {rate} + 77 * seed
    sound = hiss(frames, seed)
    head = round({head} * {rate})
    sound[head : head + len(burst({rate}))] += burst({rate})
    pieces = np.array_split(sound, 50)
    targets = {{codec: folder.parent / f"{{seed}}.{{codec}}" for codec in ("mp3", "aac", "opus")}}
    made.append((frames, encode_all(pieces, {rate}, targets)))
sections, read = [], []
for number in range({chapters}):
    frames, encoded = made[number % 2]
    title = f"Chapter {{number + 1}}"
    cues = (Cue(0, 0, frames - 2 * {rate}),)
    sections.append(Section(title, frames, cues, MappingProxyType(encoded)))
    paragraph = Paragraph(BlockKind.PARAGRAPH, (Sentence(title),))
    read.append(Chapter(title, (paragraph,)))
spoken = Recording({rate}, tuple(sections), "silent", "joe", -19.0)
script = bare_script(chapters=tuple(read))
began = time.monotonic()
outputs = (mp3.OUTPUT, m4b.OUTPUT, opus.OUTPUT, chapters.CHAPTERS)
written = write_all(outputs, publication(script, spoken, folder))
files = [file for one in written for file in one.files]
manifest.write_book_json(folder, script, spoken, written[0].starts_ms, files, {{}})
own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({{
    "seconds": time.monotonic() - began,
    "megabytes": (int(own) + others) / 1024,
    "files": [str(one.files[0]) for one in written[:3]],
}}))
"""


CHECK = """
import json, time
from pathlib import Path
from narrate.check.audit import quick
began = time.monotonic()
findings = quick(Path({folder!r}))
own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(json.dumps({{
    "seconds": time.monotonic() - began,
    "megabytes": int(own) / 1024,
    "broken": sorted({{finding.rule.name for finding in findings if not finding.ok}}),
}}))
"""


def ran(program: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("long")
    yield ran(
        MAKE.format(
            support=str(Path(__file__).parents[1] / "support"),
            folder=str(folder),
            seconds=HOURS * 3600 // CHAPTERS,
            rate=RATE,
            head=HEAD_S,
            chapters=CHAPTERS,
        )
    )
    shutil.rmtree(folder)


def listed(path: str) -> list[float]:
    """The chapter marks of a file in seconds."""
    with av.open(path) as container:
        return [float(c["start"] * (c["time_base"] or 0)) for c in container.chapters()]


def errors_s(path: str, marks: Sequence[float]) -> list[float]:
    """How much later than it should after each mark its burst is heard.

    Every packet of the file is counted; those around the marks are decoded.
    """
    errors = []
    left = list(marks)
    with av.open(path) as container:
        stream = container.streams.audio[0]
        assert stream.time_base is not None
        heard: list[tuple[float, NDArray[np.float32]]] = []
        for packet in container.demux(stream):
            at_s = float((packet.pts or 0) * stream.time_base)
            if not left:
                break
            if at_s < left[0] - 1:
                continue
            heard += [(frame.time or 0.0, frame.to_ndarray()[0]) for frame in packet.decode()]
            if at_s > left[0] + 0.5:
                errors.append(burst_s(heard, stream.rate) - HEAD_S - left.pop(0))
                heard = []
    return errors


def burst_s(heard: Sequence[tuple[float, NDArray[np.float32]]], rate: int) -> float:
    """When the burst is heard that is loudest in some frames of a known time."""
    sound = np.concatenate([samples for _, samples in heard])
    pattern = burst(rate).astype(np.float32)
    return heard[0][0] + int(np.correlate(sound, pattern, "valid").argmax()) / rate


@pytest.mark.slow
@pytest.mark.parametrize("which", [0, 1, 2], ids=["mp3", "m4b", "opus"])
def test_marks_are_true_at_the_end_of_a_day(
    made: dict[str, Any], which: int, record_testsuite_property: Callable[[str, object], None]
) -> None:
    path = made["files"][which]
    marks = listed(path)

    errors = errors_s(path, marks)
    record_testsuite_property(
        f"worst_ms {Path(path).suffix}", round(1000 * max(map(abs, errors)), 1)
    )

    assert len(errors) == len(marks) == CHAPTERS
    assert marks[-1] > (HOURS - 1) * 3600
    assert max(map(abs, errors)) < 0.03


@pytest.mark.slow
def test_a_day_needs_little_memory(
    made: dict[str, Any], record_testsuite_property: Callable[[str, object], None]
) -> None:
    record_testsuite_property("made", {name: made[name] for name in ("seconds", "megabytes")})

    assert made["megabytes"] < 600


@pytest.mark.slow
def test_the_check_after_making_takes_little_for_a_day(made: dict[str, Any]) -> None:
    found = ran(CHECK.format(folder=str(Path(made["files"][0]).parent)))

    assert found["broken"] == []
    assert found["megabytes"] < 600
    assert found["seconds"] < 60
