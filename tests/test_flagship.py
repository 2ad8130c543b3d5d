"""The built flagship site equals the ground truth."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from time import process_time
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

import pytest
from flagship import (
    CHAPTERS,
    LANGUAGES,
    PAGES,
    TRUTH,
    article,
    citations,
    headings,
    inner_html,
    page_of,
    text_of,
    truth,
    with_class,
)
from refctx.proof import proof

PLAYBOOK = "https://huggingfacetb-smol-training-playbook.hf.space/"
Site = tuple[Path, str]
# The pages that cite, in reading order.
CITING = (*(f"playbook/{name}/" for name in CHAPTERS), "footnotes/")

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_page = pytest.mark.parametrize("url", PAGES, ids=lambda url: url.strip("/") or "home")


@every_language
def test_the_references_equal_the_playbooks(flagship: Site, language: str) -> None:
    """All 146 references stand in order, equal to the playbook's in text and markup."""
    expected = re.findall(
        r'<li id="([^"]*)">(.*)</li>', (TRUTH / "references.html").read_text(encoding="utf-8")
    )
    entries = with_class(page_of(flagship[0], language, "references/"), "refctx-entry")
    printed = [(e.get("id"), inner_html(with_class(e, "refctx-reference")[0])) for e in entries]

    assert len(printed) == 146
    assert printed == expected


def _all_citations(site: Path, language: str) -> list[tuple[str, str, str]]:
    """(id, heading, text) of each citation, chapters first and the footnotes last."""
    return [
        (anchor, heading, text_of(link))
        for url in CITING
        for anchor, heading, link in citations(page_of(site, language, url))
    ]


@every_language
def test_every_context_stands_once_in_its_section(flagship: Site, language: str) -> None:
    """All 188 citations stand in the playbook's order under the playbook's headings."""
    expected = [(c["id"], c["section"]) for c in truth("contexts.json")]
    found = [(anchor, heading) for anchor, heading, _ in _all_citations(flagship[0], language)]

    assert len(found) == 188
    assert found == expected


@every_language
def test_no_other_page_cites(flagship: Site, language: str) -> None:
    """Home, lists, references, cite and about hold no citation, so N is the playbook's N."""
    others = [url for url in PAGES if not url.startswith(("playbook/", "footnotes/"))]
    cited = {url: citations(page_of(flagship[0], language, url)) for url in others}

    assert {url: found for url, found in cited.items() if found} == {}


@every_language
def test_labels_are_those_of_a_whole_text(flagship: Site, language: str) -> None:
    """Labels take account of all 146 works; narrative ones name the year in parentheses."""
    labels = truth("labels.json")
    expected = []
    for context in truth("contexts.json"):
        label = labels[context["key"]]
        names, year = label.rsplit(", ", 1)
        narrative = f"{names} ({year})".replace(" & ", " and ")
        expected.append(narrative if context["form"] == "narrative" else label)

    assert [text for _, _, text in _all_citations(flagship[0], language)] == expected


@every_language
def test_groups_are_the_playbooks(flagship: Site, language: str) -> None:
    """Citations share a parenthesis exactly where they do in the playbook."""
    found = [
        len(with_class(group, "refctx-citation"))
        for url in CITING
        for group in with_class(page_of(flagship[0], language, url), "refctx-group")
    ]
    sizes = Counter(context["group"] for context in truth("contexts.json"))

    assert found == [sizes[group] for group in sorted(sizes)]


@every_language
def test_back_links_equal_the_contexts(flagship: Site, language: str) -> None:
    """Each reference leads back to all of its contexts in order, and names their headings."""
    titles = {s["slug"]: s[language] for s in truth("sections.json")}
    contexts: dict[str, list[dict[str, str]]] = {}
    for context in truth("contexts.json"):
        contexts.setdefault(f"bib-{context['key']}", []).append(context)
    root = page_of(flagship[0], language, "references/")
    for entry in with_class(root, "refctx-entry"):
        links = with_class(entry, "refctx-backlink")
        expected = contexts[entry.get("id", "")]
        assert [unquote(a.get("href", "").split("#")[1]) for a in links] == [
            c["id"] for c in expected
        ]
        places = [text_of(p) for p in with_class(entry, "refctx-place")]
        named = list(dict.fromkeys(titles[c["section"]] for c in expected))
        assert [p.startswith(title) for p, title in zip(places, named, strict=True)] == [
            True
        ] * len(named)


