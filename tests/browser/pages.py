"""How the tests open pages, and when they take one for ready, come to rest or moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

# What the scripts of a page have asked for and not yet dealt with. The theme shows a page without
# loading it only once it has read the sitemap, which it gets as a blob.
_NOTE_PENDING = """
window.pending = new Set();
{
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (...body) {
    pending.add(this);
    this.addEventListener("loadend", () => pending.delete(this));
    return send.apply(this, body);
  };
  const { text } = Blob.prototype;
  Blob.prototype.text = function () {
    const reading = text.call(this);
    const done = () => setTimeout(() => pending.delete(reading));
    pending.add(reading);
    reading.then(done, done);
    return reading;
  };
}
"""
# Whatever is due at once comes before.
_NOTHING_PENDING = """async () => {
  await new Promise(setTimeout);
  return pending.size === 0;
}"""
# The theme notes where a page stands 100 ms after it came to rest, and Back leads there.
_RESTS = """async () => {
  const top = scrollY;
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return scrollY === top && history.state?.y === top;
}"""
# Of a promise, `wait_for_function` of Playwright takes the first answer, whatever it is.
_UNTIL = """async limit => {
  const holds = %s;
  const end = performance.now() + limit;
  while (!(await holds())) if (performance.now() > end) throw new Error("too late");
}"""
_LIMIT = 20_000
# Notes what moves the article's content, or a part of it: the theme's own sides may.
_NOTE_SHIFTS = """
window.moved = [];
{
  const name = (node) => {
    const { localName, id, className } = node.nodeType === 1 ? node : (node.parentElement ?? {});
    return `${node.nodeName} in ${localName} ${id} ${className}: ${node.textContent.slice(0, 40)}`;
  };
  const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
  const isInline = (node) => node.nodeType !== 1 || getComputedStyle(node).display === "inline";
  /* While a page comes in, the line of text that it has come to may break anew. */
  const isComing = (time) => {
    const { domInteractive } = performance.getEntriesByType("navigation")[0];
    return !domInteractive || time < domInteractive;
  };
  const note = ({ value, startTime, sources }) => {
    const article = document.querySelector("article");
    const isContent = ({ node }) =>
      node && article && (article.contains(node) || node.contains(article))
      && !(isInline(node) && isComing(startTime));
    if (!sources.some(isContent)) return;
    for (const { node, previousRect, currentRect } of sources)
      moved.push(`${node ? name(node) : "gone"} ${place(previousRect)} → ${place(currentRect)}`);
    moved.push(`score ${value}`);
  };
  new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type: "layout-shift", buffered: true });
}
"""


@contextmanager
def reader(browser: Browser, *, watched: bool = True, **options: Any) -> Iterator[Page]:
    """A page of a reader of its own.

    Args:
        browser: where it is opened.
        watched: a script or console error or a foreign request fails the test.
        options: those of a context of Playwright.
    """
    context = browser.new_context(**options)
    try:
        context.add_init_script(_NOTE_PENDING + _NOTE_SHIFTS)
        page = context.new_page()
        faults = _watch(page) if watched else []
        yield page
    finally:
        context.close()
    assert faults == []


def _watch(page: Page) -> list[str]:
    """Note what must not happen in a page."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: (
            faults.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            faults.append(f"foreign request: {request.url}")
            if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:"))
            else None
        ),
    )
    return faults


def open_page(page: Page, url: str) -> None:
    """Open a page of a `reader`, and wait until it is ready."""
    page.goto(url)
    ready(page)


def ready(page: Page) -> None:
    """Wait until all scripts of a page have run, and have what they asked for.

    That no request is under way says neither: scripts that have come may still wait for a
    processor, and the parser of the page with them.
    """
    page.wait_for_load_state("load")
    _until(page, _NOTHING_PENDING)


def rest(page: Page) -> None:
    """Wait until a page is no longer scrolled, and the theme has noted where it stands."""
    _until(page, _RESTS)


def _until(page: Page, holds: str) -> None:
    """Wait until an asynchronous function of the page says true."""
    page.evaluate(_UNTIL % holds, _LIMIT)


def moved(page: Page) -> list[str]:
    """What of the content has moved since the page was opened: what, from where, to where."""
    # Longer than the theme puts anything off.
    page.wait_for_timeout(300)
    found: list[str] = page.evaluate("moved")
    return found
