"""``narrate say TEXT``: try a voice."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli.options import voice_options


@click.command("say")
@click.argument("text")
@voice_options
@click.option("--language", default="en", show_default=True, metavar="TAG", help="Of the text.")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("say.wav"),
    show_default=True,
    metavar="FILE",
    help="The WAV file to write.",
)
def command(text: str, engine: str, voice: str, speed: float, language: str, target: Path) -> None:
    """Speak TEXT into a WAV file.

    Example: narrate say "It was 1871." --voice joe -o try.wav
    """
    from narrate.audio.wav import wav_bytes
    from narrate.cache import write_whole
    from narrate.model import apply_rewrites
    from narrate.text.spoken import rewrites
    from narrate.voices.choose import choose
    from narrate.voices.engine import Utterance
    from narrate.voices.speaking import say

    choice = choose(engine, voice, language)
    spoken = apply_rewrites(text, rewrites(text, language))
    clip = say(choice.engine, Utterance(spoken, choice.voice.id, language, speed))
    write_whole(target, wav_bytes(clip))
    click.echo(f"{target}: {clip.seconds:.1f} s, {choice.voice.name} by {choice.engine.name}")
