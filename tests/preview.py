"""A real `mkdocs serve`, as a process of its own, and its pages as a browser gets them."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

PATIENCE = 120  # seconds; a rebuild takes one or two, on a machine that is left alone
# What MkDocs adds to each page that it serves.
_RELOAD = re.compile(rb"<script>\s*var livereload = .*?</script>", re.DOTALL)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetched(url: str) -> bytes | None:
    """What a browser gets, without the script that reloads it; None if there is no such file."""
    try:
        with urlopen(quote(url, safe=":/"), timeout=10) as response:
            return _RELOAD.sub(b"", response.read())
    except HTTPError:
        return None
    except (URLError, ConnectionError, TimeoutError):
        return b"no answer"


def read(url: str) -> str:
    """A page as a browser gets it; empty while there is no answer."""
    try:
        with urlopen(url, timeout=10) as response:
            return str(response.read().decode("utf-8"))
    except (URLError, ConnectionError, TimeoutError):
        return ""


def wait(url: str, wanted: Callable[[str], bool]) -> str:
    """The page once it is as wanted, or as it is when patience ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if wanted(page := read(url)):
            return page
        time.sleep(0.2)
    return read(url)


def said(log: Path, text: str) -> bool:
    """Whether a log says something, once it does or patience ends."""
    until = time.monotonic() + PATIENCE
    while not (found := text in log.read_text(encoding="utf-8")) and time.monotonic() < until:
        time.sleep(0.1)
    return found


@contextmanager
def running(command: list[str], folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process in a folder, which is ended in the end; what it says is in `log`."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=environment, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)
