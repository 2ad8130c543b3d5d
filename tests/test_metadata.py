"""What pages tell reference managers and search engines of the works they list."""

from __future__ import annotations

import gzip
import html
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import golden
import html5lib
import pytest
from flagship import LANGUAGES, page_of, with_class
from refctx.formats import coins, csl, jsonld
from refctx.kinds import STANDARD
from refctx.load import load
from refctx.model import Entry
from tiny import CONFIG, Tiny, tiny

ROOT = Path(__file__).resolve().parent.parent
# The keys of the registry for Z39.88-2004's key/encoded-value formats, without `rft.`
_AUTHOR = "au aufirst auinit auinit1 auinitm aulast ausuffix aucorp"
KEYS = {
    "journal": f"{_AUTHOR} artnum atitle chron coden date eissn epage genre isbn issn issue jtitle "
    "pages part quarter sici spage ssn stitle title volume",
    "book": f"{_AUTHOR} atitle bici btitle date edition epage genre isbn issn pages place pub "
    "series sici spage title tpages",
    "dissertation": f"{_AUTHOR} advisor cc co date degree inst isbn title tpages",
    "patent": "applcc appldate applnumber applyear assignee au cc co date inventor invfirst "
    "invlast invinit invinit1 invinitm invsuffix kind number prioritydate pubdate title",
    "dc": "contributor coverage creator date description format identifier language publisher "
    "relation rights source subject title type",
}
GENRES = {
    "journal": {"journal", "issue", "article", "proceeding", "conference", "preprint", "unknown"},
    "book": {"book", "bookitem", "conference", "proceeding", "report", "document", "unknown"},
}
REPEATABLE = {"rft_id", "rft.au", "rft.creator", "rft.inventor"}
FORM = re.compile(r"info:ofi/fmt:kev:mtx:(\w+)")


def sources() -> dict[str, str]:
    """Every bibliography there is: golden cases, the flagship's and the oracle's."""
    cases = sorted((golden.FOLDER / "formats").glob("*.yml"))
    files = [*(ROOT / "bib").glob("*.bib"), *(ROOT / "tests/oracle/entries").glob("*.bib")]
    return {case.stem: golden.read(case)["input"] for case in cases} | {
        file.name: file.read_text(encoding="utf-8") for file in sorted(files)
    }


def read(text: str) -> list[Entry]:
    """The entries of one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.bib"
        path.write_text(text, encoding="utf-8")
        return list(load([path], Path(folder)).entries.values())


def parsed(context: str) -> dict[str, list[str]]:
    """A ContextObject as Python's own parser of queries reads it."""
    return parse_qs(context, keep_blank_values=True, strict_parsing=True, errors="strict")


@pytest.fixture(params=sorted(sources()))
def works(request: pytest.FixtureRequest) -> list[Entry]:
    """The entries of each source."""
    return read(sources()[request.param])


# -- COinS ---------------------------------------------------------------------------------


def test_coins_use_the_registrys_keys(works: list[Entry]) -> None:
    """Each work is a ContextObject with keys, genres and dates that its format has."""
    for entry in works:
        found = parsed(coins.coins(csl.plain(entry), 20))
        form = FORM.fullmatch(found["rft_val_fmt"][0])
        assert form
        allowed = {f"rft.{key}" for key in KEYS[form[1]].split()}
        assert found["ctx_ver"] == ["Z39.88-2004"]
        assert set(found) - {"ctx_ver", "rft_val_fmt", "rft_id"} <= allowed
        assert set(found.get("rft.genre", ())) <= GENRES.get(form[1], set())
        assert all(len(values) == 1 for key, values in found.items() if key not in REPEATABLE)
        assert all(values != [""] for values in found.values())
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", found.get("rft.date", ["2000"])[0])


def test_coins_say_what_csl_says(works: list[Entry]) -> None:
    """Title, names of the work and every author are in the ContextObject."""
    for entry in works:
        found, item = parsed(coins.coins(csl.plain(entry), 10_000)), csl.plain(entry)
        said = [value for values in found.values() for value in values]
        title = " ".join(item.get("title", "").split())
        assert not title or title in said
        assert not item.get("DOI") or f"info:doi/{item['DOI']}" in found["rft_id"]
        assert not item.get("URL") or item["URL"] in found["rft_id"]
        people = item.get("author") or item.get("editor") or []
        names = ("rft.aulast", "rft.aucorp", "rft.invlast", "rft.au", "rft.creator", "rft.inventor")
        assert sum(len(found.get(name, ())) for name in names) == len(people)


