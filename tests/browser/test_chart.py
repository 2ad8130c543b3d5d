"""The picture of works by year, as a reader sees and uses it."""

from __future__ import annotations

from pathlib import Path

from flagship import LANGUAGES
from playwright.sync_api import Page

from browser.pages import open_page

Site = tuple[Path, str]

# [row, n, width and height of what can be hit, height of the bar] of each bar.
BARS = """() => [...document.querySelectorAll("a.refctx-chart-bar")].map(link => {
  const [hit, bar] = [link, link.querySelector("rect")].map(e => e.getBoundingClientRect());
  const row = link.closest(".refctx-chart-row").innerText.trim();
  return [row, Number(link.querySelector("text").textContent), hit.width, hit.height, bar.height];
})"""
# Boxes of texts that overlap another text of their row.
OVERLAPS = """() => [...document.querySelectorAll(".refctx-chart-bars")].flatMap(row => {
  const texts = [...row.querySelectorAll("text, :scope > :not(.refctx-chart-bar)")];
  const boxes = texts.map(text => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return getComputedStyle(text).visibility == "hidden" ? {} : range.getBoundingClientRect();
  });
  const shown = boxes.filter(b => b.width);
  return shown.filter((b, n) => n && b.left < shown[n - 1].right).map(b => [b.left, b.right]);
})"""
# How far the year below a column is off its middle.
OFF = """() => {
  const middle = e => { const b = e.getBoundingClientRect(); return (b.left + b.right) / 2; };
  const [columns, years] = [...document.querySelectorAll(".refctx-chart-bars")].map(
    row => [...row.children].map(middle));
  return Math.max(...columns.map((x, n) => Math.abs(x - years[n])));
}"""
COLOURS = """() => {
  const bar = document.querySelector("a.refctx-chart-bar rect");
  return [getComputedStyle(bar).fill, getComputedStyle(document.body).backgroundColor];
}"""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, `rgb(1, 2, 3)`, as WCAG counts it."""

    def luminance(colour: str) -> float:
        parts = [int(n) / 255 for n in colour[4:-1].split(",")]
        red, green, blue = (
            n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_picture_is_honest_at_every_width(flagship: Site, page: Page) -> None:
    """On phone and desk, in both schemes and languages: one scale, 24 px to hit, no overlap."""
    for language, width, scheme in (
        ("en", 390, "dark"),
        ("zh", 390, "light"),
        ("en", 1440, "light"),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # dark or light
        open_page(page, flagship[1] + LANGUAGES[language])
        bars = page.evaluate(BARS)

        assert len(bars) == 11 + 35
        assert [bar for bar in bars if min(bar[2:4]) < 24] == []
        assert {round(long / n, 1) for _, n, _, _, long in bars} == {round(96 / 61, 1)}
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(OFF) < 1
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert contrast(*page.evaluate(COLOURS)) > 4.5


def test_a_bar_leads_to_its_works_by_keyboard(flagship: Site, page: Page) -> None:
    """A bar has a name, takes focus, and Enter opens the list with page and year as its filter."""
    open_page(page, flagship[1])
    bar = page.get_by_role("link", name="2023: 10 works in Designing the model architecture")
    page.evaluate("window.same = true")
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/references/?section=playbook/architecture&year=2023*")
    assert page.evaluate("window.same"), "instant navigation should keep the document"

    open_page(page, flagship[1] + "zh-Hant/")
    summary = page.locator(".refctx-chart summary")
    summary.press("Enter")
    assert page.get_by_role("row", name="全部文獻").get_by_role("cell").last.inner_text() == "146"
