"""Write the book as a folder in DAISY 2.02.

In:  a Publication whose sections have MP3 sound.
Out: ``daisy/`` with ``ncc.html``, the full text, a SMIL file and a sound file for each
     section, and ``master.smil``. ``ncc.html`` is written last: with it the book is whole.
Knows nothing of the files' markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from importlib.resources import files
from pathlib import Path

from narrate.publish.daisy.content import content
from narrate.publish.daisy.ncc import ncc
from narrate.publish.daisy.plan import CONTENT, plan_of
from narrate.publish.daisy.smil import master_smil, section_smil
from narrate.publish.epub.package import identifier
from narrate.publish.files import finished, make_folder, sweep
from narrate.publish.output import Output, Publication, Written
from narrate.publish.readalong.building import flow_of
from narrate.publish.readalong.sound import mp3_of
from narrate.publish.readalong.takes import CODEC

FOLDER, NCC = "daisy", "ncc.html"
PLAYABLE = frozenset({16000, 22050, 24000, 32000, 44100, 48000})
"""Sample rates of MPEG-1 and MPEG-2 layer III, which the format names; others many players
refuse."""

_OWN = r"p\d{4,}\.(?:mp3|smil)"

_Content = Callable[[], Iterable[bytes]]


def write(publication: Publication) -> Written:
    """Write the book into a folder within its own.

    Raises:
        DiskFull, OutputNotWritable: it could not be written.
    """
    script, recording = publication.script, publication.recording
    flow = flow_of(publication, titled=True)
    plan = plan_of(flow, script.title)
    name = identifier(publication)
    made: dict[str, _Content] = {}
    for section in plan.sections:
        number = section.part.number or 0
        smil = section_smil(section, script.title, name)
        made[f"{section.name}.mp3"] = partial(mp3_of, recording.sections[number])
        made[f"{section.name}.smil"] = partial(iter, [smil])
    made["master.smil"] = partial(iter, [master_smil(plan, script.title, name)])
    made[CONTENT] = partial(iter, [content(flow, plan, script)])
    made["default.css"] = partial(iter, [(files(__package__) / "default.css").read_bytes()])
    folder = make_folder(publication.folder / FOLDER)
    written = [_write(folder / file, pieces) for file, pieces in made.items()]
    size = sum(path.stat().st_size for path in written)
    centre = ncc(publication, plan, name, len(written) + 1, size)
    written.append(_write(folder / NCC, partial(iter, [centre])))
    sweep(folder, _OWN, [*written, *publication.kept])
    return Written(tuple(written), messages=_messages(recording.sample_rate))


def _write(target: Path, pieces: _Content) -> Path:
    with finished(target) as part, part.open("wb") as file:
        for piece in pieces():
            file.write(piece)
    return target


def _messages(rate: int) -> tuple[str, ...]:
    if rate in PLAYABLE:
        return ()
    return (
        f"The DAISY book's sound has {rate} Hz, which some players refuse: choose a voice "
        "of 16000 Hz or more.",
    )


OUTPUT = Output(codecs=(CODEC,), write=write)
