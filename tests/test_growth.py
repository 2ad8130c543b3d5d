"""A page's work grows with the page, however its citations stand."""

from __future__ import annotations

from time import process_time

import golden
import pytest
from markdown import Markdown
from refctx import sentences
from refctx.collect import collect
from refctx.hosts.markdown import RefctxExtension
from refctx.model import Sentence
from refctx.page_macros import PAGE_MACROS
from refctx.pipeline import finish

BIB = "@book{a, title = {A}, author = {Doe, Jo}, year = 2000}"
# A page is this unit so many times.
PAGES = {
    "bare keys": "@a {}",
    "brackets": "[@a] {}",
    "words between": "Word [@a, p. 3] and {}",
    "one group": "[@a{}]",
    "formulas": "$x [@a] {}",
    "an address": "http://example.org/{}",
    "calls without an end": "{{{{ bibliography( {}",
    "an image": "![As {}](x.png)",
    "locators": "[@a, {}]",
}
UNITS = {
    "one group": "; @a", "an address": ",@a", "calls without an end": "{{ bibliography( ",
    "an image": "@a ", "locators": "1, ", "bare keys": "@a ", "brackets": "[@a] ",
    "words between": "word [@a, p. 3] and ", "formulas": "$x [@a] ",
}  # fmt: skip


def page(name: str, count: int) -> str:
    """A page of one paragraph."""
    return PAGES[name].format(UNITS[name] * count)


@pytest.mark.parametrize("name", PAGES)
def test_eight_times_the_page_takes_eight_times_as_long(name: str) -> None:
    """And not 64 times: nothing is looked for anew behind each citation."""
    built, _ = golden.build(BIB, {"index.md": "[@a]"}, {})
    library, macros = built.site.library, built.works.macros

    def seconds(count: int) -> float:
        text = page(name, count)
        begun = process_time()
        extension = RefctxExtension(library.entries, PAGE_MACROS)
        html = Markdown(extensions=[extension]).convert(text)
        read = collect(html, path="index.md", url="", title="T")
        result = finish([(read, html)], library, macros, {"index.md": text})
        # What is not asked for is not made.
        assert None not in (result.filled, result.contexts, result.findings)
        return process_time() - begun

    few = min(seconds(250) for _ in range(5))
    assert min(seconds(2000) for _ in range(2)) < 20 * few + 0.02


def test_a_sentence_is_shortened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may hold hundreds of citations, and each leads back to it."""
    asked: list[Sentence] = []
    shorten = sentences.beginning

    def counted(sentence: Sentence, *rest: object) -> str:
        asked.append(sentence)
        return shorten(sentence, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sentences, "beginning", counted)
    pages = {"index.md": f"# T\n\n{'Word [@a] and ' * 50}. One more [@a] here."}
    result, _ = golden.build(BIB, pages, {})

    assert len(result.contexts) == 51
    assert [len(one.groups) for one in asked] == [50, 1]
