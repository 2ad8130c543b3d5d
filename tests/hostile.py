"""Hostile cases: small bibliographies and pages that mean harm, or that went wrong on the way.

Each case stands between two sound neighbours, an entry and a citation before it and behind it.
`tests/golden/hostile/TOPIC.yml` holds the cases of a topic as name → case, and what comes of each;
`tests/test_hostile.py` holds what is true of all of them.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from markdown import Markdown
from refctx.checks.library import about_library
from refctx.codes import CODES, INFO
from refctx.collect import collect
from refctx.contexts import contexts_script
from refctx.files import CONTEXTS
from refctx.hosts.markdown import RefctxExtension
from refctx.links import links_of
from refctx.load import load
from refctx.markers import without_foreign
from refctx.model import Entry, Finding, Library, Page
from refctx.page_macros import names
from refctx.pipeline import Result, finish
from refctx.render import Macros
from refctx.settings import FEATURES
from refctx.splice import cited, put_in
from yaml_text import parse

FOLDER = Path(__file__).parent / "golden" / "hostile"
EXTENSIONS = ("attr_list", "fenced_code", "footnotes", "md_in_html", "tables", "toc")
NEIGHBOURS = {"before": "Sound One", "behind": "Sound Two"}
_NEIGHBOUR = "@book{%s, author = {Ann Sound}, title = {%s}, publisher = {House}, year = 2020}\n"
FIRST, LAST = (_NEIGHBOUR % neighbour for neighbour in NEIGHBOURS.items())
MAP = "refctx.json"
INDEX, REFS = "index.md", "refs.md"
SMALL = "\n{{ bibliography() }}\n"
# Whatever prints fields in another way.
WHOLE = """
{{ bibliography(tools=true) }}

{{ reading_list(name="All", cited=none) }}

{{ marks() }}

{{ chart() }}

{{ forward() }}
"""
_OWN = re.compile(r"\A<h1[^>]*>Case</h1>\n<p>.*?</p>\n?", re.DOTALL)
# What stands at every citation and entry.
_NOISE = re.compile(r' data-refctx="[^"]*"| data-search-exclude|<span class="Z3988"[^>]*></span>')
_ENTRY = re.compile(
    r'<li class="refctx-entry"(?: id="(?P<id>[^"]*)")?>'
    r'<span class="refctx-reference"[^>]*>(?P<html>.*?)</span>(?:<a|<span class="refctx-back)',
    re.DOTALL,
)
_LINE = re.compile(r'<li[^>]* id="(?P<id>[^"]*)".*?refctx-backlink" href="(?P<back>[^"]*)"')


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case.

    Attributes:
        bib: what stands between the neighbours in the bibliography.
        page: what stands on the page below a citation; empty: a citation of each entry.
        encoding: of the bibliography; `bytes`: each character of `bib` is one byte.
        raw: true if the page holds HTML of its own, which Markdown passes on.
        site: what is built: `none` reads the bibliography alone, `small` prints a reference list,
            `whole` prints all that refctx can print.
    """

    bib: str = ""
    page: str = ""
    encoding: str = "utf-8"
    raw: bool = False
    site: str = "small"

    def data(self) -> bytes:
        """The bibliography's bytes."""
        if self.encoding == "bytes":
            return b"\n".join((FIRST.encode() + self.bib.encode("latin-1"), LAST.encode()))
        return f"{FIRST}{self.bib}\n{LAST}".encode(self.encoding, errors="surrogatepass")


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a case became.

    Attributes:
        library: its entries, and what reading them turned up.
        findings: all but those that are mere information.
        pages: source path → the page as it is published, cards and head included.
        files: path → text of what is published beside the pages.
        listed: keys of all works in the list of references.
    """

    library: Library
    findings: tuple[Finding, ...]
    pages: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[str, ...] = ()

    @property
    def keys(self) -> list[str]:
        """The keys of the case's own entries."""
        return [key for key in self.library.entries if key not in NEIGHBOURS]


def carded(result: Result, html: str) -> str:
    """A page with the cards of what it cites."""
    return put_in(html, cards=result.cards("", cited(html)).html)


def topics() -> list[str]:
    """The names of the files."""
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


@cache
def cases(topic: str) -> Mapping[str, Case]:
    """The cases of a topic by their names."""
    written = parse((FOLDER / f"{topic}.yml").read_text(encoding="utf-8"))
    return {name: read(case, written["settings"]) for name, case in written["input"].items()}


def read(written: Any, settings: Mapping[str, Any]) -> Case:
    """A case; a text alone is its bibliography."""
    site = {"site": settings["site"]} if "site" in settings else {}
    return Case(**({"bib": written} if isinstance(written, str) else written), **site)


@cache
def built(case: Case) -> Built:
    """Read the bibliography of a case, and build its site."""
    library = _library(case.data())
    findings = about_library(library)
    if case.site == "none":
        return Built(library=library, findings=_faults(findings))
    result = _finished(case, library)
    exports = {path: content.decode() for path, content in result.files()}
    return Built(
        library=library,
        findings=_faults((*findings, *result.findings)),
        pages={
            path: result.head(result.site.pages[path]) + carded(result, filled.html)
            for path, filled in result.filled.items()
        },
        files={MAP: result.index, CONTEXTS: contexts_script(result.contexts), **exports},
        listed=tuple(result.site.homes),
    )


