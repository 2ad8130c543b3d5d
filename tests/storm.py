"""A storm of edits on a small site: what people do to it while `mkdocs serve` runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from refctx.page_macros import PACKAGED

BIBS = ("bib/a.bib", "bib/b.bib", "bib/more.bib")
# Few names and years, so that labels need letters and initials, and lose them again.
NAMES = ("Knuth, Donald", "Knuth, Jill", "Lamport, Leslie", "Rozière, Élan")
YEARS = (1984, 1994, 2004)
KEYS = tuple(f"work{n}" for n in range(12))
TAGS = ("old", "new")
STYLES = ("apa", "ieee", "chicago-author-date")
FEATURES = ("cards", "permalinks", "tools", "marks", "metadata", "export")
PAGES = ("index", "a", "b", "deep/c", "deep/d", "e", "refs", "lists")
MACROS = ("group", "entry", "backlinks", "timeline")
THEME = """\
<!DOCTYPE html>
<html lang="en"><head><title>{{ page.title }}</title>
{% for path in config.extra_css %}<link rel="stylesheet" href="{{ path | url }}">{% endfor %}
</head><body>
<nav>{% for item in nav %}<a href="{{ item.url | url }}">{{ item.title }}</a>{% endfor %}</nav>
{{ page.content }}
</body></html>
"""
RULES = (PACKAGED / "refctx/styles/apa/rules.html").read_text(encoding="utf-8")


@dataclass
class Storm:
    """A site and what its author has in mind; each edit writes files.

    Attributes:
        root: the folder with `mkdocs.yml`.
        theme: of MkDocs; empty for one of our own, which is quick.
        random: decides what is edited, and how.
        works: bibliography → key → (name, year, further fields), as it is meant.
        whole: bibliography that is cut off on the disk → its last whole text there.
        is_shown: the last edit could be built, so that its bibliographies were read.
    """

    root: Path
    theme: str
    random: Random
    address: str = "https://example.org/storm/"
    works: dict[str, dict[str, tuple[str, int, str]]] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    is_shown: bool = True
    options: dict[str, object] = field(default_factory=dict)
    nav: list[str] = field(default_factory=list)

    def begin(self) -> Storm:
        """Write the whole site."""
        if not self.theme:
            self.put("overrides/main.html", THEME)
        self.put("overrides/refctx/timeline.html", _TIMELINE.format(1))
        for path, keys in {BIBS[0]: KEYS[:5], BIBS[1]: KEYS[4:8]}.items():
            self.works[path] = {key: self.work() for key in keys}
            self.put_bib(path)
        for name in PAGES:
            self.put(f"docs/{name}.md", self.text(name))
        self.put_config()
        return self

    def put(self, path: str, text: str) -> None:
        """Write one file; often beside the old one, which it then replaces, as editors do."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.part")
        if self.random.random() < 0.5:
            beside.write_text(text, encoding="utf-8")
            beside.replace(target)
        else:
            target.write_text(text, encoding="utf-8")

    def work(self) -> tuple[str, int, str]:
        """Name, year and further fields of a work."""
        further = [f"keywords = {{{self.random.choice(TAGS)}}}"]
        if self.random.random() < 0.3:
            further.append(f"crossref = {{{self.random.choice(KEYS)}}}")
        if self.random.random() < 0.2:
            further.append(f"ids = {{other{self.random.randrange(3)}}}")
        return self.random.choice(NAMES), self.random.choice(YEARS), ",\n  ".join(further)

    def bib(self, path: str) -> str:
        """The text of a bibliography as it is meant."""
        return "\n".join(
            f"@article{{{key},\n  author = {{{name}}},\n  title = {{The Title of {key}}},\n"
            f"  journal = {{Journal}},\n  year = {year},\n  {further},\n}}\n"
            for key, (name, year, further) in self.works[path].items()
        )

    def put_bib(self, path: str, text: str | None = None) -> None:
        """Write a whole bibliography, as it is meant unless another text is given."""
        self.whole.pop(path, None)
        self.put(path, self.bib(path) if text is None else text)

    def put_cut(self, path: str, text: str) -> None:
        """Write a bibliography that is cut off."""
        self.whole.setdefault(path, (self.root / path).read_text(encoding="utf-8"))
        self.put(path, text)

    def some_bib(self) -> str:
        """A bibliography that the author knows."""
        return self.random.choice(sorted(self.works))

    def pages(self) -> list[str]:
        """The pages that are there."""
        docs = self.root / "docs"
        return sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))

    def cited(self) -> str:
        """A citation."""
        keys = self.random.choices((*KEYS, "other0", "unknown1"), k=self.random.choice((1, 1, 2)))
        where = self.random.choice(("", ", p. 3", ", see there"))
        if self.random.random() < 0.2:
            return f"@{keys[0]} says"
        return f"[{'; '.join(f'@{key}' for key in keys)}{where}]"

    def text(self, name: str = "") -> str:
        """A page; those that are named for lists hold them."""
        lines = [f"# Page {self.random.randrange(100)}", ""]
        if self.random.random() < 0.2:
            lines = ["---", f"nocite: '@{self.random.choice(KEYS)}'", "---", *lines]
        for _ in range(self.random.randrange(1, 3)):
            lines += [f"It is said {self.cited()} and thought {self.cited()}.", ""]
        if name.endswith("refs"):
            lines.append("{{ bibliography() }}")
        elif name.endswith("lists"):
            lines += ['{{ reading_list(item("work1"), item("work5", "Five"), name="one") }}', ""]
            lines += [f'{{{{ reading_list(tag="{TAGS[0]}", name="two") }}}}', ""]
            lines += ["[As BibTeX](refctx/lists/one.bib)", "{{ timeline() }}", "{{ marks() }}"]
        return "\n".join((*lines, ""))

    def put_config(self) -> None:
        """Write `mkdocs.yml`."""
        theme = {"name": self.theme or None, "custom_dir": "overrides"}
        # JSON is YAML too.
        lines = ["site_name: Storm", f"site_url: {self.address}", f"theme: {json.dumps(theme)}"]
        lines.append(f"plugins: [search, refctx: {json.dumps(self.options)}]")
        if self.nav:
            lines.append(f"nav: {json.dumps(self.nav)}")
        self.put("mkdocs.yml", "\n".join((*lines, "")))

    def edit(self, kinds: Sequence[Edit] = ()) -> str:
        """Make one edit, of a kind that there is something for; its name."""
        while not (kind := self.random.choice(kinds or EDITS))(self):
            pass
        return kind.__name__.strip("_")

    def mend(self) -> None:
        """Make everything whole, and every work another, so that no old one goes unseen."""
        for path, works in self.works.items():
            works.update({key: self.work() for key in works})
            self.put_bib(path)
        for name in MACROS:
            (self.root / f"overrides/refctx/{name}.html").unlink(missing_ok=True)
        self.put("overrides/refctx/timeline.html", _TIMELINE.format(2))
        (self.root / "overrides/refctx/styles/apa/rules.html").unlink(missing_ok=True)
        for name in ("index", "refs", "lists"):
            self.put(f"docs/{name}.md", self.text(name))
        self.put_config()