@every_language
def test_every_back_link_has_a_name_of_its_own(flagship: Site, language: str) -> None:
    """No two back-links of the reference list are called the same."""
    root = page_of(flagship[0], language, "references/")
    names = Counter(a.get("aria-label") for a in with_class(root, "refctx-backlink"))

    assert sum(names.values()) == 188
    assert [name for name, n in names.items() if n > 1] == []


@every_language
@every_page
def test_links_of_one_name_lead_to_one_place(flagship: Site, language: str, url: str) -> None:
    """Within a page's content a link's name tells where it leads."""
    targets: dict[str, set[str]] = {}
    for link in article(page_of(flagship[0], language, url)).iter("a"):
        if link.get("href"):
            name = link.get("aria-label") or text_of(link)
            targets.setdefault(name, set()).add(urljoin(f"http://x/{url}", link.get("href", "")))

    assert "" not in targets
    assert {name: found for name, found in targets.items() if len(found) > 1} == {}


@every_language
def test_every_entry_and_context_has_its_permalink(flagship: Site, language: str) -> None:
    """Each of the 146 entries and 188 citations holds one link to itself."""
    found = []
    for url in PAGES:
        root = page_of(flagship[0], language, url)
        found += [unquote(a.get("href", "")) for a in with_class(root, "refctx-permalink")]
    expected = [f"#{context['id']}" for context in truth("contexts.json")]
    citations = [href for href in found if "refctx-" in href]

    assert citations == expected
    for entry in with_class(page_of(flagship[0], language, "references/"), "refctx-entry"):
        hrefs = [unquote(a.get("href", "")) for a in with_class(entry, "refctx-permalink")]
        assert hrefs == [f"#{entry.get('id')}"]


@every_language
def test_every_way_back_says_how_its_sentence_begins(flagship: Site, language: str) -> None:
    """What each of the 188 back-links tells holds words of the remark that it leads to."""
    marks = {"en": ": “", "zh": "：「"}[language]
    remarks = {}
    for url in [*(f"playbook/{name}/" for name in CHAPTERS), "footnotes/"]:
        root = article(page_of(flagship[0], language, url))
        for block in (e for e in root.iter() if e.tag in {"li", "p", "dd"}):
            remarks |= {c.get("id"): text_of(block) for c in with_class(block, "refctx-citation")}
    script = (flagship[0] / LANGUAGES[language] / "refctx/contexts.js").read_text("utf-8")
    told = json.loads(script.removeprefix("refctxContexts(").rstrip(");\n"))
    links = with_class(page_of(flagship[0], language, "references/"), "refctx-backlink")
    for link in links:
        anchor = unquote(link.get("href", "").split("#")[1])
        beginning = told[anchor].partition(marks)[2][:-1]
        words = re.split(r"…|\(| ?↗", beginning)[0].strip()
        assert len(words) >= 3
        assert words in remarks[anchor].replace("↗", "")

    assert len(links) == 188


@every_language
def test_each_context_leads_to_the_same_place_of_the_playbook(
    flagship: Site, language: str
) -> None:
    """Behind each citation stands a link to its anchor in the playbook."""
    pages = [f"playbook/{name}/" for name in CHAPTERS] + ["footnotes/"]
    links = [
        unquote(a.get("href", ""))
        for url in pages
        for a in with_class(page_of(flagship[0], language, url), "site-origin")
    ]

    assert links == [f"{PLAYBOOK}#{c['id']}" for c in truth("contexts.json")]


@every_language
def test_the_reading_lists_hold_every_link(flagship: Site, language: str) -> None:
    """All 50 links stand in order under the headings of their lists."""
    root = article(page_of(flagship[0], language, "reading-lists/"))
    found: dict[str, list[tuple[str, str | None]]] = {}
    slug = ""
    for element in root.iter():
        if element.tag == "h2":
            slug = element.get("id", "")
        if "refctx-item-name" in element.get("class", ""):
            found.setdefault(slug, []).append((text_of(element), element.get("href")))
    expected = {
        x["slug"]: [(link["name"], link["url"]) for g in x["groups"] for link in g["links"]]
        for x in truth("reading_lists.json")
    }

    assert sum(map(len, found.values())) == 50
    assert found == expected
    assert list(found) == list(expected)


