"""A site that is printed anew takes over what it shows as before, and is as a first build."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from refctx import cards, export
from refctx.fill import Filler
from refctx.model import Page
from refctx.render import Macros
from refctx.splice import Filled
from refctx.works import Works
from serving import Serving, difference
from tiny import Tiny

KEYS = [f"work{number}" for number in range(12)]
BIB = "\n".join(
    f"@article{{{key}, author = {{{'Doe, Ann' if n % 3 else 'Smith, Bob and Lee, Cho'}}}, "
    f"title = {{Title {n}}}, journal = {{Journal}}, year = {2000 + n // 4}}}"
    for n, key in enumerate(KEYS)
)
CHAPTER = """\
# Chapter {n}

First [@work{n}] and @work{next} say it.

## A part of {n}

Again [see @work{n}, p. {n}]. ![As [@work{next}] shows](x.png)

"""
ENDS = {
    1: '{{ bibliography(scope="page") }}\n',
    2: '{{ reading_list("work1", "work8", item("work9", "Nine", "Read it."), name="path") }}\n',
    3: '{{ reading_list("work2", title="Three") }}\n\n{{ bibliography(author="Smith") }}\n',
    4: "{{ marks() }}\n\n{{ chart() }}\n",
}
CONFIG = {
    "site_name": "Left",
    "site_url": "https://example.org/left/",
    "theme": {"name": "mkdocs"},
    "plugins": ["search", {"refctx": {"style": "apa"}}],
}
Edit = Callable[[str], str]


def _site(root: Path, style: str = "apa") -> Path:
    site = Tiny(root).put("bib/library.bib", BIB)
    site.put("docs/index.md", "# Home\n\nWords.\n")
    site.put("docs/zz.md", "# References\n\n{{ bibliography(tools=true) }}\n")
    for n in range(6):
        text = CHAPTER.replace("{n}", str(n)).replace("{next}", str(n + 1))
        site.put(f"docs/c{n}.md", text + ENDS.get(n, ""))
    plugins = ["search", {"refctx": {"style": style}}]
    site.put("mkdocs.yml", json.dumps(CONFIG | {"plugins": plugins}))
    return root


def _built(root: Path, site: Path) -> Serving:
    return Serving(root, site, command="build").rebuild()


def _edit(root: Path, path: str, edit: Edit) -> None:
    file = root / path
    text = edit(before := file.read_text(encoding="utf-8"))
    assert text != before
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is printed: paths of pages, keys of references, labels and cards, `exports`."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found: list[str] = []
    fill, reference, card = Filler.fill, Macros.reference, cards._card
    label = Works._label
    add = export._Parts.add

    def filled(self: Filler, page: Page, html: str) -> Filled:
        if page.path and page.contexts:
            found.append(page.path)
        return fill(self, page, html)

    def referenced(self: Macros, work: object) -> object:
        found.append(work.key)  # type: ignore[attr-defined]
        return reference(self, work)  # type: ignore[arg-type]

    def labelled(self: Works, key: str) -> str:
        found.append(f"label of {key}")
        return label(self, key)

    def carded(works: object, key: str) -> object:
        found.append(f"card of {key}")
        return card(works, key)  # type: ignore[arg-type]

    def added(self: object, entry: object, *rest: object) -> None:
        found.append("exports")
        add(self, entry, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Filler, "fill", filled)
    monkeypatch.setattr(Macros, "reference", referenced)
    monkeypatch.setattr(Works, "_label", labelled)
    monkeypatch.setattr(cards, "_card", carded)
    monkeypatch.setattr(export._Parts, "add", added)
    return found


def _after(root: Path, tmp_path: Path, printed: list[str], path: str, edit: Edit) -> set[str]:
    """What a build prints after an edit; it is as a first build of the edited site."""
    _built(root, tmp_path / "before")
    _edit(root, path, edit)
    printed.clear()
    again = _built(root, tmp_path / "again")
    seen = set(printed)
    shutil.rmtree(root / ".cache")
    first = _built(root, tmp_path / "first")
    assert difference(again.files(), first.files()) == ""
    assert again.messages == first.messages
    return seen


def test_a_citation_more_prints_its_page_and_what_shows_the_work(
    tmp_path: Path, printed: list[str]
) -> None:
    """Pages behind it that cite the work count on; no reference and no export is printed again."""
    root = _site(tmp_path / "site")
    more: Edit = lambda text: text.replace("Again", "Again [@work4]. Again")  # noqa: E731
    seen = _after(root, tmp_path, printed, "docs/c2.md", more)
    # Chapter 1 does not show work 4; chapters 3 to 5 cite it or list it, and the rest is as it was.
    assert seen == {"c2.md", "c3.md", "c4.md", "card of work4"} | {
        f"card of work{n}" for n in (2, 3, 5)
    }


def test_a_changed_entry_prints_what_shows_it(tmp_path: Path, printed: list[str]) -> None:
    """An edit of the library is no reason to print pages that do not show the work."""
    root = _site(tmp_path / "site")
    retitled: Edit = lambda text: text.replace("Title 6", "Another title")  # noqa: E731
    seen = _after(root, tmp_path, printed, "bib/library.bib", retitled)
    assert {"c5.md", "work6", "label of work6", "card of work6", "exports"} <= seen
    assert seen.isdisjoint({"c0.md", "c1.md", "c2.md", "work1", "work5", "card of work1"})
    assert [one for one in seen if one.startswith("label")] == ["label of work6"]


def test_an_entry_that_moved_in_its_file_prints_nothing(tmp_path: Path, printed: list[str]) -> None:
    """Where an entry stands is for findings; no page shows it."""
    root = _site(tmp_path / "site")
    seen = _after(root, tmp_path, printed, "bib/library.bib", lambda text: f"\n\n{text}")
    assert not {one for one in seen if not one.startswith("c4")}


def test_a_way_back_more_prints_the_lists_that_show_it(tmp_path: Path, printed: list[str]) -> None:
    """Chapter 3 lists work 0 and does not cite it."""
    root = _site(tmp_path / "site")
    more: Edit = lambda text: text.replace("Again", "Again [@work0]. Again")  # noqa: E731
    seen = _after(root, tmp_path, printed, "docs/c5.md", more)
    assert {"c3.md", "c5.md"} <= seen
    assert seen.isdisjoint({"c0.md", "c1.md", "c2.md"})


def test_without_a_list_citations_and_cards_lead_elsewhere(
    tmp_path: Path, printed: list[str]
) -> None:
    """Every page that leads to an entry is printed when there is no entry any more."""
    root = _site(tmp_path / "site")
    bare: Edit = lambda text: text.replace("{{ bibliography(tools=true) }}", "Nothing.")  # noqa: E731
    seen = _after(root, tmp_path, printed, "docs/zz.md", bare)
    assert {"c4.md", "c5.md", "card of work4"} <= seen
    # Its chart led to the list.
    assert "c2.md" in seen


def test_a_list_by_another_name_has_files_of_that_name(tmp_path: Path, printed: list[str]) -> None:
    """The works are the same, the addresses are not."""
    root = _site(tmp_path / "site")
    named: Edit = lambda text: text.replace('"path"', '"way"')  # noqa: E731
    assert "exports" in _after(root, tmp_path, printed, "docs/c2.md", named)


def test_a_work_that_goes_over_to_the_next_list_is_in_its_files(
    tmp_path: Path, printed: list[str]
) -> None:
    """Both lists together hold the same works in the same order, and yet their files are others."""
    root = _site(tmp_path / "site")
    lists = (
        '{{ reading_list("work1", "work2", name="a") }}\n\n{{ reading_list("work3", name="b") }}'
    )
    _edit(root, "docs/c0.md", lambda text: f"{text}\n{lists}\n")
    over: Edit = lambda text: text.replace(', "work2"', "").replace('("work3"', '("work2", "work3"')  # noqa: E731
    assert "exports" in _after(root, tmp_path, printed, "docs/c0.md", over)


def test_a_name_that_another_list_takes_is_another_name(tmp_path: Path, printed: list[str]) -> None:
    """The list of chapter 3 gives way to one of its name before it."""
    root = _site(tmp_path / "site")
    taken: Edit = lambda text: f'{text}\n{{{{ reading_list("work5", title="Three") }}}}\n'  # noqa: E731
    assert "c3.md" in _after(root, tmp_path, printed, "docs/c0.md", taken)


def test_macros_of_the_site_may_show_anything(tmp_path: Path, printed: list[str]) -> None:
    """Lists of a site with macros of its own are printed whenever something has changed."""
    root = _site(tmp_path / "site")
    config = CONFIG | {"theme": {"name": "mkdocs", "custom_dir": "overrides"}}
    Tiny(root).put("mkdocs.yml", json.dumps(config)).put(
        "overrides/refctx/entry.html",
        "{% macro entry(line) %}<li>{{ line.places | length }}</li>{% endmacro %}",
    )
    more: Edit = lambda text: text.replace("First", "First [@work11].")  # noqa: E731
    seen = _after(root, tmp_path, printed, "docs/c5.md", more)
    assert {"c1.md", "c2.md", "c3.md"} <= seen


def _text(rng: random.Random, text: str) -> str:
    """A page with something put in, or taken out."""
    words = text.split(" ")
    place = rng.randrange(2, len(words))
    kinds = [
        f"[@{rng.choice(KEYS)}]",
        f"@{rng.choice(KEYS)}",
        "some words",
        f"\n\n## Part {rng.randrange(99)}\n\n",
        f'\n\n{{{{ bibliography(key="{rng.choice(KEYS)}") }}}}\n\n',
        f'\n\n{{{{ reading_list("{rng.choice(KEYS)}", title="L{rng.randrange(3)}") }}}}\n\n',
    ]
    if rng.random() < 0.3:
        del words[place]
    else:
        words.insert(place, rng.choice(kinds))
    return " ".join(words)


def _bib(rng: random.Random, text: str) -> str:
    """A library with another year, title or order, or without an entry."""
    lines = text.split("\n")
    place = rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            lines[place] = lines[place].replace("200", f"19{rng.randrange(10)}", 1)
        case 1:
            lines[place] = lines[place].replace("Title", "Name", 1)
        case 2:
            lines.insert(0, lines.pop(place))
        case _:
            lines[place] = lines[place].replace("Doe, Ann", "Poe, Ann", 1)
    return "\n".join(lines)


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-author-date"])
def test_edit_after_edit_a_site_is_as_a_first_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    """Whatever is edited, and however often, what was left is taken over only where it is right."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    rng = random.Random(style)
    root = _site(tmp_path / "site", style)
    for number in range(14):
        path = "bib/library.bib" if rng.random() < 0.3 else f"docs/c{rng.randrange(6)}.md"
        file = root / path
        text = file.read_text(encoding="utf-8")
        changed = _bib(rng, text) if path.endswith("bib") else _text(rng, text)
        file.write_text(changed, encoding="utf-8")
        again = _built(root, tmp_path / "again")
        shutil.copytree(root, fresh := tmp_path / f"fresh{number}")
        shutil.rmtree(fresh / ".cache")
        first = _built(fresh, tmp_path / "first")
        assert difference(again.files(), first.files()) == "", f"edit {number} of {path}"
        assert again.messages == first.messages
