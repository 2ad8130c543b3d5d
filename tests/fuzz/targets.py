"""What is fuzzed: each target takes any bytes and raises where they show a fault.

A fault is an exception, an element or id that should not be there, something lost, or five
seconds for four kilobytes.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from time import process_time

import golden
from markdown import Markdown
from refctx import tex
from refctx.call import CallError, parse_call
from refctx.checking import Found
from refctx.checks.form import form_findings
from refctx.checks.library import about_library
from refctx.cite import dump, parse_group, parse_narrative, restore
from refctx.codes import CODES
from refctx.collect import collect
from refctx.fix import mended
from refctx.fixing import fixed
from refctx.formats.bibtex import bibtex
from refctx.formats.ris import ris
from refctx.hosts.markdown import RefctxExtension
from refctx.load import library
from refctx.model import Library
from refctx.page_macros import PAGE_MACROS
from refctx.people import people
from refctx.pipeline import finish
from refctx.policy import Policy
from refctx.render import Macros
from refctx.sources import Source, sources

LONGEST, SECONDS = 4096, 5
LAST = "\n@book{the-last, title = {T}}\n"
BIB = """@book{foo, author = {Ann Foo}, title = {<script>}, date = {2001}, url = {https://x.y/}}
@book{bar:1, author = {Bob Bar}, title = {B "b"}, date = {2002}, ids = {other}}
@book{大, title = {大學}, author = {王一}}"""
MACROS = Macros(locale="en", style="apa", features=("permalinks", "metadata"))
NAMES = PAGE_MACROS
_FORMULA = re.compile(r'<math alttext="([^"<>]*)">.*?</math>')
_ALLOWED = re.compile(r"i|b|sub|sup|code|span|math|m[a-z]+")
_ODD = re.compile("on|href|src|style$|id")
_FORM = tuple(code for code, about in CODES.items() if about.fixable)


def _source(text: str) -> Source:
    return Source(path=Path("refs.bib"), name="refs.bib", text=text)


KNOWN = library([_source(BIB)])


def load(data: bytes) -> None:
    """A `.bib` file: read, checked, mended and exported; the entry on its last line is kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.bib"
        path.write_bytes(data + LAST.encode())
        _read(path)


def _read(path: Path) -> None:
    (source,) = sources([path], path.parent)
    found = library([source])
    assert "the-last" in found.entries or LAST.strip() not in source.text, "the last entry is lost"
    about_library(found)
    form_findings(source)
    _export(found)
    if fixed(Found(judged=(), sources=((source, Policy()),)), _FORM, write=True, show=str):
        (again,) = sources([path], path.parent)
        assert mended(again, _FORM, lambda _: False) == again.text, "mending is not done at once"
        kept = library([again]).entries
        assert [*kept] == [*found.entries], "mending changes which entries are read"


def _export(found: Library) -> None:
    works = [entry for entry in found.entries.values() if not re.search("[{}]", entry.key)]
    exported = bibtex(works)
    again = library([_source(exported)]).entries
    assert [*again] == [entry.key for entry in works], "an exported entry is not read"
    assert bibtex(again.values()) == exported, "an export is not read as it was written"
    assert ris(works).count("\r\nER  - \r\n") == len(works), "RIS has more or fewer works"


def tex_field(data: bytes) -> None:
    """The TeX of a field: only the promised elements, closed in order; HTML and text agree."""
    source = data.decode(errors="replace")
    html, text = tex.to_html(source), tex.to_text(source)
    for one in (html, tex.to_html(source, protected=True)):
        elements = _Elements()
        elements.feed(one)
        assert not elements.open, f"elements are not closed: {elements.open}"
    bare = unescape(re.sub("<[^>]*>", "", _FORMULA.sub(r"\1", html)))
    assert re.sub(" +", " ", bare).strip(" ") == text, "HTML and text differ"
    tex.unread(source)
    people(source)


class _Elements(HTMLParser):
    """Raises where an element is none of those that `tex` promises."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert _ALLOWED.fullmatch(tag), f"an element <{tag}>"
        assert not any(_ODD.match(name) for name, _ in attrs), f"attributes {attrs}"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "elements are not closed in order"


def cite(data: bytes) -> float:
    """A page in Markdown: read, collected and filled; groups and calls of any text.

    Returns the seconds that Markdown took itself.
    """
    source = data.decode(errors="replace")
    for group in (parse_group(source, KNOWN.entries), parse_narrative(source, KNOWN.entries)):
        assert group is None or restore(dump(group)) == group, "a group is not restored"
    with suppress(CallError):
        parse_call(source)
    begun = process_time()
    plain = _markdown(source)
    seconds = process_time() - begun
    if plain is None or "data-refctx" in plain.lower():
        return seconds  # Markdown's own fault, or a marker that its author wrote
    extension = RefctxExtension(KNOWN.entries, NAMES, KNOWN.aliases)
    html = Markdown(extensions=[*golden.EXTENSIONS, extension]).convert(source)
    page = collect(html, path="index.md", url="", title="T", faults=extension.faults)
    result = finish([(page, html)], KNOWN, MACROS, {"index.md": source})
    _filled(result.filled["index.md"].html, plain)
    return 2 * seconds  # with refctx it did the same again


def _markdown(source: str) -> str | None:
    """The page without refctx; None where Markdown fails."""
    with suppress(Exception):  # whatever it is, it is not ours
        return Markdown(extensions=golden.EXTENSIONS).convert(source)
    return None


def _filled(html: str, plain: str) -> None:
    assert "<script" not in html.lower() or "<script" in plain.lower(), "a script"
    assert "data-refctx-cite" not in html, "a marker is left"
    ids = [one for one in re.findall(r'\sid="([^"]*)"', html) if one.startswith("refctx-bib-")]
    assert len(ids) == len(set(ids)) or "refctx-bib-" in plain, "an anchor stands twice"


def bounded(target: Callable[[bytes], float | None]) -> Callable[[bytes], None]:
    """The target with the bounds on length and time."""

    def run(data: bytes) -> None:
        begun = process_time()
        others = target(data[:LONGEST]) or 0
        seconds = process_time() - begun - others
        assert seconds < SECONDS, f"{seconds:.1f} seconds"

    return run


TARGETS = {"load": bounded(load), "tex": bounded(tex_field), "cite": bounded(cite)}