@every_language
def test_every_list_item_has_a_note_and_its_addresses(flagship: Site, language: str) -> None:
    """An item leads to its entry and, for arXiv works, to abstract, PDF and paper page."""
    items = with_class(page_of(flagship[0], language, "reading-lists/"), "refctx-item")
    links = [x for y in truth("reading_lists.json") for g in y["groups"] for x in g["links"]]
    for item, link in zip(items, links, strict=True):
        hrefs = {a.get("href", "") for a in item.iter("a")}
        assert len(text_of(with_class(item, "refctx-item-note")[0])) > 25
        assert any("#bib-" in href for href in hrefs)
        if link["arxiv"]:
            number = link["arxiv"]
            assert {f"https://arxiv.org/abs/{number}", f"https://arxiv.org/pdf/{number}"} <= hrefs
            assert f"https://huggingface.co/papers/{number}" in hrefs


@every_language
def test_the_eight_lists_are_paths(flagship: Site, language: str) -> None:
    """Each list has one progress and numbers of its own, here and on the page of all marks."""
    expected = [
        (f":{x['slug']}", str(sum(len(group["links"]) for group in x["groups"])))
        for x in truth("reading_lists.json")
    ]
    for url, kind in (("reading-lists/", "refctx-list"), ("my-reading/", "refctx-marks")):
        root = page_of(flagship[0], language, url)
        paths = with_class(root, "refctx-progress")
        boxes = Counter(e.get("name", "") for e in with_class(root, "refctx-read"))
        names = Counter(e.get("aria-label") for e in with_class(root, "refctx-read"))
        assert [
            (e.get("data-refctx-boxes", "").removeprefix(kind), bar.get("max"))
            for e in paths
            for bar in e.iter("progress")
        ] == expected
        assert [(name.removeprefix(kind), str(n)) for name, n in boxes.items()] == expected
        assert max(names.values()) == 1
    lists = with_class(page_of(flagship[0], language, "reading-lists/"), "refctx-reading-list")
    starts = [int(e.get("start", 1)) for e in lists]
    assert [e.tag for e in lists] == ["ol"] * len(lists)
    assert starts == [1, 4, 7, 1, 1, 4, 6, 9, 1, 1, 1, 1, 1]


@every_language
def test_groups_of_a_list_have_headings(flagship: Site, language: str) -> None:
    """Groups with a label (Dense models, MoEs …) stand under a heading with that address."""
    expected = [
        group["label"].lower().replace(" ", "-")
        for x in truth("reading_lists.json")
        for group in x["groups"]
        if group["label"]
    ]
    root = article(page_of(flagship[0], language, "reading-lists/"))

    assert [e.get("id") for e in root.iter("h3")] == expected


@every_language
def test_every_heading_of_the_playbook_has_its_slug(flagship: Site, language: str) -> None:
    """All 128 slugs stand on the site, once each but for the lists' own; titles agree."""
    ids: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for url in PAGES:
        root = article(page_of(flagship[0], language, url))
        ids.update(e.get("id", "") for e in root.iter() if isinstance(e.tag, str) and e.get("id"))
        titles |= {h.id: h.text for h in headings(page_of(flagship[0], language, url))}
    sections = truth("sections.json")

    assert [s["slug"] for s in sections if ids[s["slug"]] != 1] == []
    cited = [s for s in sections if s["contexts"]]
    assert [titles[s["slug"]] for s in cited] == [s[language] for s in cited]


@every_language
@every_page
def test_a_page_is_valid_and_its_ids_are_unique(flagship: Site, language: str, url: str) -> None:
    """The page parses without an HTML error, attributes fit, and no id stands twice."""
    root = page_of(flagship[0], language, url)
    boxes = [e for e in root.iter("input") if e.get("type") == "checkbox"]
    assert [e.get("id") for e in boxes if e.get("autocomplete")] == []
    assert [e.tag for e in root.iter() if e.get("tabindex") == ""] == []
    ids = Counter(e.get("id") for e in root.iter() if isinstance(e.tag, str) and e.get("id"))

    assert [name for name, n in ids.items() if n > 1] == []


