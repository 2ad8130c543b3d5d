"""A build after another prints again what has not changed, and is as one without the other."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from refctx import pipeline, rows
from refctx.model import Entry
from serving import Serving, difference
from tiny import LIBRARY, Tiny

DEEP = """\
# Deep

Some words. A sentence [@knuth1984, p. 3] that says it, [see @lamport1994].

## A part

![As [@knuth1984] shows](x.png) Raw: <div>[@knuth1984]</div>

{{ reading_list("knuth1984", item("lamport1994", "Book", "Read it."), name="first") }}
"""
PAGES = {
    "index": "# Home\n\nWe cite @knuth1984 and [@unknown].\n\n{{ marks() }}\n",
    "deep/a": DEEP,
    "plain": "# Plain\n\nNothing is cited here.\n",
    "silent": "# Silent\n\n[@lamport1994]\n",
    "refs": """\
---
nocite: '@lamport1994'
---
# References

{{ bibliography() }}

{{ chart() }}
""",
}
CONFIG = {
    "site_name": "Again",
    "site_url": "https://example.org/again/",
    "theme": {"name": "mkdocs", "custom_dir": "overrides"},
    "plugins": ["search", "refctx"],
    "markdown_extensions": ["footnotes"],
    "extra": {"word": "one"},
}
MACRO = """\
{% from "refctx/_base/group.html" import group as base %}
{% macro group(citations, narrative) %}{{ base(citations, narrative) }}{% endmacro %}
"""
Edit = Callable[[Path], None]


def changed(path: str, old: str, new: str) -> Edit:
    """An edit that puts one text in the place of another."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def _renamed(root: Path) -> None:
    (root / "docs/plain.md").rename(root / "docs/simple.md")


NEW = "@misc{x,}\n@article"
# What is edited → whether the site is printed anew. What a page says around its citations, and
# where its text stands, is none of what others show of it.
EDITS: dict[str, tuple[Edit, bool]] = {
    "nothing": (lambda _: None, False),
    "words": (changed("docs/plain.md", "Nothing", "Nothing at all"), False),
    "a sentence that cites": (changed("docs/deep/a.md", "that says it", "which says so"), False),
    "the beginning of a sentence": (changed("docs/index.md", "We cite", "They cite"), True),
    "words above a finding": (changed("docs/index.md", "# Home\n", "# Home\n\nOne line.\n"), True),
    "words where there were none": (changed("docs/silent.md", "[@", "Says [@"), True),
    "a text of an image": (changed("docs/deep/a.md", "![As", "![Just as"), False),
    "words beside a list": (changed("docs/refs.md", "\n\n{{ chart", " - \n\n{{ chart"), False),
    "a citation more": (changed("docs/plain.md", "cited here", "cited here [@knuth1984]"), True),
    "a citation less": (changed("docs/deep/a.md", ", [see @lamport1994]", ""), True),
    "a locator": (changed("docs/deep/a.md", "p. 3", "p. 4"), True),
    "a heading": (changed("docs/deep/a.md", "## A part", "## Another part"), True),
    "a title": (changed("docs/deep/a.md", "# Deep", "# Deeper"), True),
    "a note in a list": (changed("docs/deep/a.md", "Read it.", "Read it twice."), True),
    "a heading of a page that cites nothing": (changed("docs/plain.md", "# Plain", "# Bare"), True),
    "front matter": (changed("docs/refs.md", "lamport", "knuth"), True),
    "the name of a page": (_renamed, True),
    "an entry": (changed("bib/library.bib", "Literate", "Illiterate"), True),
    "an entry that nobody cites": (changed("bib/library.bib", "@article", NEW), True),
    "a macro": (changed("overrides/refctx/group.html", "{{ base", "~{{ base"), True),
    "an option": (changed("mkdocs.yml", '"refctx"', '{"refctx": {"permalinks": false}}'), True),
    "a style": (changed("mkdocs.yml", '"refctx"', '{"refctx": {"style": "ieee"}}'), True),
    "a value for macros": (changed("mkdocs.yml", '"one"', '"two"'), True),
    "the address": (changed("mkdocs.yml", "/again/", "/elsewhere/"), True),
    "the order of pages": (
        changed("mkdocs.yml", '"extra"', '"nav": ["refs.md", "plain.md", "deep/a.md"], "extra"'),
        True,
    ),
}  # fmt: skip


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages were printed, for each time that a site was printed anew."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    times: list[int] = []
    finish = pipeline.finish

    def counted(pages: object, *rest: object, **named: object) -> pipeline.Result:
        result = finish(pages, *rest, **named)  # type: ignore[arg-type]
        times.append(len(result.filled))
        return result

    monkeypatch.setattr(pipeline, "finish", counted)
    return times


def _site(root: Path) -> Path:
    for name, text in PAGES.items():
        Tiny(root).put(f"docs/{name}.md", text)
    Tiny(root).put("mkdocs.yml", json.dumps(CONFIG)).put("bib/library.bib", LIBRARY)
    Tiny(root).put("overrides/refctx/group.html", MACRO)
    return root


def _built(root: Path, site: Path) -> Serving:
    return Serving(root, site, command="build").rebuild()


@pytest.mark.parametrize("name", EDITS)
def test_a_build_after_an_edit_is_as_a_first_one(
    tmp_path: Path, printed: list[int], name: str
) -> None:
    """All bytes and all messages are the same, whether the pages are printed anew or again."""
    edit, anew = EDITS[name]
    root = _site(tmp_path / "site")
    _built(root, tmp_path / "before")
    edit(root)
    again = _built(root, tmp_path / "again")
    assert len(printed) == 1 + anew
    shutil.rmtree(root / ".cache")
    first = _built(root, tmp_path / "first")

    assert difference(again.files(), first.files()) == ""
    assert again.messages == first.messages
    assert again.messages