def test_a_preprint_an_article_and_a_book() -> None:
    """The whole ContextObject of three common works, and of one that has no format."""
    texts = [coins.coins(csl.plain(entry), 20) for entry in read("""
@article{a, author={van der Maaten, Laurens and {OpenAI} and Doe, Jr., Jo}, title={A & B},
  journal={Journal of C}, volume=3, number=2, pages={4--9}, date={2008-11}, doi={10.1000/x+y}}
@misc{p, author={Peng, Bowen and others}, title={YaRN}, eprint={2309.00071}, eprinttype={arxiv}, year=2023}
@inbook{b, author={{WHO}}, title={Part}, booktitle={Whole}, publisher={P}, year=1999, pages={1--2, 5}}
@software{s, author={Roe, Jane}, title={Tool}, url={https://example.org/t}, date={2020-01-02}}
""")]  # fmt: skip  # noqa: E501

    head = "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:"
    assert texts == [
        (
            f"{head}journal&rft_id=info:doi/10.1000/x%2By&rft.genre=article&rft.atitle=A+%26+B"
            "&rft.jtitle=Journal+of+C&rft.volume=3&rft.issue=2&rft.date=2008-11"
            "&rft.aulast=van+der+Maaten&rft.aufirst=Laurens&rft.au=OpenAI&rft.au=Doe,+Jo,+Jr."
            "&rft.spage=4&rft.epage=9"
        ),
        (
            f"{head}journal&rft_id=https://arxiv.org/abs/2309.00071&rft.genre=preprint"
            "&rft.atitle=YaRN&rft.date=2023&rft.aulast=Peng&rft.aufirst=Bowen&rft.au=et+al."
        ),
        (
            f"{head}book&rft.genre=bookitem&rft.pub=P&rft.atitle=Part&rft.btitle=Whole&rft.date=1999"
            "&rft.aucorp=WHO&rft.pages=1-2,+5"
        ),
        (
            f"{head}dc&rft_id=https://example.org/t&rft.type=computerProgram&rft.title=Tool"
            "&rft.date=2020-01-02&rft.creator=Roe,+Jane"
        ),
    ]


@pytest.mark.parametrize(("works", "names"), [(0, 400), (1, 400), (20, 20), (133, 3), (500, 3)])
def test_the_names_of_a_list_are_shared_out(works: int, names: int) -> None:
    """The longer a list, the fewer authors a work names, but never fewer than three."""
    assert coins.names_for(works) == names


def test_of_more_authors_some_are_named() -> None:
    """Three of three are named; of four the first two, and `et al.` says that there are more."""
    authors = " and ".join(f"Name{n}, A." for n in range(4))
    four, three = read(f"@misc{{x, author={{{authors}}}}} @misc{{y, author={{{authors[:-14]}}}}}")

    def named(entry: Entry, names: int) -> list[str]:
        return parsed(coins.coins(csl.plain(entry), names))["rft.creator"]

    assert named(three, 3) == ["Name0, A.", "Name1, A.", "Name2, A."]
    assert named(four, 3) == ["Name0, A.", "Name1, A.", "et al."]
    assert len(named(four, 4)) == 4


def test_every_format_of_coins_is_a_type_of_csl() -> None:
    """The tables name types that CSL-JSON can give, and no other."""
    given = set(csl.TYPES.values()) | {"article", "article-magazine", "article-newspaper", "speech"}

    assert set(coins.FORMATS) <= given
    assert set(jsonld.TYPES) <= given
    assert set(csl.TYPES) <= STANDARD


# -- JSON-LD -------------------------------------------------------------------------------


def linked_data(page: str) -> list[dict[str, Any]]:
    """The JSON-LD of a page, as an HTML parser finds it."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    scripts = [e for e in root.iter("script") if e.get("type") == "application/ld+json"]
    return [json.loads(script.text) for script in scripts]


def test_a_list_is_described_to_search_engines(tmp_path: Path) -> None:
    """An ItemList with each work's type, name, first authors, date and addresses, in order."""
    site = tiny(tmp_path, index="[@knuth1984; @x]", refs="# References\n\n{{ bibliography() }}")
    authors = " and ".join(f"Zed{n}, Ann" for n in range(5))
    fields = f"author={{{authors}}}, title={{</script><b>}}, date={{2001-02}}, doi={{10.1000/x}}"
    site.put("bib/x.bib", f"@misc{{x, {fields}}}").build(strict=True)

    (found,) = linked_data(site.page("refs/index.html"))
    first, second = found.pop("itemListElement")
    assert found == {
        "@context": "https://schema.org", "@type": "ItemList", "name": "References",
        "numberOfItems": 2,
    }  # fmt: skip
    address = "https://example.org/tiny/refs/#bib-"
    assert first == {
        "@type": "ListItem",
        "position": 1,
        "item": {
            "@type": "ScholarlyArticle",
            "name": "Literate Programming",
            "author": [{"@type": "Person", "name": "Donald E. Knuth"}],
            "datePublished": "1984",
            "url": f"{address}knuth1984",
        },
    }
    assert second["item"] == {
        "@type": "CreativeWork",
        "name": "</script><b>",
        "author": [{"@type": "Person", "name": f"Ann Zed{n}"} for n in range(3)],
        "datePublished": "2001-02",
        "sameAs": "https://doi.org/10.1000/x",
        "url": f"{address}x",
    }


