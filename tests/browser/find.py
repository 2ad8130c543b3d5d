"""Find a Chromium that runs: `python tests/browser/find.py` prints its path, or says what to do.

Looked at in this order: REFCTX_BROWSER, what is on PATH or in the usual place of macOS, then
Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ADVICE = (
    "no Chromium or Chrome was found: install one (Debian: apt-get install chromium), "
    "or run `.venv/bin/python -m playwright install chromium`, or set REFCTX_BROWSER to its path"
)


def candidates() -> Iterator[str]:
    """Every place a browser may be."""
    if named := os.environ.get("REFCTX_BROWSER"):
        yield named
        return
    yield from filter(None, map(shutil.which, NAMES))
    yield from APPLICATIONS
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            yield playwright.chromium.executable_path
    except Exception:  # noqa: BLE001  # Playwright absent or unable to start: no candidate
        return


def runs(path: str) -> bool:
    """True if the browser starts; Ubuntu's package may be a stub that does not."""
    if not Path(path).exists():
        return False
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and bool(done.stdout.strip())


def find_browser() -> str | None:
    """Path of the first browser that runs."""
    return next((path for path in candidates() if runs(path)), None)


if __name__ == "__main__":
    found = find_browser()
    print(found or ADVICE, file=sys.stdout if found else sys.stderr)
    sys.exit(0 if found else 1)
