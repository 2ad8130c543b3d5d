"""Addresses: which are safe, and from one page to another."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from refctx.links import arxiv_id, doi, links_of, relative, safe_target, safe_url
from refctx.model import Entry, Place

HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:x",
    "file:///etc/passwd",
    "{javascript:alert(1)}",
    r"\url{javascript:alert(1)}",
    'https://x.y/"onmouseover="alert(1)',
    "https://x.y/<b>",
    "https://x.y/ z",
    "https://",
    "https://good.example@evil.example/",
    "https://x.y/\u202egpj.exe",
    "https://x\u200b.y/",
    "mailto:a@x.y%0d%0aBcc:b@x.y",
    "//x.y/",
    r"\\x.y",
    "/\t/x.y",
]


def entry(**fields: str) -> Entry:
    """An entry with these fields."""
    return Entry(key="k", kind="misc", fields=fields, people={}, place=Place("refs.bib"))


@pytest.mark.parametrize("value", HOSTILE)
def test_an_address_that_could_do_harm_is_dropped(value: str) -> None:
    """Only whole http, https and mailto addresses without quotes, brackets and spaces pass."""
    assert safe_url(value) == ""
    assert safe_target(value) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://x.y/a_b?c=d&e=f#g", "https://x.y/a_b?c=d&e=f#g"),
        ("HTTP://X.Y", "HTTP://X.Y"),
        ("mailto:me@x.y", "mailto:me@x.y"),
        ("https://x.y/@me?a=b@c", "https://x.y/@me?a=b@c"),
        (r"https://x.y/a\_b\%20c\&d\#e", "https://x.y/a_b%20c&d#e"),
        (r"\url{https://x.y/\~{}me}", "https://x.y/~me"),
        (r"https://x.y/\textasciitilde me", "https://x.y/~me"),
        ("{https://x.y/é}", "https://x.y/é"),
    ],
)
def test_a_safe_address_is_cleaned_of_tex(value: str, expected: str) -> None:
    """Braces, commands and escapes go; the address stays."""
    assert safe_url(value) == expected


@pytest.mark.parametrize("value", ["guide/", "../a.html#b:c", "#x", "/a?b=c:d", ""])
def test_an_address_without_a_scheme_may_be_a_target(value: str) -> None:
    """A page may link to its own site."""
    assert safe_target(value) == value


@pytest.mark.parametrize(
    "base", ["", "guide/", "guide/scaling/", "a.html", "guide/b.html", "index.html"]
)
@pytest.mark.parametrize(
    "target", ["", "guide/", "guide/scaling/", "a.html", "guide/b.html", "other/c/d/"]
)
@pytest.mark.parametrize("anchor", ["", "bib-key"])
def test_a_relative_address_leads_to_its_target(base: str, target: str, anchor: str) -> None:
    """Whatever a browser makes of it from the base is the target, for folders and files alike."""
    site = "https://x.y/sub/"
    expected = site + target + (f"#{anchor}" if anchor else "")
    found = urljoin(site + base, relative(target, base, anchor))
    assert found.removesuffix("#") == expected


def test_an_anchor_is_percent_encoded() -> None:
    """Letters beyond ASCII are encoded in links; signs that a fragment may hold stay."""
    assert relative("", "", "bib-doi:10.1/a+b") == "#bib-doi:10.1/a+b"
    assert relative("", "", "bib-rozière<2024>") == "#bib-rozi%C3%A8re%3C2024%3E"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"eprint": "2305.13245v2"}, "2305.13245"),
        ({"eprint": "arXiv:2305.13245", "archiveprefix": "arXiv"}, "2305.13245"),
        ({"eprint": "hep-th/9108028"}, "hep-th/9108028"),
        ({"eprint": "2305.13245", "eprinttype": "hal"}, ""),
        ({"eprint": "../../evil"}, ""),
        ({}, ""),
    ],
)
def test_an_arxiv_id_is_known_by_its_form(fields: dict[str, str], expected: str) -> None:
    """Old and new numbers are read without version; other archives and forms are none."""
    assert arxiv_id(entry(**fields)) == expected


@pytest.mark.parametrize(
    "value", ["10.1000/a_b", "https://doi.org/10.1000/a_b", "doi: 10.1000/a_b", r"10.1000/a\_b"]
)
def test_a_doi_is_read_in_every_spelling(value: str) -> None:
    """Resolver, label and TeX escapes are no part of a DOI."""
    assert doi(entry(doi=value)) == "10.1000/a_b"


def test_a_doi_comes_before_the_page_and_is_encoded() -> None:
    """The first link of a work is the one that lasts; signs that end an attribute are encoded."""
    links = links_of(entry(doi='10.1000/a<b>"c', url="https://x.y"))
    assert [link.kind for link in links] == ["doi", "website"]
    assert links[0].url == "https://doi.org/10.1000/a%3Cb%3E%22c"
