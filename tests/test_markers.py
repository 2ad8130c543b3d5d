"""Markers that another hand wrote never stop a build."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import golden
import pytest
from markdown import Markdown
from refctx.cite import restore
from refctx.collect import collect
from refctx.hosts.markdown import RefctxExtension

GOOD = '[false, ["a", "", "", null, false, false]]'
GROUPS = (
    "", "x", "null", "1", '"a"', "[]", "{}", '[["a"]]', "[false]", '[false, "a"]', "[false, []]",
    "[false, [1]]", '[false, {"a": 1}]', '{"narrative": false}', '[1, ["a"]]', '[null, ["a"]]',
    GOOD[:-1], GOOD.replace('"a"', "1"), GOOD.replace('"a"', "null"),
    GOOD.replace("null", "[1]"), GOOD.replace("null", '["page"]'), GOOD.replace("null", "7"),
    GOOD.replace("null", '"p"'), GOOD.replace("[false, [", "[1, ["), GOOD.replace(", null", ""),
    GOOD.replace("false]]", "true]]"), GOOD.replace('"", "",', '"", [1],'),
    GOOD.replace("null", '{"label": "p", "value": "3"}'), GOOD.replace("false]]", "0]]"),
)  # fmt: skip
LONG = ("[" * 100_000, "9" * 10_000, "[" + GOOD * 1000)
CALLS = ("", "x", "cite", "cite(", "bibliography", "bibliography(", "a.b()", "open('x')()", "\0")
IMAGES = (*GROUPS, *(f"[[{group}]]" for group in GROUPS[1:]), "[[]]")
HAND = '<span class="refctx-marker" data-refctx-marker="{}" data-refctx-{}="{}"></span>'
PAGES = (
    "Text {} [@a].",
    "{}\n\n[@a]",
    "<div>{}</div>\n\n[@a]",
    '<div markdown="1">\n\n{} text\n\n</div>\n\n[@a]',
    "<table><tr><td>{}</table> [@a]",
)


def ids(texts: Sequence[str]) -> list[str]:
    """Short names of cases."""
    return [f"{n}-{text[:30]}" for n, text in enumerate(texts)]


@pytest.mark.parametrize("written", [*GROUPS, *LONG], ids=ids([*GROUPS, *LONG]))
def test_only_a_group_is_restored(written: str) -> None:
    """What is no group raises ValueError, whatever it is."""
    with pytest.raises(ValueError):  # noqa: PT011  # the message depends on what is wrong
        restore(written)


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
@pytest.mark.parametrize("name", ["9999999", "", "&quot;"])
def test_a_page_is_read_without_markers_of_another_hand(page: str, name: str) -> None:
    """They are no contexts and no calls; the citation beside them is the only one."""
    markers = [HAND.format(name, "cite", escape(group)) for group in GROUPS]
    markers += [HAND.format(name, "call", escape(call)) for call in CALLS]
    extension = RefctxExtension(["a"], ["bibliography"])
    markdown = Markdown(extensions=["attr_list", "md_in_html", extension])
    html = markdown.convert(page.format("\n".join(markers)))
    found = collect(html, path="index.md", url="", title="Index")
    assert [context.group.citations[0].key for context in found.contexts] == ["a"]
    assert found.calls == ()


@pytest.mark.parametrize("written", IMAGES, ids=ids(IMAGES))
def test_an_image_of_another_hand_keeps_its_text(written: str) -> None:
    """An image whose pieces cannot be read shows the text it has."""
    image = f'<img src="x.png" alt="own" data-refctx-alt="{escape(written)}">'
    pages = {"index.md": f"{image}\n\n[@a]"}
    result, _ = golden.build("@book{a, title = {Title}, year = 2020}", pages, {})
    assert '<img src="x.png" alt="own">' in result.filled["index.md"].html
