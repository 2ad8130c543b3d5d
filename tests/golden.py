"""Golden files: each case states what goes into a room and what comes out of it.

`tests/golden/ROOM/SITUATION.yml` holds `about`, `input`, perhaps `settings`, and `output` last.
`python tests/golden.py` writes the output of every case anew; what stands above it is kept to the
letter, so a change of behaviour is read as a diff.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from hostile import run_hostile
from markdown import Markdown
from refctx import dates, nouns, tex
from refctx.cite import parse_group
from refctx.codes import CODES, INFO
from refctx.collect import collect
from refctx.format import CitationView
from refctx.formats.bibtex import bibtex
from refctx.formats.csl import item
from refctx.formats.ris import ris
from refctx.hosts.markdown import RefctxExtension
from refctx.language import language_of
from refctx.load import load
from refctx.model import (
    Citation,
    CitationGroup,
    Context,
    Date,
    Entry,
    Finding,
    Library,
    Page,
    Person,
    Place,
)
from refctx.number import year_of
from refctx.page_macros import names
from refctx.pipeline import Result, finish
from refctx.render import Macros
from refctx.sentences import beginning, sentences
from refctx.site import Site, assemble
from refctx.terms import best_locale, terms
from refctx.works import Works
from yaml_text import parse

FOLDER = Path(__file__).parent / "golden"
EXTENSIONS = ("footnotes", "toc", "tables", "fenced_code", "attr_list")
OUTPUT = "\noutput:"
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_LINKS = re.compile(r"</?(?:a|span)\b[^>]*>")


def paths() -> list[Path]:
    """All golden files, room by room."""
    return sorted(FOLDER.glob("*/*.yml"))


def read(path: Path) -> dict[str, Any]:
    """A case as it is written."""
    case: dict[str, Any] = parse(path.read_text(encoding="utf-8"))
    return case


def run(path: Path) -> Any:
    """What a case's room makes of its input now, as YAML reads it back."""
    case = read(path)
    return _plain(ROOMS[path.parent.name](case["input"], case.get("settings", {})))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def dump(value: object) -> str:
    """YAML in block style, in the order given, Unicode as it is."""
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000, indent=2
    )


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as blocks, tuples as lists."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(value))


def rewritten(path: Path) -> str:
    """The file with its output written anew."""
    head, _, _ = path.read_text(encoding="utf-8").partition(OUTPUT)
    return head.rstrip("\n") + "\n" + dump({"output": run(path)})


# -- rooms ---------------------------------------------------------------------------------


