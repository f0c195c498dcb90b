"""The bundled libespeak-ng, by ctypes.

In:  text, a voice and a rate in words a minute.
Out: samples at 22,050 Hz and the frame at which each word begins.
Knows nothing of pyttsx3 or of narrate's engines.

The library keeps state between sentences, even over espeak_Terminate, and the
same sentence then comes out up to 22 ms longer or shorter. So each `Espeak` is
a library loaded anew and unloaded afterwards: half a millisecond, and the same
samples whatever was said before. Where a package keeps it loaded, as kokoro-onnx
does, a copy of the file is loaded: the linker shares what it loads from one file.
Constants are those of espeak-ng 1.52, src/include/espeak-ng/speak_lib.h.
"""

from __future__ import annotations

import _ctypes
import ctypes
import itertools
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np

from narrate.sound import Samples

SYNCHRONOUS = 2
DO_NOT_EXIT = 0x8000
PHONEMES_AS_IPA = 1 | 2
RATE_PARAMETER = 1
NORMAL_RATE = 175
CHARACTER_POSITIONS = 1
UTF8 = 1
PHONEMES_IN_BRACKETS = 0x100
EVENT_END, EVENT_WORD, EVENT_PHONEME = 0, 1, 7
SEXES = {1: "male", 2: "female"}
CONTROLS = dict.fromkeys((*range(32), 127), " ")

OWN_SYMBOLS = os.RTLD_NOW | getattr(os, "RTLD_DEEPBIND", 0)
"""How it is loaded (dlopen(3)): another espeak-ng in the process, which a package may
have loaded for all, would else answer the calls that this one makes to itself."""

_SWITCH = re.compile(r"\([a-z-]+\)")
"""How espeak-ng marks that a word is read by another language's rules, and that they end."""

