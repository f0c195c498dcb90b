"""``narrate say TEXT``: try a voice."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli.options import lexicon_for, lexicon_option, voice_option, voice_options

if TYPE_CHECKING:
    from narrate.sound import Clip


@click.command("say")
@click.argument("text")
@voice_options
@voice_option
@lexicon_option
@click.option("--language", default="en", show_default=True, metavar="TAG", help="Of the text.")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("say.wav"),
    show_default=True,
    metavar="FILE",
    help="The file to write: .wav, .mp3, .opus, .flac or .aac.",
)
@click.option("--play", is_flag=True, help="Open the file in the player of this desktop.")
def command(
    text: str,
    engine: str,
    voice: str,
    speed: float,
    lexicons: tuple[Path, ...],
    language: str,
    target: Path,
    play: bool,
) -> None:
    """Speak TEXT into a sound file, and print how it is said where the voice can tell.

    \b
    Example: narrate say "It was 1871." --voice joe -o try.wav --play
    Example: narrate say Kropotkin --lexicon names.txt
    """
    from narrate.errors import UsageError
    from narrate.model import Sentence
    from narrate.text.readings import Readings
    from narrate.voices.choose import choose
    from narrate.voices.engine import phonemes_of
    from narrate.voices.speaking import say
    from narrate.voices.utterances import utterance_of

    codec = _codec(target)
    choice = choose(engine, voice, language)
    readings = Readings(lexicon_for(None, lexicons))
    sentence = Sentence(text, readings.rewrites(text, language))
    utterance = utterance_of(sentence, choice.voice.id, language, speed)
    clip = say(choice.engine, utterance)
    if not clip.frames:
        raise UsageError(f"There is no word to say in {text!r}.")
    _write(clip, codec, target)
    click.echo(f"{target}: {clip.seconds:.1f} s, {choice.voice.name} by {choice.engine.name}")
    told = phonemes_of(choice.engine, utterance)
    if told:
        click.echo(f"/{' '.join(word.ipa for word in told)}/")
    if play and click.launch(str(target.absolute()), wait=_opener_tells()):
        raise UsageError(f"No player opens here. Open {target} yourself.")


def _opener_tells() -> bool:
    """Whether the desktop's opener comes back at once, and says then whether a player opened.

    Those of macOS and Windows would only come back when their player is closed.
    """
    return sys.platform.startswith("linux")


def _codec(target: Path) -> str:
    """The codec that a file's ending names.

    Raises:
        UsageError: there is none of that name.
    """
    from narrate.audio.encode import CODECS
    from narrate.errors import UsageError

    codec = target.suffix.lower().removeprefix(".")
    if codec not in CODECS:
        endings = ", ".join(f".{name}" for name in CODECS)
        raise UsageError(f"{target}: name a file that ends in one of {endings}.")
    return codec


def _write(clip: Clip, codec: str, target: Path) -> None:
    from narrate.audio.encode import encode
    from narrate.audio.wav import wav_bytes
    from narrate.cache import write_whole

    if codec == "wav":
        write_whole(target, wav_bytes(clip))
    else:
        encode(clip, codec, target)
