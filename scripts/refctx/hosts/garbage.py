"""When Python looks for garbage: not while a build makes what lives to its end.

The collector visits all that lives whenever that has grown by a quarter. A library, pages and lists
grow fast, hold no garbage, and would be visited again while the theme prints page after page: a
tenth of the time of a site with 10,000 entries. As much again it would take at the end of the
process, which visits all before it forgets all.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Nothing is collected meanwhile; what is there afterwards is not visited until `collect`."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def collect() -> None:
    """Forget what a build before this one has left, if there was one: later on nobody looks."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
