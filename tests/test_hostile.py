"""What is true of every hostile case, whatever its golden file says."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree  # noqa: N813  # its usual name
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

import golden
import html5lib
import pytest
from hostile import (
    CONTEXTS,
    FOLDER,
    INDEX,
    MAP,
    NEIGHBOURS,
    REFS,
    Built,
    Case,
    built,
    cases,
    plain,
    topics,
)
from refctx.load import load

# What refctx and Markdown print; a MathML element brings no attribute but those of its look.
ELEMENTS = set(
    """
    a b blockquote br button code col colgroup dd del details div dl dt em fieldset figcaption
    figure form h1 h2 h3 h4 h5 h6 hr i img input label legend li link noscript ol option output p
    pre progress rect section select small span strong sub summary sup svg table tbody td template
    text tfoot th thead title tr ul
    math mrow mi mn mo mtext mspace msqrt mstyle mpadded mphantom mtable mtr mtd mfrac mroot msub
    msup munder mover msubsup munderover
    """.split()  # noqa: SIM905  # a list of names reads best as words
)
ATTRIBUTES = set(
    """
    accept aria-expanded aria-haspopup aria-hidden aria-label aria-labelledby aria-live alt
    autocapitalize autocomplete checked class colspan disabled download for height hidden href id
    lang max name placeholder popover rel role rowspan scope spellcheck src start tabindex title
    type value width x y alttext accent accentunder columnalign columnlines columnspacing
    depth displaystyle fence form largeop linethickness lspace mathvariant maxsize minsize
    movablelimits rowlines rowspacing rspace scriptlevel separator stretchy symmetric
    data-all data-anchors data-contexts data-copied data-copy data-ending data-facts data-failed
    data-refctx data-refctx-boxes data-refctx-pattern data-refctx-refused data-refctx-sure data-save
    data-search-exclude data-selected data-shown data-some data-works
    """.split()  # noqa: SIM905
)
# Where `style` may stand, as Markdown's tables print it.
_ALIGNED = re.compile(r"text-align: (?:left|right|center);")
# As a browser reads it: what comes before a colon is a scheme, whatever controls are in it.
_SCHEME = re.compile(r"[\x00-\x20]*([^/?#:]*):")
_DATA = '<script type="application/ld+json">'
_RIS = re.compile(r"[A-Z][A-Z0-9]  - [^\r\n]*")
_OURS = re.compile("(?:refctx-)?bib-")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# 191 times 7, and what Jinja or Python print of themselves.
_EVALUATED = re.compile(r"1337|<(?:class|function|module|bound method)|TemplateReference|root:x:0")


@cache
def elements(page: str) -> tuple[tuple[str, str, str], ...]:
    """A page as a browser reads it: each (element, attribute, value), and (element, "", "")."""
    tree: etree.Element = html5lib.parseFragment(page, namespaceHTMLElements=False)
    found: list[tuple[str, str, str]] = []
    for element in tree.iter():
        if isinstance(element.tag, str):
            name = element.tag.rpartition("}")[2]
            found += ((name, key, value) for key, value in element.attrib.items())
            found.append((name, "", ""))
    return tuple(found)


def values(page: str, *names: str) -> list[str]:
    """The values of attributes of these names, in order."""
    return [value for _, attribute, value in elements(page) if attribute in names]


def forbidden(element: str, attribute: str, value: str) -> bool:
    """True for what no hostile text may put into a page."""
    if element not in {*ELEMENTS, "DOCUMENT_FRAGMENT"}:
        return True
    if attribute in ("href", "src"):
        return not is_safe(value)
    if attribute == "style":
        return not _ALIGNED.fullmatch(value)
    return bool(attribute) and attribute not in ATTRIBUTES


def is_safe(address: str) -> bool:
    """True for an address of http, https or mailto, and for one inside the site."""
    scheme = _SCHEME.match(address)
    inside = not scheme and not re.match(r"[/\\]{2}", address)
    return inside or bool(scheme and scheme[1].lower() in ("http", "https", "mailto"))


def neighbours_are_kept(case: Case, site: Built) -> None:
    """Both sound entries are read whole and without a finding."""
    titles = {key: site.library.entries[key].title for key in NEIGHBOURS}
    assert titles == NEIGHBOURS
    assert not [finding for finding in site.findings if finding.key in NEIGHBOURS and case.bib]


def neighbours_are_printed(case: Case, site: Built) -> None:
    """Both sound entries and citations are printed as they would be without the case."""
    assert re.search('id="refctx-bib-before-1"', site.pages[INDEX])
    assert re.search(r'id="refctx-bib-behind-\d+"', site.pages[REFS])
    for key, title in NEIGHBOURS.items():
        (line,) = re.findall(rf'<li class="refctx-entry" id="bib-{key}">.*', site.pages[REFS])
        assert f"<i>{title}</i>. House." in line
        assert f'#refctx-bib-{key}-1"' in line


def only_allowed_markup_is_printed(case: Case, site: Built) -> None:
    """All elements, attributes and addresses are of a list, or the page's author wrote them."""
    own = set(elements(plain(case))) if case.raw else set()
    for page in site.pages.values():
        found = [one for one in elements(page) if forbidden(*one) and one not in own]
        data = [("script", "type", "application/ld+json"), ("script", "", "")]
        assert found in ([], data) or (case.raw and set(found) <= set(data))