def test_an_edit_that_is_taken_back_prints_anew_once(tmp_path: Path, printed: list[int]) -> None:
    """One state is kept, the last."""
    root = _site(tmp_path / "site")
    first = _built(root, tmp_path / "first").files()
    changed("docs/deep/a.md", "p. 3", "p. 4")(root)
    _built(root, tmp_path / "second")
    changed("docs/deep/a.md", "p. 4", "p. 3")(root)
    for folder in ("third", "fourth"):
        assert difference(_built(root, tmp_path / folder).files(), first) == ""
    assert len(printed) == 3


def test_edits_of_words_follow_one_another(tmp_path: Path, printed: list[int]) -> None:
    """What stays the same is printed once, however often pages are edited."""
    root = _site(tmp_path / "site")
    _built(root, tmp_path / "before")
    changed("docs/deep/a.md", "A sentence", "One sentence")(root)
    _built(root, tmp_path / "between")
    changed("docs/plain.md", "Nothing", "Not anything")(root)
    again = _built(root, tmp_path / "again").files()
    assert len(printed) == 1
    shutil.rmtree(root / ".cache")

    assert difference(again, _built(root, tmp_path / "first").files()) == ""


def test_a_site_with_a_broken_macro_is_printed_anew(tmp_path: Path, printed: list[int]) -> None:
    """Its messages are said in every build."""
    root = _site(tmp_path / "site")
    changed("overrides/refctx/group.html", "{{ base", "{{ nobody.knows }}{{ base")(root)
    first, second = (_built(root, tmp_path / name) for name in ("first", "second"))

    assert first.messages == second.messages
    assert any("nobody" in message for message in first.messages)
    assert len(printed) == 2


def test_two_sites_in_one_folder_leave_one_another_alone(
    tmp_path: Path, printed: list[int]
) -> None:
    """Each has a cache of its own, by the name of its configuration."""
    root = _site(tmp_path / "site")
    other = json.dumps(CONFIG | {"site_name": "Other", "site_url": "https://example.org/other/"})
    for _ in range(2):
        for text in (json.dumps(CONFIG), other):
            name = "other.yml" if text == other else "mkdocs.yml"
            (root / name).write_text(text, encoding="utf-8")
            Serving(root, tmp_path / "built", command="build", config=name).rebuild()
    assert len(printed) == 2


def test_two_sites_in_one_program_leave_one_another_alone(
    tmp_path: Path, printed: list[int]
) -> None:
    """MkDocs hands its plugins on from one site to the next; what they remember stays behind."""
    one, other = (
        Serving(_site(tmp_path / name), tmp_path / f"built-{name}", command="build")
        for name in ("one", "other")
    )
    other._plugins = one._plugins
    Tiny(other.root).put("bib/library.bib", LIBRARY.replace("Literate", "Illiterate"))
    first = one.rebuild().files(), other.rebuild().files()
    again = one.rebuild().files(), other.rebuild().files()

    assert [difference(*both) for both in zip(first, again, strict=True)] == ["", ""]
    assert len(printed) == 2
    for site in (one, other):
        assert (site.root / ".cache/plugin/refctx/mkdocs.yml/outlines").is_file()


UNCITED = "@book{nobody2001, author = {Nobody, Ann}, title = {Unread}, year = 2001}\n"


def _with_uncited(root: Path, **options: object) -> Path:
    site = Tiny(_site(root)).put("bib/library.bib", LIBRARY + UNCITED)
    plugins = ["search", {"refctx": options}]
    return site.put("mkdocs.yml", json.dumps(CONFIG | {"plugins": plugins})).root


def test_an_entry_that_nobody_cites_is_not_read(
    tmp_path: Path, printed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a large library they are most; what is wrong with them is known from the first build."""
    root = _with_uncited(tmp_path / "site")
    _built(root, tmp_path / "before")
    read: list[str] = []
    entry = rows._entry

    def note(key: str, line: str) -> Entry:
        read.append(key)
        return entry(key, line)

    monkeypatch.setattr(rows, "_entry", note)
    changed("docs/plain.md", "cited here", "cited here [@knuth1984]")(root)
    _built(root, tmp_path / "again")

    assert len(printed) == 2
    assert sorted(read) == ["knuth1984", "lamport1994"]


@pytest.mark.parametrize("option", [{"uncited-entry": "warn"}, {"uncited-entry": "info"}])
def test_an_entry_that_nobody_cites_is_said_where_that_is_wanted(
    tmp_path: Path, printed: list[int], option: dict[str, str]
) -> None:
    """In every build, be it printed anew or again; a preview of some pages cannot tell."""
    root = _with_uncited(tmp_path / "site", findings=option)
    first, again = (_built(root, tmp_path / name) for name in ("first", "again"))
    said = [text for text in first.messages if "nobody2001" in text]

    assert len(said) == (option["uncited-entry"] == "warn")
    assert again.messages == first.messages
    assert len(printed) == 1


def test_all_is_said_to_those_who_ask_for_all(
    tmp_path: Path, printed: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    """`mkdocs build --verbose` says what a build before it has not looked for."""
    root = _with_uncited(tmp_path / "site")
    _built(root, tmp_path / "quiet")
    assert "nobody2001" not in caplog.text
    with caplog.at_level(logging.DEBUG, "mkdocs"):
        for name in ("loud", "again"):
            caplog.clear()
            _built(root, tmp_path / name)
            assert "no page cites or lists `nobody2001`" in caplog.text
    assert len(printed) == 2
