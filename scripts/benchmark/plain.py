"""Speak as an engine's own package does it, without anything of narrate's around it.

In:  an engine of narrate's, and one of its voices.
Out: a function of a text that says how many seconds of sound it was spoken as; or, as narrate
     has it, the sound itself.

Each package is asked for one thread, as narrate asks: two cost Piper 70 % more CPU.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmark.books import LANGUAGE
from narrate.sound import Clip
from narrate.voices.engine import Engine, Utterance

Plain = Callable[[str], float]


def say(engine: Engine, text: str, voice: str) -> Clip:
    """What narrate's engine makes of a text, as it comes."""
    return engine.speak(Utterance(text, voice, LANGUAGE))


def plain(engine: Engine, voice: str) -> Plain:
    """The package's own way where it is known here; else what narrate asks of the engine."""
    own = {"hibari": _hibari, "piper": _piper}.get(engine.name, _as_narrate)
    return own(engine, voice)


def _hibari(_: Engine, voice: str) -> Plain:
    from hibari import Hibari

    speak = Hibari(voice=voice, threads=1)
    return lambda text: len(speak(text, seed=0)) / speak.sample_rate


def _piper(engine: Any, voice: str) -> Plain:
    from onnxruntime import InferenceSession, SessionOptions
    from piper import PiperVoice

    path = engine.files[voice]
    speaker = PiperVoice.load(path)
    one_thread = SessionOptions()
    one_thread.intra_op_num_threads = one_thread.inter_op_num_threads = 1
    speaker.session = InferenceSession(path, one_thread, providers=["CPUExecutionProvider"])

    def seconds(text: str) -> float:
        chunks = speaker.synthesize(text)
        return float(sum(len(c.audio_float_array) / c.sample_rate for c in chunks))

    return seconds


def _as_narrate(engine: Engine, voice: str) -> Plain:
    return lambda text: say(engine, text, voice).seconds