def ids_are_unique(case: Case, site: Built) -> None:
    """No page has an id twice, but where its author gave it."""
    for page in site.pages.values():
        found, own = Counter(values(page, "id")), Counter(values(plain(case), "id"))
        assert [one for one, count in found.items() if count > max(1, own[one])] == []


def nothing_is_evaluated(case: Case, site: Built) -> None:
    """No page and no file holds what an expression would yield."""
    for text in (*site.pages.values(), *site.files.values()):
        assert not _EVALUATED.search(text)


def data_in_pages_is_json(case: Case, site: Built) -> None:
    """Data in a script and in attributes is JSON that cannot end its script."""
    for page in site.pages.values():
        for text in re.findall(rf"{_DATA}(.*?)</script>", page, re.DOTALL):
            json.loads(text)
            assert not re.search("</script|<!--|<", text, re.IGNORECASE)
        for value in values(page, "data-facts", "data-anchors"):
            json.loads(value)


def files_are_sound(case: Case, site: Built) -> None:
    """Each exported file can be read as its format, and no page or file has odd characters."""
    assert case.raw or not _CONTROL.search("".join(site.pages.values()))
    for text in site.files.values():
        assert not _CONTROL.search(text)
    json.loads(site.files[MAP])
    for call in (site.files["refctx/library.js"], site.files[CONTEXTS]):
        found = re.fullmatch(r"refctx[A-Z]\w+\((.*)\);\n", call, re.DOTALL)
        assert found
        json.loads(found[1])
    cited = list(site.listed)
    for path, text in site.files.items():
        if path.endswith(".ris"):
            assert all(_RIS.fullmatch(line) for line in text.split("\r\n") if line)
            assert "\n" not in text.replace("\r\n", "")
            assert text.count("TY  - ") == text.count("\r\nER  - ")
    assert {item["id"] for item in json.loads(site.files["refctx/library.json"])} == set(cited)


def bibtex_comes_back(case: Case, site: Built, folder: Path) -> None:
    """The exported BibTeX, read again, has the same keys and titles in the same order."""
    path = folder / "again.bib"
    path.write_text(site.files["refctx/library.bib"], encoding="utf-8")
    again = load([path], folder)
    first = [key for key in again.entries if key in site.library.entries]
    assert first == list(again.entries)
    for key in site.listed:
        assert key in again.entries
        assert again.entries[key].title == site.library.entries[key].title


def links_lead_to_ids(case: Case, site: Built) -> None:
    """Each way from a citation to its entry and back finds the id it names."""
    ids = {path: set(values(page, "id")) for path, page in site.pages.items()}
    for path, page in site.pages.items():
        for address in values(page, "href"):
            target, _, fragment = address.partition("#")
            other = {"": path, "refs/": REFS, "../": INDEX}.get(target, "")
            if other and _OURS.match(fragment) and not case.raw:
                assert {fragment, unquote(fragment)} & ids[other]


CHECKS: tuple[Callable[[Case, Built], None], ...] = (
    neighbours_are_printed,
    only_allowed_markup_is_printed,
    ids_are_unique,
    nothing_is_evaluated,
    data_in_pages_is_json,
    files_are_sound,
    links_lead_to_ids,
)


@pytest.mark.parametrize("topic", topics())
def test_each_case_gives_what_its_file_states(topic: str) -> None:
    """What becomes of the cases is what the file says."""
    path = FOLDER / f"{topic}.yml"
    assert golden.run(path) == golden.read(path)["output"]


@pytest.mark.parametrize("topic", topics())
def test_nothing_gets_out_and_nothing_is_lost(topic: str, tmp_path: Path) -> None:
    """Whatever a case holds, its neighbours stand, and pages and files keep their form."""
    failed = []
    for name, case in cases(topic).items():
        site = built(case)
        checks = (*CHECKS, partial(bibtex_comes_back, folder=tmp_path)) if site.pages else ()
        for check in (neighbours_are_kept, *checks):
            try:
                check(case, site)
            except (AssertionError, ValueError) as error:
                failed.append(f"{name}: {check.__name__}: {str(error)[:300]}")
    assert failed == [], "\n".join(failed)


def test_the_documentation_counts_the_cases() -> None:
    """The table about testing has each topic with its number of cases, and their sum above it."""
    text = (Path(__file__).parent.parent / "docs/contributing/testing.md").read_text("utf-8")
    section = text.split("\n## Hostile input\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", section, re.MULTILINE)
    counted = {topic: len(cases(topic)) for topic in topics()}
    assert {topic: int(count) for topic, count in rows} == counted
    assert f" holds {sum(counted.values())} cases" in section
    assert sum(counted.values()) >= 220
