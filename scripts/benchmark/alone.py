"""The parts by themselves: the voice, the encoder, and the way one would do it first.

    python -m benchmark.alone voice|encoder|naive SCRIPT ENGINE VOICE

The voice is that of the engine's own package, called as its manual says, where it is a package
of Python; else it is narrate's, which then is no more than a call.
In:  a script file, an engine and its voice.
Out: one line of JSON: CPU seconds, seconds of sound, characters that were said meanwhile (0 where
     the speaking does not count) and those of the whole script; memory in MB.
Each runs in a process of its own, with one thread a library as narrate's workers have.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmark.plain import plain, say
from benchmark.usage import MB_A_KIB
from narrate import registry
from narrate.audio.encode import encode_all
from narrate.script import read_script
from narrate.voices.engine import Engine

MOST = 300
"""Sentences that are spoken; those of a longer book are taken from all over it."""

NAIVE_MINUTES = 20
"""Joining by ``+=`` copies all that is there already; more would only take longer still."""


def main(part: str, script: str, engine_name: str, voice: str) -> None:
    """Measure one part and print what it cost."""
    texts = [s.spoken for s in read_script(Path(script)).sentences if s.spoken.strip()]
    engine: Engine = registry.load("engines", engine_name)()
    measured = {"voice": voice_alone, "encoder": encoder_alone, "naive": naive}[part]
    seconds, characters, cpu = measured(engine, voice, texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MB_A_KIB
    told = {"cpu_s": cpu, "sound_s": seconds, "characters": characters, "peak_mb": peak}
    print(json.dumps(told | {"all_characters": sum(map(len, texts))}))


def voice_alone(engine: Engine, voice: str, texts: list[str]) -> tuple[float, int, float]:
    """Speak, and throw the sound away."""
    spoken, speak = _sample(texts), plain(engine, voice)
    speak(spoken[0])
    began = _cpu()
    seconds = sum(speak(text) for text in spoken)
    return seconds, sum(map(len, spoken)), _cpu() - began


def encoder_alone(engine: Engine, voice: str, texts: list[str]) -> tuple[float, int, float]:
    """Encode what was spoken as MP3; the speaking does not count."""
    spoken = _sample(texts)
    clips = [say(engine, text, voice) for text in spoken]
    pieces = [clip.samples for clip in clips]
    with tempfile.TemporaryDirectory() as folder:
        began = _cpu()
        encode_all(pieces, clips[0].sample_rate, {"mp3": Path(folder, "sound.mp3")})
        cpu = _cpu() - began
    return sum(clip.seconds for clip in clips), 0, cpu


def naive(engine: Engine, voice: str, texts: list[str]) -> tuple[float, int, float]:
    """Say each sentence, join by ``+=``, write an MP3 at the end."""
    from narrate.audio.segment import AudioSegment

    say(engine, texts[0], voice)
    book, characters, began = AudioSegment.empty(), 0, _cpu()
    for text in texts:
        clip = say(engine, text, voice)
        book += AudioSegment(
            clip.samples.tobytes(), frame_rate=clip.sample_rate, sample_width=2, channels=1
        )
        book += AudioSegment.silent(400, frame_rate=clip.sample_rate)
        characters += len(text)
        if book.duration_seconds > 60 * NAIVE_MINUTES:
            break
    with tempfile.TemporaryDirectory() as folder:
        book.export(Path(folder, "book.mp3"), format="mp3", bitrate="64k")
    return book.duration_seconds, characters, _cpu() - began


def _sample(texts: list[str]) -> list[str]:
    return texts[:: max(1, -(-len(texts) // MOST))]


def _cpu() -> float:
    """CPU seconds of this process and of those that it has started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
