"""``narrate lexicon FILE``: check a lexicon, or write it in another form."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli.given import refuse
from narrate.cli.wording import counted


@click.command("lexicon")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--to",
    "form",
    type=click.Choice(["text", "pls"]),
    default="text",
    show_default=True,
    help="Lines such as 'Thames = /tɛmz/', or PLS 1.0 of the W3C for other programs.",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="TAG",
    help="Of a PLS file; a text file names languages in its lines.",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="The file to write. Default: print it.",
)
def command(file: Path, form: str, language: str, target: Path | None) -> None:
    """Check the lexicon in FILE and write it in the form asked for.

    A line is a word or phrase, =, and how it sounds: syllables with the stressed one
    in capitals, or IPA between slashes, or both. In brackets after the word may stand
    a language, or noun, verb, verb past, adjective. # begins a comment.

    \b
        Kropotkin = kro-POT-kin
        read [verb past] = /rɛd/

    The files lexicon.txt and NAME.lexicon.txt beside the book NAME.epub are used without
    being asked for, and lexicon.txt in the settings folder that narrate doctor names.
    Example: narrate lexicon names.txt --to pls -o names.pls
    """
    from narrate.cache import write_whole
    from narrate.text import lexicon_form, lexicon_pls
    from narrate.text.lexicon_files import read

    if form == "text":
        refuse("for PLS files alone. Leave it out, or add --to pls.", ["--language"])
    lexicon = read(file)
    data = (
        lexicon_pls.write(lexicon, language)
        if form == "pls"
        else lexicon_form.write(lexicon.entries).encode()
    )
    if target is None:
        click.echo(data.decode(), nl=False)
    else:
        write_whole(target, data)
        click.echo(f"{target}: {counted(len(lexicon.entries), 'entry', 'entries')}")
