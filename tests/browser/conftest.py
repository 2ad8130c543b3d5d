"""A real headless Chromium. Without one these tests are skipped, and under CI=true they fail.

With REFCTX_ENGINE=firefox or =webkit the tests run in that engine, as Playwright brings it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page, Playwright, expect, sync_playwright

from browser.find import ADVICE, find_browser
from browser.pages import reader

# A busy machine is no fault of a page; what comes at once costs no time.
expect.set_options(timeout=20_000)

# A closed network makes Chromium's own background requests hang; root needs --no-sandbox.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


ENGINE = os.environ.get("REFCTX_ENGINE", "chromium")
# For a test that reads the clipboard, which Playwright may do in Chromium alone.
chromium_only = pytest.mark.skipif(ENGINE != "chromium", reason="the clipboard cannot be read here")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright: Playwright) -> Browser:
    """The browser of the engine that is asked for."""
    if ENGINE != "chromium":
        engine: BrowserType = getattr(playwright, ENGINE)
        return engine.launch()
    path = find_browser()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(ADVICE, pytrace=False)
        pytest.skip(ADVICE)
    flags = [*FLAGS, "--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=path, args=flags)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of 1280 by 900; a script or console error or a foreign request fails the test."""
    viewport = {"width": 1280, "height": 900}
    with reader(browser, viewport=viewport, reduced_motion="reduce", locale="en-US") as page:
        yield page