def run_tex(sources: list[str], settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each source as HTML and as text, and the commands that were not read."""
    results = []
    for source in sources:
        result: dict[str, Any] = {"html": tex.to_html(source), "text": tex.to_text(source)}
        if unread := tex.unread(source):
            result["unread"] = unread
        results.append(result)
    return results


def run_dates(entries: list[dict[str, str]], settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The dates of each set of fields, the year as text, and the fields that were not read."""
    return [_dates({name: str(value) for name, value in fields.items()}) for fields in entries]


def run_load(files: Mapping[str, str], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Entries, other names and findings of files; `settings.paths` names others than all."""
    library = _library(files, settings.get("paths"))
    entries = {key: _entry(entry) for key, entry in library.entries.items()}
    aliases = {"aliases": dict(library.aliases)} if library.aliases else {}
    return {"entries": entries, **aliases, "findings": _lines(library.findings)}


def run_cite(groups: list[str], settings: Mapping[str, Any]) -> list[Any]:
    """The citations of each bracket's inside; null where it is no citation."""
    read = (parse_group(group, settings.get("known", ())) for group in groups)
    return [[_citation(c) for c in group.citations] if group else None for group in read]


def run_style(bibliography: str, settings: Mapping[str, Any], style: str) -> dict[str, Any]:
    """Reference and labels of each entry in file order, which is that of the citations."""
    macros = _macros("en", style)
    site = _cited(_library({"refs.bib": bibliography}), macros)
    works = Works(site, macros)
    entries = site.library.entries.values()
    return {
        entry.key: {
            "reference": str(works.reference(entry.key)),
            "in brackets": _label(works, entry, narrative=False),
            "in the text": _label(works, entry, narrative=True),
        }
        for entry in entries
    }


def run_groups(source: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """What each style prints for the citations of a page, without links: style → text as HTML."""
    page = {"index.md": "\n\n".join(source["groups"])}
    return {
        style: [
            _LINKS.sub("", group)
            for group in _PARAGRAPH.findall(
                build(source["bib"], page, {**settings, "style": style})[0].filled["index.md"].html
            )
        ]
        for style in settings.get("styles", ("apa", "chicago-author-date", "ieee"))
    }


def run_site(source: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Every page of a small site, finished, and all findings that are faults."""
    result, library = build(source["bib"], source["pages"], settings)
    pages = {path: _tidy(page.html) for path, page in result.filled.items()}
    findings = (f for f in (*library.findings, *result.findings) if CODES[f.code].level != INFO)
    return {"pages": pages, "findings": _lines(findings)}


def run_formats(bibliography: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Each entry in each format; RIS without CR and the space behind its last tag."""
    return {
        key: {
            "bib": bibtex([entry]),
            "ris": _tidy(ris([entry])).rstrip() + "\n",
            "csl": item(entry),
        }
        for key, entry in _library({"refs.bib": bibliography}).entries.items()
    }


# `|(A)` is a marker in brackets, `|A` a narrative one.
_MARK = re.compile(r"\|(\(?)([A-Z])\)?")


def run_sentences(htmls: list[str], settings: Mapping[str, Any]) -> list[Any]:
    """Each citation of a page with its sentence; `settings.beginnings`: how that begins."""
    return [_sentences(html, shown=settings.get("beginnings", False)) for html in htmls]


def _sentences(html: str, *, shown: bool) -> dict[str, str]:
    marks = list(_MARK.finditer(html))
    groups = [
        CitationGroup(citations=(Citation(key=mark[2]),), narrative=not mark[1]) for mark in marks
    ]
    found = sentences(html, [mark.span() for mark in marks], groups)
    if shown:
        return {mark[2]: beginning(one, _printed) for mark, one in zip(marks, found, strict=True)}
    texts = [zip(one.texts, [*map(_printed, one.groups), ""], strict=True) for one in found]
    read = ["".join(f"{text}{group}" for text, group in one) for one in texts]
    return {mark[2]: text for mark, text in zip(marks, read, strict=True)}


def _printed(group: CitationGroup) -> str:
    key = group.citations[0].key
    return f"{key} (2023)" if group.narrative else f"({key}, 2023)"


ROOMS: dict[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "tex": run_tex,
    "dates": run_dates,
    "load": run_load,
    "cite": run_cite,
    "apa": partial(run_style, style="apa"),
    "chicago-author-date": partial(run_style, style="chicago-author-date"),
    "ieee": partial(run_style, style="ieee"),
    "groups": run_groups,
    "formats": run_formats,
    "sentences": run_sentences,
    "site": run_site,
    "hostile": run_hostile,
}


# -- a site without a host -----------------------------------------------------------------


def build(
    bibliography: str, sources: Mapping[str, str], settings: Mapping[str, Any]
) -> tuple[Result, Library]:
    """Build a site of Markdown pages.

    Args:
        bibliography: text of `refs.bib`.
        sources: source path → Markdown, in reading order.
        settings: `locale`, `style`, `features`; `read`, the order in which pages are converted
            if it is another; `copy`, page → page to whose content its own is appended, as a
            blog's excerpts are.
    """
    library = _library({"refs.bib": bibliography})
    macros = _macros(
        settings.get("locale", "en"),
        settings.get("style", "apa"),
        tuple(settings.get("features", ())),
    )
    extension = RefctxExtension(library.entries, names(macros.folders), library.aliases)
    htmls = {path: _convert(sources[path], extension) for path in settings.get("read", sources)}
    for source, target in settings.get("copy", {}).items():
        htmls[target] = (htmls[target][0] + htmls[source][0], htmls[target][1])
    pages = [(_page(path, *htmls[path]), htmls[path][0]) for path in sources]
    return finish(pages, library, macros, sources), library


@cache
def _macros(locale: str, style: str = "apa", features: tuple[str, ...] = ()) -> Macros:
    return Macros(locale=locale, style=style, features=features)


def _convert(source: str, extension: RefctxExtension) -> tuple[str, list[tuple[str, str]]]:
    html = Markdown(extensions=[*EXTENSIONS, extension]).convert(source)
    faults, extension.faults = extension.faults, []
    return html, faults


def _page(path: str, html: str, faults: list[tuple[str, str]]) -> Page:
    name = path.removesuffix(".md")
    url = "" if name == "index" else f"{name}/"
    return collect(html, path=path, url=url, title=name.capitalize(), faults=faults)


def _library(files: Mapping[str, str], names: list[str] | None = None) -> Library:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return load([root / name for name in (files if names is None else names)], root)


def _cited(library: Library, macros: Macros) -> Site:
    contexts = tuple(
        Context(
            page="", marker=key, group=CitationGroup(citations=(Citation(key=key),)), heading=None
        )
        for key in library.entries
    )
    page = Page(path="", url="", title="", contexts=contexts)
    return assemble([page], library, macros.label_rules, macros.rules["lists"]["sort"])


def _label(works: Works, entry: Entry, *, narrative: bool) -> str:
    view = CitationView(
        key=entry.key,
        label=works.site.index.labels[entry.key],
        reference=works.work(entry.key),
        terms=terms(best_locale(language_of(entry))),
    )
    return str(works.macros.group([view], narrative=narrative).striptags())


# -- values as YAML ------------------------------------------------------------------------


def _entry(entry: Entry) -> dict[str, Any]:
    people = {role: [_person(p) for p in names] for role, names in entry.people.items()}
    return {"kind": entry.kind, "line": entry.place.line, "fields": dict(entry.fields), **people}


def _person(person: Person) -> dict[str, Any] | str:
    names = ("family", "given", "particle", "suffix", "literal")
    return {n: getattr(person, n) for n in names if getattr(person, n)} or "others"


def _dates(fields: dict[str, str]) -> dict[str, Any]:
    entry = Entry(key="key", kind="misc", fields=fields, people={}, place=Place("refs.bib"))
    found = {f"{of}date": dates.date_of(entry, of) for of in ("", "url", "orig", "event")}
    result: dict[str, Any] = {name: _date(date) for name, date in found.items() if date}
    result |= {"year_of": year_of(entry)}
    return result | ({"unread": dates.unread(fields)} if dates.unread(fields) else {})


def _date(date: Date) -> dict[str, Any]:
    parts = {name: getattr(date, name) for name in nouns.fields(Date)}
    shown = {
        name: value
        for name, value in parts.items()
        if value not in (None, "") and value is not False
    }
    return shown | ({"end": _date(date.end)} if date.end else {})


def _citation(citation: Citation) -> dict[str, Any]:
    shown: dict[str, Any] = {"key": citation.key}
    shown |= {"prefix": citation.prefix} if citation.prefix else {}
    if citation.locator:
        shown["locator"] = f"{citation.locator.label} {citation.locator.value}"
    shown |= {"suffix": citation.suffix} if citation.suffix else {}
    flags = ("suppress_author", "inner")
    return shown | {flag: True for flag in flags if getattr(citation, flag)}


def _lines(findings: Iterable[Finding]) -> list[str]:
    return [str(finding) for finding in findings]


def _tidy(html: str) -> str:
    """Without white space at the ends of lines, which YAML's blocks do not hold."""
    return "\n".join(line.rstrip() for line in html.splitlines()) + "\n"


def main() -> None:
    """Write the output of every case anew and name the files that changed."""
    for path, text in _changed():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(FOLDER.parent))  # noqa: T201  # a command line prints


def _changed() -> Iterator[tuple[Path, str]]:
    for path in paths():
        text = rewritten(path)
        if text != path.read_text(encoding="utf-8"):
            yield path, text


if __name__ == "__main__":
    main()
