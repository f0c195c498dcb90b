"""Serve a folder over HTTP to many clients at once.

In:  a folder, an address of this machine, a port.
Out: a server that runs until it is stopped.
Knows nothing of feeds: what is answered is respond.py's.
"""

from __future__ import annotations

import re
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from narrate import __version__
from narrate.errors import UsageError
from narrate.serve.respond import Response, Slice, respond

MOST_CLIENTS = 128
"""Connections at once; others wait in the system's queue."""

IDLE_S = 30
"""How long a connection may stay silent, in seconds."""

_PIECE = 1 << 18
_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = f"narrate/{__version__}"
    sys_version = ""
    timeout = IDLE_S

    def __init__(self, root: Path, log: Callable[[str], None], *more: object) -> None:
        self._root = root
        self._log = log
        super().__init__(*more)  # type: ignore[arg-type]

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            self.close_connection = True  # nobody reads what comes with the request
        origin = f"http://{self._host(headers)}"
        self._send(respond(self._root, self.command, self.path, headers, origin))

    do_GET = do_HEAD = do_OPTIONS = _answer  # noqa: N815
    do_POST = do_PUT = do_PATCH = do_DELETE = do_TRACE = _answer  # noqa: N815

    def _host(self, headers: dict[str, str]) -> str:
        """The name by which the client knows this server, if it can be one."""
        host = headers.get("host", "")
        if _HOST.fullmatch(host):
            return host
        address, port = self.connection.getsockname()[:2]
        return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(response.length))
        self.end_headers()
        if self.command == "HEAD" or response.status in (204, 304):
            return
        for piece in response.pieces:
            if isinstance(piece, bytes):
                self.wfile.write(piece)
            else:
                self._send_slice(piece)

    def _send_slice(self, piece: Slice) -> None:
        """If the file got shorter meanwhile, the connection ends, so that the client knows."""
        left = len(piece.bytes)
        with piece.path.open("rb") as file:
            file.seek(piece.bytes.start)
            while left and (content := file.read(min(_PIECE, left))):
                self.wfile.write(content)
                left -= len(content)
        self.close_connection |= left > 0

    def log_message(self, format: str, *values: object) -> None:
        self._log(f"{self.client_address[0]} {format % values}")


class Server(ThreadingHTTPServer):
    """A server with a limit on its clients; use as a context manager."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, root: Path, host: str, port: int, log: Callable[[str], None]) -> None:
        """Listen.

        Args:
            host: an address of this machine; "" is all of them.
            port: 0 takes any that is free.
            log: is told a line for every answer.
        Raises:
            UsageError: the address or port is not to be had.
        """
        self._log = log
        self._room = threading.BoundedSemaphore(MOST_CLIENTS)
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), partial(_Handler, root, log))
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"port {port} of {host or 'this machine'}: {error}. Give another with --port."
            ) from error

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    def process_request(self, request: object, client_address: object) -> None:
        """Wait for room, then answer on a thread of its own."""
        self._room.acquire()
        try:
            super().process_request(request, client_address)  # type: ignore[arg-type]
        except BaseException:
            self._room.release()
            raise

    def process_request_thread(self, request: object, client_address: object) -> None:
        """Answer, and make room."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self._room.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of a fault; a client that goes away in the middle is none."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self._log(f"{client_address}: {type(error).__name__}: {error}")


def address_on_network() -> str:
    """This machine's address on the local network; "" where it has none. Nothing is sent."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return ""
