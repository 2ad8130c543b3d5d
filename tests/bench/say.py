"""Lines on the screen."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
