"""What several tests share: the built flagship site, and a server for it."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
from hypothesis import settings

# A busy machine is no fault of an example.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")

ROOT = Path(__file__).resolve().parent.parent


class _Quiet(SimpleHTTPRequestHandler):
    """Serves `directory` below `prefix`; says nothing.

    Addresses in which the pattern `blank` is found are empty, and a browser may keep the others.
    `policy` is the content security policy of every answer. A page comes in pieces, which begin
    where `pieces` is found. Connections stay, and a browser may keep what themes bring, as with
    the servers that sites stand on.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    prefix = "/"
    blank = ""
    policy = ""
    pieces = ""

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        if self.blank or self.path.startswith(f"{self.prefix}assets/"):
            self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def do_GET(self) -> None:
        """Answer; a browser that has moved on meanwhile is no error."""
        with suppress(BrokenPipeError, ConnectionResetError):
            if self.blank and re.search(self.blank, self.path):
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                super().do_GET()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file, with time to paint between two of its pieces."""
        if not self.pieces or not self.path.endswith("/"):
            return super().copyfile(source, outputfile)
        for piece in re.split(rf"(?={self.pieces})".encode(), source.read()):
            outputfile.write(piece)
            time.sleep(0.05)
        return None

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self.prefix)
        return super().translate_path("/" + path[len(self.prefix) :] if inside else "/no-such-page")

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """Lets more wait than the five of its base: a page asks for a dozen files at once."""

    request_queue_size = 100
    prefix = "/"


@contextmanager
def served(folder: Path, server: _Server | None = None) -> Iterator[str]:
    """Serve a folder on a free port; yields its address with a final slash."""
    server = server or free_server(folder)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address_of(server)
    finally:
        server.shutdown()
        server.server_close()


def free_server(folder: Path, prefix: str = "/", **handling: str) -> _Server:
    """A server bound to a port of its own, not yet running: a build needs its address first."""
    handler = type("Handler", (_Quiet,), {"prefix": prefix, **handling})
    server = _Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    server.prefix = prefix
    return server


def address_of(server: _Server) -> str:
    """The address a server answers at."""
    return f"http://127.0.0.1:{server.server_port}{server.prefix}"


def build_flagship(folder: Path, url: str) -> None:
    """Build both languages as `make site` does; a warning fails."""
    command = [sys.executable, "scripts/flagship.py", "build", "--strict", "--site", str(folder)]
    environment = os.environ | {"SITE_URL": url, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# A folder for the flagship, and the address that it is served at, the same in all workers of a run.
_SHARED = pytest.StashKey[tuple[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    """The process that a run begins with serves the flagship, for it outlives all workers."""
    if hasattr(config, "workerinput"):
        config.stash[_SHARED] = config.workerinput["flagship"]
        return
    kept = ExitStack()
    config.add_cleanup(kept.close)
    folder = kept.enter_context(TemporaryDirectory(prefix="refctx-flagship-"))
    config.stash[_SHARED] = folder, kept.enter_context(served(Path(folder, "site")))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the flagship is."""
    node.workerinput["flagship"] = node.config.stash[_SHARED]


@pytest.fixture(scope="session")
def flagship(pytestconfig: pytest.Config) -> tuple[Path, str]:
    """The flagship site: its folder, and the address it is built for and served at.

    The first worker that wants it builds it, and the others wait.
    """
    folder, address = pytestconfig.stash[_SHARED]
    site, built = Path(folder, "site"), Path(folder, "built")
    with Path(folder, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            build_flagship(site, address)
            built.touch()
    return site, address


@pytest.fixture(scope="session")
def flagship_below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The flagship site published under a sub-path, `/docs/refs/`."""
    folder = tmp_path_factory.mktemp("below")
    server = free_server(folder, "/docs/refs/")
    build_flagship(folder, address_of(server))
    with served(folder, server) as address:
        yield folder, address
