"""Finished audiobooks made with numpy: tones for sentences, and a book.json that tells of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.audio.stream import AudioStream
from mutagen.id3 import CHAP, CTOC, ID3, TALB, TCON, TIT2, TLAN, TPE1, CTOCFlags
from numpy.typing import NDArray

Wave = NDArray[np.float32]
RATE = 24_000
LOUD = 0.172
"""The amplitude of a tone of 997 Hz that pauses bring to -19 LUFS in one channel."""


def tone(seconds: float, rate: int = RATE, hertz: float = 997.0, level: float = LOUD) -> Wave:
    """A sine of that amplitude."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(
        np.float32
    )


def hiss(seconds: float, rate: int = RATE, dbfs: float = -70.0) -> Wave:
    """Noise of that RMS."""
    noise = np.random.default_rng(3).standard_normal(round(seconds * rate))
    return (noise * 10 ** (dbfs / 20)).astype(np.float32)


def encode(path: Path, wave: Wave, codec: str, rate: int = RATE, bit_rate: int = 0) -> Path:
    """Write sound of shape (frames,) or (frames, 2) with FFmpeg's encoders."""
    columns = wave.reshape(len(wave), -1)
    layout = "stereo" if columns.shape[1] == 2 else "mono"
    with av.open(str(path), "w") as container:
        stream = cast(AudioStream, container.add_stream(codec, rate=rate, layout=layout))
        if bit_rate:
            stream.bit_rate = bit_rate
        samples = (np.clip(columns, -1, 1) * 32767).round().astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", layout)
        frame.sample_rate = rate
        resampler = av.AudioResampler(stream.format, layout, rate, stream.frame_size or 0)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


CHAPTERS = (("I. The Lamp", 6.0), ("II. The Storm", 4.0), ("III. The Letter", 5.0))
HEAD_S, TAIL_S = 0.15, 2.0


def book(folder: Path, changes: dict[str, Any] | None = None) -> Path:
    """A folder with a tagged MP3 of three chapters of tones, and its book.json."""
    parts: list[Wave] = []
    chapters: list[dict[str, Any]] = []
    at = 0.0
    for title, seconds in CHAPTERS:
        parts += [hiss(HEAD_S), tone(seconds), hiss(TAIL_S)]
        sentence = {
            "text": title,
            "spoken": title,
            "voice": "tone",
            "start_ms": round(1000 * (at + HEAD_S)),
            "end_ms": round(1000 * (at + HEAD_S + seconds)),
        }
        start = round(1000 * at)
        at += HEAD_S + seconds + TAIL_S
        chapters.append(
            {"title": title, "start_ms": start, "end_ms": round(1000 * at), "sentences": [sentence]}
        )
    folder.mkdir(parents=True, exist_ok=True)
    path = encode(folder / "Lamp.mp3", np.concatenate(parts), "libmp3lame", bit_rate=64_000)
    tag(path, [(c["title"], c["start_ms"], c["end_ms"]) for c in chapters])
    content = {
        "title": "Lamp",
        "authors": ["Ada Merrow"],
        "language": "en",
        "duration_ms": round(1000 * at),
        "opening": [],
        "chapters": chapters,
        "closing": [],
        "skipped": [],
        "files": [{"name": path.name, "bytes": path.stat().st_size}],
    }
    write_json(folder, content | (changes or {}))
    return folder


def write_json(folder: Path, content: dict[str, Any]) -> None:
    """Put another book.json there."""
    (folder / "book.json").write_text(json.dumps(content), "utf-8")


def read_json(folder: Path) -> dict[str, Any]:
    """The book.json that is there."""
    content: dict[str, Any] = json.loads((folder / "book.json").read_text("utf-8"))
    return content


def tag(path: Path, marks: Sequence[tuple[str, int, int]], **texts: str) -> None:
    """Give a file tags and chapters; "" leaves a tag out."""
    said = {"title": "Lamp", "artist": "Ada Merrow", "album": "Lamp", "genre": "Audiobook"}
    said = {**said, "language": "eng", **texts}
    frames = {"title": TIT2, "artist": TPE1, "album": TALB, "genre": TCON, "language": TLAN}
    tags = ID3()
    for name, text in said.items():
        if text:
            tags.add(frames[name](encoding=1, text=[text]))
    ids = [f"c{n:03}" for n in range(len(marks))]
    if marks:
        flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        tags.add(CTOC(element_id="toc", flags=flags, child_element_ids=ids, sub_frames=[]))
    for id_, (title, start, end) in zip(ids, marks, strict=True):
        sub = [TIT2(encoding=1, text=[title])]
        tags.add(CHAP(element_id=id_, start_time=start, end_time=end, sub_frames=sub))
    tags.save(path, v2_version=3)
    update_size(path)


def update_size(path: Path) -> None:
    """Let book.json tell the size that the file has now."""
    if (path.parent / "book.json").exists():
        content = read_json(path.parent)
        content["files"] = [{"name": path.name, "bytes": path.stat().st_size}]
        write_json(path.parent, content)