def test_a_long_list_is_described_in_brief(tmp_path: Path) -> None:
    """Beyond `MAX_WORKS` works each has its type and address alone, which bounds the page."""
    count = jsonld.MAX_WORKS + 1
    keys = "; ".join(f"@k{n}" for n in range(count))
    bib = "".join(f"@book{{k{n}, author={{Roe, Jane}}, title={{T{n}}}}}\n" for n in range(count))
    site = tiny(tmp_path, index=f"[{keys}]\n\n{{{{ bibliography() }}}}").put("bib/k.bib", bib)
    site.put("mkdocs.yml", CONFIG.replace("site_url: https://example.org/tiny/\n", ""))
    site.build(strict=True)

    (found,) = linked_data(site.page("index.html"))
    assert found["numberOfItems"] == count
    assert {tuple(one["item"]) for one in found["itemListElement"]} == {("@type", "url")}
    # Without an address of the site they are those of the page.
    assert found["itemListElement"][0]["item"] == {"@type": "Book", "url": "#bib-k0"}


# -- pages ---------------------------------------------------------------------------------


def described(site: Tiny, page: str) -> tuple[int, int]:
    """How many COinS and blocks of JSON-LD a page has."""
    text = site.page(page)
    return text.count('class="Z3988"'), len(linked_data(text))


def test_only_a_list_of_everything_is_described(tmp_path: Path) -> None:
    """Other lists repeat what it says; `metadata: false` says nothing."""
    some = '{{ bibliography(scope="page") }}\n\n{{ reading_list("knuth1984") }}'
    site = tiny(
        tmp_path, index=f"[@knuth1984; @lamport1994]\n\n{some}", refs="{{ bibliography() }}"
    )
    site.build(strict=True)
    assert described(site, "index.html") == (0, 0)
    assert described(site, "refs/index.html") == (2, 1)

    site.put("mkdocs.yml", CONFIG.replace("[refctx]", "[refctx: {metadata: false}]"))
    site.build(strict=True)
    assert described(site, "refs/index.html") == (0, 0)
    assert "refctx-exports" in site.page("refs/index.html")


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_neither_data_nor_controls_reach_the_search(tmp_path: Path, theme: str) -> None:
    """The search finds works, not what is printed beside them."""
    plugin = "material/search" if theme == "material" else "search"
    config = CONFIG.replace("name: mkdocs", f"name: {theme}").replace("[r", f"[{plugin}, r")
    site = tiny(tmp_path, index="[@knuth1984]", refs="# References\n\n{{ bibliography() }}")
    site.put("mkdocs.yml", config).build(strict=True)

    assert (site.aborted, site.messages) == ("", [])
    index = site.page("search/search_index.json")
    assert "Literate Programming" in index
    for text in ("schema.org", "Z39.88", "Download all", "Copy BibTeX", "Select"):
        assert text not in index
        assert text in html.unescape(site.page("refs/index.html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_flagships_list_is_described_and_light(
    flagship: tuple[Path, str], language: str
) -> None:
    """Each of the 146 works has COinS and a place in the JSON-LD; the page stays below 45 kB."""
    root = page_of(flagship[0], language, "references/")
    entries = with_class(root, "refctx-entry")
    contexts = [parsed(e.get("title", "")) for e in with_class(root, "Z3988")]
    text = (flagship[0] / LANGUAGES[language] / "references/index.html").read_text(encoding="utf-8")
    (data,) = linked_data(text)

    assert len(entries) == len(contexts) == data["numberOfItems"] == 146
    assert [one["item"]["url"] for one in data["itemListElement"]] == [
        f"{flagship[1]}{LANGUAGES[language]}references/#{_quoted(e.get('id', ''))}" for e in entries
    ]
    forms = Counter(FORM.fullmatch(found["rft_val_fmt"][0])[1] for found in contexts)  # type: ignore[index]
    assert forms["journal"] > 100
    assert len(gzip.compress(text.encode(), 9)) < 45_000


def _quoted(anchor: str) -> str:
    return quote(anchor, safe="-._~!$&()*+,;=:@/?")
