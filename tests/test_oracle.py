"""References and citations equal those of citeproc-js, or differ on purpose.

The expected texts are kept in `oracle/expected`; `make oracle` compares anew, and
`make oracle OPTIONS=--write` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from oracle import corpus, goldens, ours
from oracle.compare import text

CITATIONS = goldens.CITATIONS
STYLES = [style for style in ours.styles() if style in goldens.BARS]
FILES = {file.name: file for file in corpus.own_files()}
Name = str | tuple[str, str]


@cache
def printed(style: str, file: str) -> Mapping[Name, str]:
    """What refctx prints, by key or (document, group)."""
    if file != CITATIONS:
        return {key: text(html) for key, html in ours.entries(FILES[file].library, style).items()}
    library = corpus.own_library()
    return {
        (document.name, group): text(html)
        for document in corpus.documents()
        for group, html in zip(document.groups, ours.groups(document, library, style), strict=True)
    }


@cache
def expected(file: str) -> Mapping[Name, Mapping[str, Sequence[str]]]:
    """What the references print: name → style → texts, that of citeproc-js first."""
    read: dict[str, Any] = goldens.expected(file)
    if file != CITATIONS:
        return {key: _listed(read[key]) for key in read}
    return {
        (name, group): _listed(texts)
        for name, groups in read.items()
        for group, texts in groups.items()
    }


def _listed(texts: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    return {style: [text] if isinstance(text, str) else text for style, text in texts.items()}


@cache
def accepted(style: str) -> Mapping[Name, str]:
    """Name → what refctx prints on purpose in a style."""
    return {each.name: each.ours for each in goldens.differences() if style in each.styles}


def failures(style: str, file: str) -> Iterator[str]:
    """The cases that are neither as expected nor as accepted."""
    for name, a in printed(style, file).items():
        b = expected(file)[name][style]
        if a not in b and a != accepted(style).get(name):
            yield f"{name}\n  ours   {a}\n  theirs {b[0]}"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("file", [*FILES, CITATIONS])
def test_as_expected(style: str, file: str) -> None:
    """Every entry and citation is as the reference has it, or as an accepted difference says."""
    found = list(failures(style, file))
    assert not found, f"{len(found)} of {len(printed(style, file))}:\n" + "\n".join(found)


own_library = cache(corpus.own_library)


def names_chinese_work(name: Name) -> bool:
    """True for the entry of a Chinese work, and for a group that cites one."""
    library = own_library()
    keys = [name] if isinstance(name, str) else re.findall(r"@([\w-]+)", name[1])
    return any(ours.language(library, key) == "zh-Hant" for key in keys if key in library.entries)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("of", ["entries", "citations"])
def test_share(style: str, of: str) -> None:
    """As many equal a reference as the bar asks; accepted differences do not count.

    Works in Chinese count in no style: refctx prints them in words of their own, which CSL
    cannot; what they print is held by the accepted differences.
    """
    files = [CITATIONS] if of == "citations" else [*FILES]
    same = [
        a in expected(f)[name][style]
        for f in files
        for name, a in printed(style, f).items()
        if not names_chinese_work(name)
    ]
    bar = goldens.BARS[style][of == "citations"]
    share = 100 * sum(same) / len(same)
    assert share >= bar, f"{style}: {share:.1f} % of {len(same)} {of}, the bar is {bar} %"


@pytest.mark.parametrize("style", STYLES)
def test_differences_are_needed(style: str) -> None:
    """Each accepted difference names a case, and differs from what the reference prints."""
    cases = {name: texts for file in [*FILES, CITATIONS] for name, texts in expected(file).items()}
    needless = [n for n, a in accepted(style).items() if a in cases.get(n, {}).get(style, [a])]
    assert not needless


def test_every_case_is_expected() -> None:
    """The expected files hold the entries and citations of the project, no more and no fewer."""
    for file, bibliography in FILES.items():
        assert set(expected(file)) == set(bibliography.library.entries)
    assert set(expected(CITATIONS)) == {(d.name, g) for d in corpus.documents() for g in d.groups}