def _finished(case: Case, library: Library) -> Result:
    macros = _macros(case.site)
    extension = RefctxExtension(library.entries, names(macros.folders), library.aliases)
    cited = (key for key in library.entries if key not in NEIGHBOURS)
    page = case.page or "\n\n".join(f"[@{{{key}}}]" for key in cited)
    lists = WHOLE if case.site == "whole" else SMALL
    sources = {
        INDEX: f"# Case\n\n[@before]\n\n{page}\n",
        REFS: f"# References\n\n[@behind]\n{lists}",
    }
    pages = [_page(path, text, extension) for path, text in sources.items()]
    return finish(pages, library, macros, sources, address="https://site.example/")


def _faults(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if CODES[finding.code].level != INFO)


def plain(case: Case) -> str:
    """The case's page as Markdown makes it without refctx."""
    return Markdown(extensions=list(EXTENSIONS)).convert(case.page)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """One folder for all cases; it goes with the process."""
    return tempfile.TemporaryDirectory()


def _library(data: bytes) -> Library:
    path = Path(_folder().name) / "refs.bib"
    path.write_bytes(data)
    return load([path], path.parent)


@cache
def _macros(site: str) -> Macros:
    return Macros(features=FEATURES if site == "whole" else ("cards", "metadata"))


def _page(path: str, text: str, extension: RefctxExtension) -> tuple[Page, str]:
    made = Markdown(extensions=[*EXTENSIONS, extension]).convert(text)
    html, foreign = without_foreign(made)
    faults, extension.faults = extension.faults, []
    url = "" if path == INDEX else f"{path.removesuffix('.md')}/"
    return collect(html, path=path, url=url, title=path, faults=faults, foreign=foreign), html


# -- what a golden file shows ----------------------------------------------------------------


def run_hostile(written: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Each case: its keys, its findings as `line code`, and what `settings.show` names."""
    shown = settings.get("show", [])
    return {name: dict(_shown(read(case, settings), shown)) for name, case in written.items()}


def _shown(case: Case, names: list[str]) -> Iterator[tuple[str, Any]]:
    site = built(case)
    if case.bib:
        yield "keys", site.keys
    if site.findings:
        lines = Counter(map(_line, site.findings))
        yield "findings", [f"{one} × {n}" if n > 1 else one for one, n in lines.items()]
    for name in names:
        if name == "html" and not case.page:
            continue
        if value := SHOWN[name](site):
            yield name, value


def _line(finding: Finding) -> str:
    """`3 broken-entry`, counted from the case's first line; of a page `page:3 unknown-key`."""
    in_page = finding.place.path == INDEX
    line = max(finding.place.line - (4 if in_page else 1), 0)
    return f"{'page:' if in_page else ''}{line} {finding.code}"


def _entries(site: Built) -> list[Entry]:
    return [site.library.entries[key] for key in site.keys]


def _fields(site: Built) -> list[str]:
    """The fields of each entry as they were read, a line for each."""
    return [
        "; ".join(f"{name}: {_shortened(value)}" for name, value in entry.written.items())
        for entry in _entries(site)
    ]


def _lines(site: Built) -> list[re.Match[str]]:
    """The lines of the list of references but for the neighbours'."""
    found = _ENTRY.finditer(site.pages[REFS])
    return [one for one in found if one["id"] not in ("bib-before", "bib-behind")]


def _references(site: Built) -> list[str]:
    return [_shortened(one["html"]) for one in _lines(site)]


def _ids(site: Built) -> list[str]:
    """The id of each entry, and where its first way back leads."""
    found = [_LINE.search(site.pages[REFS], line.start()) for line in _lines(site)]
    return [f"{one['id']} ← {one['back']}" if one else "" for one in found]


def _html(site: Built) -> str:
    page = site.pages[INDEX]
    own = page[page.index("<h1") :].partition('<template id="refctx-cards"')[0]
    html = _NOISE.sub("", _OWN.sub("", own))
    return _shortened("\n".join(line.rstrip() for line in html.splitlines()), 700)


def _own(text: str, between: str, start: str) -> str:
    """The case's own entries in an exported file."""
    entries = text.replace("\r", "").split(between)
    kept = [one for one in entries if not any(f"{start}{key}" in one for key in NEIGHBOURS)]
    return "\n".join(line.rstrip() for line in between.join(kept).strip().splitlines())


def _shortened(text: str, limit: int = 400) -> str:
    return text if len(text) <= limit else f"{text[:limit]} … {len(text)} characters"


SHOWN: dict[str, Callable[[Built], Any]] = {
    "fields": _fields,
    "ids": _ids,
    "references": _references,
    "html": _html,
    "links": lambda site: [link.url for entry in _entries(site) for link in links_of(entry)],
    "bib": lambda site: _own(site.files["refctx/library.bib"], "\n}\n", "{"),
    "ris": lambda site: _own(site.files["refctx/library.ris"], "\nER  - \n", "ID  - "),
}