def test_the_site_is_proved(flagship: Site) -> None:
    """Links lead somewhere, ids stand once, contexts have their ways back, nothing is fetched."""
    started = process_time()

    assert proof(flagship[0]) == []
    assert process_time() - started < 3


@every_language
@every_page
def test_a_page_loads_nothing_from_elsewhere(flagship: Site, language: str, url: str) -> None:
    """Scripts, styles and images come from the site, and no link is absolute within it."""
    root = page_of(flagship[0], language, url)
    loaded = [e.get("src") for e in root.iter() if e.get("src")]
    loaded += [e.get("href") for e in root.iter("link") if e.get("rel") != "canonical"]

    assert [href for href in loaded if href and re.match(r"[a-z]+:|/", href)] == []
    assert [a.get("href") for a in root.iter("a") if a.get("href", "").startswith("/")] == []


@every_page
def test_the_page_knows_its_language(flagship: Site, url: str) -> None:
    """English pages are marked en, Chinese ones zh-TW, and works keep their own language."""
    assert page_of(flagship[0], "en", url).get("lang") == "en"
    assert page_of(flagship[0], "zh", url).get("lang") == "zh-TW"
    if url == "references/":
        references = with_class(page_of(flagship[0], "zh", url), "refctx-reference")
        assert {r.get("lang") for r in references} == {"en"}


@every_page
def test_the_switch_leads_to_the_same_page(flagship: Site, url: str) -> None:
    """Without any script the language switch keeps the page."""
    for language, other in (("en", "zh-TW"), ("zh", "en")):
        root = page_of(flagship[0], language, url)
        here = "http://x/" + LANGUAGES[language] + url
        switch = next(a for a in with_class(root, "md-select__link") if a.get("hreflang") == other)
        there = LANGUAGES["zh" if language == "en" else "en"] + url
        assert urljoin(here, switch.get("href")) == "http://x/" + there


@every_language
def test_remarks_say_something(flagship: Site, language: str) -> None:
    """Every citation stands in a remark of some length, in its page's language."""
    for url in [f"playbook/{name}/" for name in CHAPTERS]:
        for item in article(page_of(flagship[0], language, url)).iter("li"):
            if not with_class(item, "refctx-citation"):
                continue
            text = text_of(item)
            assert len(text) > (80 if language == "en" else 40)
            assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh")


@every_language
def test_every_run_of_text_has_its_language(flagship: Site, language: str) -> None:
    """English names and references on Chinese pages say that they are English, and none else."""
    expected = {"en": {None}, "zh": {"en"}}[language]
    names = [
        item
        for url in ("reading-lists/", "my-reading/")
        for item in with_class(page_of(flagship[0], language, url), "refctx-item-name")
    ]
    references = with_class(page_of(flagship[0], language, "references/"), "refctx-reference")

    assert len(names) > 90
    assert {e.get("lang") for e in (*names, *references)} == expected
    assert page_of(flagship[0], language, "").get("lang") == {"en": "en", "zh": "zh-TW"}[language]


@every_language
def test_the_home_page_knows_every_anchor(flagship: Site, language: str) -> None:
    """The map of anchors sends each of the playbook's fragments to the page that holds it."""
    site = flagship[0]
    root = page_of(site, language, "")
    element = next(e for e in root.iter("template") if e.get("id") == "refctx-forward")
    pages = {
        anchor: url
        for url, anchors in json.loads(element.get("data-anchors")).items()
        for anchor in anchors
    }
    own = {e.get("id") for e in root.iter()}
    wanted = [c["id"] for c in truth("contexts.json")]
    wanted += re.findall(r'<li id="([^"]*)">', (TRUTH / "references.html").read_text("utf-8"))
    wanted += [s["slug"] for s in truth("sections.json")]
    for anchor in set(wanted) - own:
        ids = {e.get("id") for e in page_of(site, language, pages[anchor]).iter()}
        assert anchor in ids


