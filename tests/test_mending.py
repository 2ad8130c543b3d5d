"""Properties of mending: done at once, and nothing changed but what is said."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from refctx.checking import Found
from refctx.codes import CODES
from refctx.fix import mended
from refctx.fixing import fixed
from refctx.load import library
from refctx.model import Entry
from refctx.policy import Policy
from refctx.sources import Source, sources

FORMS = tuple(code for code, about in CODES.items() if about.fixable)
SPACES = st.sampled_from(("", " ", "\n", "\n  ", "\n\t", "\n\n", "  "))
LOOSE = st.sampled_from((
    "doi = {https://doi.org/10.1/x}", "doi={10.1000/x}", 'doi = "doi:10.1000/a-b"', "DOI = {10}",
    "pages = {1-9}", "Pages = {iv–xi, 3 - 5}", 'pages="10---12"', "pages = 7", "pages = {S1-S9}",
    "year = 2001", "month = jan # {~1}", "title = {A {B} %% c}", "author\n=\n{Ann}", "x = y # z",
    'note = "{"}"', "title = {@book{q, a = {b}}}", "year  = {2001}", "abstract = {\n  a\n\n b}",
))  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> str:
    """Text of a file, laid out anyhow, with what is broken or no entry between."""
    pieces = ["% Ünï € 大學\n"]
    for number in range(draw(st.integers(1, 3))):
        fields = draw(st.lists(st.tuples(SPACES, LOOSE, SPACES), min_size=1, max_size=4))
        body = ",".join(f"{before}{field}{behind}" for before, field, behind in fields)
        closes = draw(st.sampled_from((",\n}\n", "}\n", " }", ",}\n", "\n\n}\n")))
        junk = draw(st.sampled_from(("", "% a\n", "@comment{c}\n", "@book{open, t = {\n", "}\n")))
        pieces.append(f"{draw(SPACES)}@book{draw(SPACES)}{{k{number},{body}{closes}{junk}")
    return "".join(pieces)


@settings(max_examples=80, derandomize=True)
@given(
    files(),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252")),
    st.sampled_from(("\n", "\r\n", "\r")),
)
def test_mending_is_done_at_once_and_changes_what_it_says(
    text: str, encoding: str, line_end: str
) -> None:
    """A mended file needs no mending; other fields, encoding and line ends are as they were."""
    if encoding == "cp1252":
        text = text.replace("大學", "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.bib"
        path.write_bytes(text.replace("\n", line_end).encode(encoding))
        before, was_mended = mend(path)
        once = path.read_bytes()
        after, was_mended_again = mend(path)

        assert was_mended == (after.text != before.text)
        assert (was_mended_again, path.read_bytes()) == (False, once)
    assert (after.encoding, after.line_end) == (before.encoding, before.line_end)
    assert [_kept(entry) for entry in library([after]).entries.values()] == [
        _kept(entry) for entry in library([before]).entries.values()
    ]


def test_a_value_that_would_hold_an_entry_is_not_laid_out() -> None:
    """What is read as broken is not mended as if it were whole; what stands in it is."""
    text = "@book{a,t={{\n@book{b,t={}}\n}}}\n"
    source = Source(path=Path("refs.bib"), name="refs.bib", text=text)
    assert mended(source, FORMS, lambda _: False) == ("@book{a,t={{\n@book{b,\n  t = {},\n}\n}}}\n")


def test_an_entry_is_read_whatever_its_first_field(tmp_path: Path) -> None:
    """Fields in another order do not make an entry of what was none before."""
    path = tmp_path / "refs.bib"
    path.write_text("@string{s={\n@book{b,x.y={},title={T}}\n}}\n", encoding="utf-8")
    before, was_mended = mend(path)
    after, _ = mend(path)

    assert was_mended
    assert [*library([before]).entries] == [*library([after]).entries] == ["b"]


def mend(path: Path) -> tuple[Source, bool]:
    """A file as it was read, and whether anything was mended in it."""
    (source,) = sources([path], path.parent)
    found = Found(judged=(), sources=((source, Policy()),))
    return source, fixed(found, FORMS, write=True, show=str)


def test_a_file_that_cannot_be_written_as_it_was_is_left_alone(tmp_path: Path) -> None:
    """Bytes without a letter, control characters and line ends of two kinds keep a file."""
    loose = b"@book{k,title={T}}"
    for data in (b"% \xe9 \x81\n" + loose, b"%\r\n%\n" + loose, b"\0" + loose):
        path = tmp_path / "refs.bib"
        path.write_bytes(data)
        assert (mend(path)[1], path.read_bytes()) == (False, data)


def _kept(entry: Entry) -> tuple[str, str, dict[str, str], str]:
    """All that mending may not touch: DOIs but for their form, pages but for their dashes."""
    fields = dict(entry.written)
    pages = re.sub(r"\s*[-–—]+\s*", "-", fields.pop("pages", ""))
    bare = re.sub(r"(?i)^(?:https?://doi.org/|doi:)", "", fields.pop("doi", ""))
    return entry.key, entry.kind, fields, f"{pages} {bare}"