_TIMELINE = "{{% macro timeline(listing) %}}<p>Timeline {}</p>{{% endmacro %}}\n"
_WRAPPED = """\
{{% from "refctx/_base/{name}.html" import {name} as base %}}
{{% macro {name}() %}}{number}{{{{ base(*varargs, **kwargs) }}}}{{% endmacro %}}
"""
# What is wrong with a macro while somebody writes it.
_BROKEN_MACROS = (
    "{{% macro {name}() %}}{{{{ what.is.this }}}}{{% endmacro %}}",
    "{{% macro {name}( %}}",
    "{{% macro {name}() %}}{{{{ 1 / 0 }}}}{{% endmacro %}}",
    "{{% set {name} = 5 %}}",
    "",
)
_BROKEN_RULES = (
    RULES[: len(RULES) // 2],
    RULES.replace("{% set groups", "{% set troops"),
    RULES.replace('"et_al_from": 3', '"et_al_from": what'),
    RULES.replace('"et_al_from"', '"unknown_rule"'),
    RULES + "{{ 1 / 0 }}",
    RULES + "{% set labels = 5 %}",
    RULES + "{% set lists = 5 %}",
    RULES + "{% set terms = [] %}",
    "",
)


# Each edit says whether there was something for it to edit.


def _change_work(storm: Storm) -> bool:
    works = storm.works[path := storm.some_bib()]
    for key in storm.random.sample(sorted(works), min(1, len(works))):
        works[key] = storm.work()
        storm.put_bib(path)
        return True
    return False


def _add_work(storm: Storm) -> bool:
    path = storm.some_bib()
    storm.works[path][storm.random.choice(KEYS)] = storm.work()
    storm.put_bib(path)
    return True


def _drop_work(storm: Storm) -> bool:
    works = storm.works[path := storm.some_bib()]
    if len(works) < 3:
        return False
    del works[storm.random.choice(sorted(works))]
    storm.put_bib(path)
    return True


def _move_works(storm: Storm) -> bool:
    source, target = storm.some_bib(), storm.some_bib()
    if source == target or len(storm.works[source]) < 2:
        return False
    key = storm.random.choice(sorted(storm.works[source]))
    storm.works[target][key] = storm.works[source].pop(key)
    storm.put_bib(target)
    storm.put_bib(source)
    return True


def _cut_off(storm: Storm) -> bool:
    works = storm.works[path := storm.some_bib()]
    if not works or not storm.is_shown or not (storm.root / path).exists():
        return False
    text = storm.bib(path)
    end = storm.random.choice([at for at, sign in enumerate(text) if sign in "=,\n"])
    start = text.rindex("@", 0, end + 1)
    # Between two entries nothing would be cut.
    within = text.find("\n}\n", start)
    storm.put_cut(path, text[: min(end, within)])
    return True


def _empty(storm: Storm) -> bool:
    path = storm.some_bib()
    target = storm.root / path
    if not storm.is_shown or not target.exists() or not target.read_text(encoding="utf-8").strip():
        return False
    storm.put_cut(path, "")
    return True


def _break_in_the_middle(storm: Storm) -> bool:
    path = storm.some_bib()
    if len(storm.works[path]) < 2:
        return False
    text = storm.bib(path)
    last = text.rindex("@")
    faults = [at for at in range(last) if text[at] in "{},=@"]
    at = storm.random.choice(faults)
    storm.put_bib(path, text[:at] + text[at + 1 :])
    return True


def _mend_bibs(storm: Storm) -> bool:
    for path in storm.works:
        storm.put_bib(path)
    return True


def _delete_bib(storm: Storm) -> bool:
    path = storm.some_bib()
    if not (storm.root / path).exists():
        return False
    (storm.root / path).unlink()
    storm.whole.pop(path, None)
    return True


def _new_bib(storm: Storm) -> bool:
    path = storm.random.choice(BIBS)
    storm.works.setdefault(path, {storm.random.choice(KEYS): storm.work()})
    storm.put_bib(path)
    return True


def _rewrite_page(storm: Storm) -> bool:
    name = storm.random.choice(storm.pages())
    storm.put(f"docs/{name}", storm.text(name.removesuffix(".md")))
    return True


def _lengthen_page(storm: Storm) -> bool:
    path = storm.root / "docs" / storm.random.choice(storm.pages())
    with path.open("a", encoding="utf-8") as page:
        page.write(f"\n\n## More\n\nAlso {storm.cited()}.\n")
    return True


def _add_page(storm: Storm) -> bool:
    name = f"{storm.random.choice(('', 'deep/', 'new/'))}page{storm.random.randrange(4)}"
    storm.put(f"docs/{name}.md", storm.text(name))
    return True


def _restore_page(storm: Storm) -> bool:
    name = storm.random.choice(PAGES)
    storm.put(f"docs/{name}.md", storm.text(name))
    return True


def _rename_page(storm: Storm) -> bool:
    name = storm.random.choice(storm.pages())
    target = storm.root / "docs" / f"{storm.random.choice(('z', 'deep/y', 'x'))}-{Path(name).name}"
    if len(name) > 20:
        return False
    target.parent.mkdir(exist_ok=True)
    (storm.root / "docs" / name).rename(target)
    return True


def _delete_page(storm: Storm) -> bool:
    if len(pages := storm.pages()) < 6:
        return False
    (storm.root / "docs" / storm.random.choice(pages)).unlink()
    return True


def _change_macro(storm: Storm) -> bool:
    name, number = storm.random.choice(MACROS), storm.random.randrange(100)
    text = _TIMELINE if name == "timeline" else _WRAPPED
    storm.put(f"overrides/refctx/{name}.html", text.format(number, name=name, number=number))
    return True


def _break_macro(storm: Storm) -> bool:
    name = storm.random.choice(MACROS)
    text = storm.random.choice(_BROKEN_MACROS).format(name=name)
    storm.put(f"overrides/refctx/{name}.html", text)
    return True


def _delete_macro(storm: Storm) -> bool:
    here = sorted((storm.root / "overrides/refctx").glob("*.html"))
    if here:
        storm.random.choice(here).unlink()
    return bool(here)


def _change_rules(storm: Storm) -> bool:
    text = RULES.replace('"et_al_from": 3', f'"et_al_from": {storm.random.randrange(2, 5)}')
    storm.put("overrides/refctx/styles/apa/rules.html", text)
    return True


def _break_rules(storm: Storm) -> bool:
    text = storm.random.choice(_BROKEN_RULES)
    storm.put("overrides/refctx/styles/apa/rules.html", text)
    return True


def _mend_rules(storm: Storm) -> bool:
    rules = storm.root / "overrides/refctx/styles/apa/rules.html"
    there = rules.exists()
    rules.unlink(missing_ok=True)
    return there


def _switch_feature(storm: Storm) -> bool:
    name = storm.random.choice(FEATURES)
    storm.options[name] = not storm.options.get(name, True)
    storm.put_config()
    return True


def _change_style(storm: Storm) -> bool:
    storm.options["style"] = storm.random.choice(STYLES)
    storm.put_config()
    return True


def _break_config(storm: Storm) -> bool:
    storm.put("mkdocs.yml", storm.random.choice(("site_name: [", "plugins: [refctx: {sytle: 1}]")))
    return True


def _mend_config(storm: Storm) -> bool:
    storm.put_config()
    return True


def _order_pages(storm: Storm) -> bool:
    pages = storm.pages()
    storm.nav = storm.random.sample(pages, len(pages) // 2)
    storm.put_config()
    return True


Edit = Callable[[Storm], bool]
# What is edited more often stands more than once.
BIB_EDITS: tuple[Edit, ...] = (
    _change_work,
    _add_work,
    _drop_work,
    _move_works,
    _cut_off,
    _cut_off,
    _empty,
    _break_in_the_middle,
    _break_in_the_middle,
    _mend_bibs,
    _delete_bib,
    _new_bib,
)
PAGE_EDITS: tuple[Edit, ...] = (
    _rewrite_page,
    _lengthen_page,
    _lengthen_page,
    _add_page,
    _restore_page,
    _restore_page,
    _rename_page,
    _delete_page,
)
OTHER_EDITS: tuple[Edit, ...] = (
    _change_macro,
    _change_macro,
    _break_macro,
    _delete_macro,
    _change_rules,
    _break_rules,
    _mend_rules,
    _mend_rules,
    _switch_feature,
    _change_style,
    _break_config,
    _mend_config,
    _mend_config,
    _order_pages,
)
EDITS = (*BIB_EDITS, *PAGE_EDITS, *OTHER_EDITS)
