"""``narrate serve DIR``: listen on the phone before anything is on the web."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("serve")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes any that is free.",
)
@click.option("--lan", is_flag=True, help="Let other devices on your network in, such as a phone.")
@click.option("-q", "--quiet", is_flag=True, help="Do not list the requests.")
def command(folder: Path, port: int, lan: bool, quiet: bool) -> None:
    """Serve the feed or shelf in DIR until Ctrl-C.

    Only this machine can reach it, unless --lan is given. Addresses in the feeds lead
    to this server while it serves them; the files stay as they are.

    Example: narrate serve output/Emma --lan
    """
    from narrate.serve.root import feeds_in, root_of
    from narrate.serve.server import Server, address_on_network

    root = root_of(folder)
    log = (lambda _: None) if quiet else (lambda line: click.echo(line, err=True))
    with Server(root, "" if lan else "127.0.0.1", port, log) as server:
        host = (address_on_network() if lan else "") or "127.0.0.1"
        base = f"http://{host}:{server.port}/"
        click.echo(f"{root}: {base}")
        feeds = [f"{base}{feed.relative_to(root).as_posix()}" for feed in feeds_in(root)]
        for feed in feeds:
            click.echo(f"Feed: {feed}")
        if lan:
            _show_code(feeds[0] if len(feeds) == 1 else base)
        click.echo("Ctrl-C stops it.")
        server.serve_forever()


def _show_code(address: str) -> None:
    """A QR code of an address, for a phone's camera."""
    import io

    import segno

    code = io.StringIO()
    segno.make(address, micro=False).terminal(code, compact=True)
    click.echo(code.getvalue())
