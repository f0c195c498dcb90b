"""Every deliberate error, what a person is told of it, and its exit status.

Each message is one line: what is wrong, where, and what to do. The command line
prints it after ``narrate: `` and exits with ``status``; nothing else decides
exit statuses. Status 1 is kept for faults in narrate itself, 2 for a command
line that click refuses, 130 for Ctrl-C (128 + SIGINT, as shells count it), 143 and
129 where another program ends this one (SIGTERM) or its terminal closes (SIGHUP).
"""

from __future__ import annotations

import errno
from typing import ClassVar

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says where no more can be written: no space, or over a quota or a limit on
file size."""


class NarrateError(Exception):
    """A fault with a known cause and cure; the base of all the others."""

    status: ClassVar[int] = 1


class UsageError(NarrateError):
    """An option's value that cannot be used, or two that contradict."""

    status = 2


class BookNotFound(NarrateError):
    """No file of that name."""

    status = 3


class NotAFile(NarrateError):
    """A folder or a device where a book file is needed."""

    status = 4


class UnknownFormat(NarrateError):
    """A file that is no book format narrate reads, such as a program or a picture."""

    status = 5


class EmptyBook(NarrateError):
    """A book without a word that could be read aloud."""

    status = 6


class BrokenBook(NarrateError):
    """A file of a known format that is damaged, or larger than narrate dares to open."""

    status = 7


class ProtectedBook(NarrateError):
    """A book under DRM or a password."""

    status = 8


class PicturesOnly(NarrateError):
    """A book that holds pictures of text and no text."""

    status = 9


class UnknownEngine(NarrateError):
    """No engine of that name."""

    status = 10


class UnknownVoice(NarrateError):
    """The engine has no such voice."""

    status = 11


class NoVoiceForLanguage(NarrateError):
    """No installed voice speaks the book's language."""

    status = 12


class MissingExtra(NarrateError):
    """An engine or format whose optional package is not installed."""

    status = 13


class EngineFailed(NarrateError):
    """An engine gave no sound for words, or broke off."""

    status = 14


class OutputNotWritable(NarrateError):
    """The output folder cannot be created or written."""

    status = 15


class DiskFull(NarrateError):
    """No space is left where narrate writes."""

    status = 16


class OutputBusy(NarrateError):
    """Another run is working on the same output."""

    status = 17


class VerificationFailed(NarrateError):
    """A finished file does not hold what it should."""

    status = 18


class PluginConflict(NarrateError):
    """Two plug-ins, or a plug-in and a built-in, claim one name."""

    status = 19


class BadScript(NarrateError):
    """A script, lexicon or settings file that does not parse."""

    status = 20


class EncoderFailed(NarrateError):
    """The bundled encoder refused its work."""

    status = 21


class EditedByHand(NarrateError):
    """A file that narrate would replace was changed by a person since narrate wrote it."""

    status = 22


class FetchFailed(NarrateError):
    """A voice's file that could not be had, or is not what it should be."""

    status = 23


class SomeBooksFailed(NarrateError):
    """Of many books in one run, some were not made; the others were."""

    status = 24


class ClusterFailed(NarrateError):
    """A cluster that is not there, was lost, or whose workers differ."""

    status = 25


class OutOfMemory(NarrateError):
    """The system gave no more memory."""

    status = 26