_alone = Lock()
"""The library is one global state: two threads in it at once abort the process. One
`Espeak` inside another of the same thread would wait for itself."""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class _Symbol(ctypes.Structure):
    """Dl_info of dladdr(3)."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """A language or a variant. ``identifier`` is the path of its file among the data."""

    name: str
    languages: tuple[str, ...]
    identifier: str
    sex: str


class WordEvent(NamedTuple):
    """Frame at which the word of so many characters at a place of the text begins."""

    frame: int
    place: int
    length: int


class WordPhonemes(NamedTuple):
    """The IPA of the word of so many characters at a place of the text."""

    place: int
    length: int
    ipa: str


class Speech(NamedTuple):
    """Samples (int16, mono) and the words in them, in order."""

    samples: Samples
    words: tuple[WordEvent, ...]


KILLED_BY_NUMBERS = frozenset({"esx/kl"})
"""Languages in which espeak-ng 1.52 ends the process at 0 and from 1000 on, for want of words
for them; of all its languages tried with numbers, the only one."""


def _loaded_anew(file: str) -> ctypes.CDLL:
    """The library of a file with a state that nothing else in the process shares."""
    if not _is_loaded(file):
        return ctypes.CDLL(file, mode=OWN_SYMBOLS)
    with NamedTemporaryFile(suffix=Path(file).suffix) as copy:
        copy.write(Path(file).read_bytes())
        copy.flush()
        return ctypes.CDLL(copy.name, mode=OWN_SYMBOLS)


def _is_loaded(file: str) -> bool:
    """Whether something in the process has loaded a file and keeps it (dlopen(3), RTLD_NOLOAD)."""
    try:
        library = ctypes.CDLL(file, mode=os.RTLD_NOW | os.RTLD_NOLOAD)
    except OSError:
        return False
    _ctypes.dlclose(library._handle)
    return True


class Espeak:
    """The library, fresh from the file; use it in a ``with`` statement.

    Raises:
        OSError: on entering, where library or data are missing or do not fit.
    """

    def __init__(self, *, phonemes: bool = False) -> None:
        """``phonemes``: whether it is to tell phonemes, which costs a little time."""
        self._options = DO_NOT_EXIT | (PHONEMES_AS_IPA if phonemes else 0)

    def __enter__(self) -> Self:
        import espeakng_loader

        _alone.acquire()
        try:
            self._library: Any = _loaded_anew(espeakng_loader.get_library_path())
            data = Path(espeakng_loader.get_data_path()).parent
            rate = self._library.espeak_Initialize(SYNCHRONOUS, 0, bytes(data), self._options)
            if rate <= 0:
                raise OSError(f"espeak-ng finds no data in {data}")
        except BaseException:
            _alone.release()
            raise
        self.sample_rate: int = rate
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._library.espeak_Terminate()
        _ctypes.dlclose(self._library._handle)
        del self._library
        _alone.release()

    @property
    def file(self) -> Path:
        """The file that the library in use was loaded from, as the linker knows it."""
        symbol = _Symbol()
        address = ctypes.cast(self._library.espeak_Synth, ctypes.c_void_p)
        ctypes.CDLL(None).dladdr(address, ctypes.byref(symbol))
        return Path(symbol.file.decode())

    def languages(self) -> tuple[EspeakVoice, ...]:
        """Every language of the bundled data that has a dictionary: the others are mute."""
        return tuple(v for v in self._list(None) if _dictionary(v).is_file())

    def variants(self) -> tuple[EspeakVoice, ...]:
        """Every variant, a timbre that any language can be spoken in."""
        wanted = ctypes.create_string_buffer(b"variant")
        return tuple(self._list(_Voice(languages=ctypes.addressof(wanted))))

    def _list(self, like: _Voice | None) -> Iterator[EspeakVoice]:
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        found = self._library.espeak_ListVoices(None if like is None else ctypes.byref(like))
        for pointer in found:
            if not pointer:
                return
            voice = pointer.contents
            yield EspeakVoice(
                name=voice.name.decode().strip(),
                languages=tuple(_languages(voice.languages)),
                identifier=voice.identifier.decode(),
                sex=SEXES.get(voice.gender, ""),
            )

    def speak(self, text: str, voice: str, rate: int, *, phonemes: bool = False) -> Speech:
        """Say it; to be called once, for afterwards the library is no longer fresh.

        Args:
            text: control characters in it count as spaces.
            voice: the identifier of a language, with "+" and a variant's file name
                after it where one is wanted.
            rate: words a minute; espeak-ng raises less than 80 to 80.
            phonemes: whether ``[[...]]`` in the text holds espeak-ng's phonemes.
        Raises:
            OSError: the library refuses the voice or the text.
        """
        chunks: list[Samples] = []
        words: list[WordEvent] = []

        def receive(sound: Any, frames: int, events: Any) -> int:
            if sound and frames > 0:
                chunks.append(np.ctypeslib.as_array(sound, (frames,)).copy())
            words.extend(_words(events))
            return 0

        self._synthesize(text, voice, rate, receive, phonemes=phonemes)
        return Speech(np.concatenate(chunks) if chunks else np.zeros(0, np.int16), tuple(words))

    def pronounce(self, text: str, voice: str) -> tuple[WordPhonemes, ...]:
        """The IPA of each word, of an `Espeak` that tells phonemes; to be called once.

        Args:
            text, voice: as for `speak`; ``[[...]]`` in the text holds espeak-ng's phonemes.
        Raises:
            OSError: the library refuses the voice or the text.
        """
        words: list[WordPhonemes] = []

        def receive(sound: Any, frames: int, events: Any) -> int:
            for event in _until_end(events):
                if event.type == EVENT_WORD:
                    words.append(WordPhonemes(event.text_position - 1, event.length, ""))
                elif event.type == EVENT_PHONEME and words:
                    sign = bytes(event.id).rstrip(b"\0").decode("utf-8", "replace")
                    words[-1] = words[-1]._replace(ipa=words[-1].ipa + sign)
            return 0

        self._synthesize(text, voice, NORMAL_RATE, receive, phonemes=True)
        return tuple(word._replace(ipa=_SWITCH.sub("", word.ipa)) for word in words)

    def _synthesize(
        self,
        text: str,
        voice: str,
        rate: int,
        receive: Callable[[Any, int, Any], int],
        *,
        phonemes: bool,
    ) -> None:
        if voice.partition("+")[0] in KILLED_BY_NUMBERS and any(map(str.isdigit, text)):
            raise OSError("espeak-ng has no numbers in this language: write them in words")
        callback = _Callback(receive)
        raw = text.translate(CONTROLS).encode("utf-8", "replace") + b"\0"
        flags = UTF8 | (PHONEMES_IN_BRACKETS if phonemes else 0)
        self._ask("espeak_SetVoiceByName", voice.encode())
        self._ask("espeak_SetParameter", RATE_PARAMETER, rate, 0)
        self._library.espeak_SetSynthCallback(callback)
        self._ask("espeak_Synth", raw, len(raw), 0, CHARACTER_POSITIONS, 0, flags, None, None)

    def _ask(self, function: str, *arguments: Any) -> None:
        status = getattr(self._library, function)(*arguments)
        if status != 0:
            raise OSError(f"{function} of espeak-ng gave status {status}")


def _dictionary(voice: EspeakVoice) -> Path:
    """The file of a language's words: as its voice file says, else by its tag's first part."""
    import espeakng_loader

    data = Path(espeakng_loader.get_data_path())
    lines = (data / "lang" / voice.identifier).read_text("utf-8").splitlines()
    named = [line.split()[1] for line in lines if line.startswith("dictionary ")]
    name = named[0] if named else voice.languages[0].partition("-")[0]
    return data / f"{name}_dict"


def _words(events: Any) -> Iterator[WordEvent]:
    for event in _until_end(events):
        if event.type == EVENT_WORD:
            yield WordEvent(event.sample, event.text_position - 1, event.length)


def _until_end(events: Any) -> Iterator[Any]:
    return itertools.takewhile(lambda event: event.type != EVENT_END, events)


def _languages(address: int) -> Iterator[str]:
    """The tags in a list of (priority byte, tag, NUL) that a zero byte ends."""
    while ctypes.string_at(address, 1) != b"\0":
        tag = ctypes.string_at(address + 1)
        yield tag.decode()
        address += len(tag) + 2