@every_language
def test_the_picture_counts_the_contexts(flagship: Site, language: str) -> None:
    """The home page's table has each chapter's works by year; each bar leads to their list."""
    expected = [sorted(year for _, year in _works(flagship[0], language, url)) for url in CITING]
    root = page_of(flagship[0], language, "")
    (table,) = with_class(root, "refctx-chart-table")
    heads, every, *rows = [[text_of(cell) for cell in row] for row in table.iter("tr")]
    found = [
        [year for year, n in zip(heads[1:-1], row[1:-1], strict=True) for _ in range(int(n))]
        for row in rows
    ]
    links = [a.get("href", "") for a in with_class(root, "refctx-chart-bar")]
    svg = "".join(ElementTree.tostring(e, "unicode") for e in with_class(root, "refctx-chart"))

    assert found == expected
    assert every[-1] == "146"
    assert [sum(map(int, row[1:-1])) for row in rows] == [int(row[-1]) for row in rows]
    assert "references/?section=playbook/architecture&year=2023" in links
    assert len(links) == len(set(links)) == sum(n != "0" for r in [every, *rows] for n in r[1:-1])
    assert len(gzip.compress(svg.encode())) < 5000


def _works(site: Path, language: str, url: str) -> set[tuple[str, str]]:
    """(key, year) of each work that a page cites."""
    found = citations(page_of(site, language, url))
    keys = {anchor.removeprefix("refctx-bib-").rpartition("-")[0] for anchor, _, _ in found}
    labels = {key.lower(): label for key, label in truth("labels.json").items()}
    return {(key, labels[key].rsplit(", ", 1)[1].rstrip("abc")) for key in keys}


@every_language
def test_the_index_is_published(flagship: Site, language: str) -> None:
    """`refctx.json` names every citation, its page and its heading."""
    path = flagship[0] / LANGUAGES[language] / "refctx.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["entries"]
    anchors = [c["anchor"] for e in entries.values() for c in e["citations"]]

    assert sorted(anchors) == sorted(c["id"] for c in truth("contexts.json"))
    assert entries["gqa"]["pages"] == ["references/"]
    assert entries["qwen1Million"]["anchor"] == "bib-qwen1million"


def test_chinese_text_is_searchable(flagship: Site) -> None:
    """In the search index every two Han characters in a row stand for themselves."""
    path = flagship[0] / "zh-Hant/search/search_index.json"
    documents = json.loads(path.read_text(encoding="utf-8"))["docs"]
    spoken_of = [d for d in documents if "預訓練" in d["text"]]

    assert len(spoken_of) > 10
    assert all({"預訓", "訓練"} <= set(d["also"].split()) for d in spoken_of)


@every_language
def test_every_entry_has_a_record_in_the_search(flagship: Site, language: str) -> None:
    """Its location is an id of its page; what it is looked for by is in it, and in it alone."""
    folder = flagship[0] / LANGUAGES[language]
    documents = json.loads((folder / "search/search_index.json").read_text("utf-8"))["docs"]
    found = [d for d in documents if "#bib-" in d["location"]]
    pages = {d["location"].partition("#")[0] for d in found}
    ids = {url: {e.get("id") for e in page_of(flagship[0], language, url).iter()} for url in pages}
    yarn = next(d for d in found if d["location"] == "references/#bib-yarn")

    assert len({d["location"] for d in found}) == len(found) > 146
    for record in found:
        url, _, anchor = record["location"].partition("#")
        assert unquote(anchor) in ids[url]
    assert yarn["title"].startswith("B. Peng et al. (2023) · YaRN: Efficient")
    assert [d["location"] for d in documents if "2309.00071" in d["text"]] == [yarn["location"]]
    for folded in ("kydlicek", "roziere"):
        assert any(folded in d["also"].split() for d in found)


def test_both_languages_cite_in_the_same_order(flagship: Site) -> None:
    """Ids agree between the languages, so the switch can keep an anchor."""
    en, zh = (_all_citations(flagship[0], language) for language in LANGUAGES)

    assert [row[0] for row in en] == [row[0] for row in zh]


@pytest.mark.parametrize("language", LANGUAGES)
def test_front_matter_is_read_and_not_printed(flagship: Site, language: str) -> None:
    """Each page has the description that its front matter gives, and none in its text."""
    for url in PAGES:
        page = page_of(flagship[0], language, url)
        found = [e.get("content") for e in page.iter("meta") if e.get("name") == "description"]
        assert found != [], url
        assert "description:" not in "".join(page.itertext()), url
