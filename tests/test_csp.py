"""The content security policy: what it names, where it stands, and on which pages."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path
from time import process_time

import html5lib
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from refctx.csp import Inline, inline, policy, with_policy
from tiny import CONFIG, Tiny, tiny

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
ON = CONFIG.replace("plugins: [refctx]", "plugins:\n  - refctx: {csp: true}")
# How a page may write what is inline, and how it may look as if it did.
WRITTEN = [
    "<script>one()</script>",
    "<SCRIPT>one()</SCRIPT >",
    "<script type=module>two()</script>",
    "<script type='text/javascript; charset=utf-8'>three()</script>",
    '<script type="application/json">{"data": 1}</script>',
    '<script src="a.js">ignored()</script>',
    "<script src = a.js></script><script>after()</script>",
    '<script data-x="a > b">quoted()</script>',
    "<script\n>\nlines()\n</script>",
    "<script>longer('</scripty></script-x>')</script>",
    "<script>'<!-- not a comment -->'</script>",
    "<!-- <script>comment()</script> -->",
    '<p title="<script>attribute()</script>">text</p>',
    "<p title='\"'><script>apostrophe()</script>",
    "<p title=a\"b><script>bare()</script><p title='c'>",
    "<style>p { color: red }</style>",
    '<style media="print">p { color: blue }</style><script>both()</script>',
    "<p style='color: red'>",
    '<p style="font-family: &quot;A&quot;">',
    "<p style=color:red>",
    '<p style="color: red" style="color: blue">',
    '<p data-style="none" class="style=none">',
    '<td STYLE="text-align: right;">1</td>',
    '<p/style="solidus">',
    "<p style>",
    "< script>text()</script>",
    '<p onclick="handler()">',
    "<script>carriage()\r\nreturn()\r</script>",
    "<noscript><style>.js { display: none }</style></noscript>",
]


def read_by_a_browser(html: str) -> Inline:
    """What html5lib, which parses as browsers do, finds in a page."""
    tree = html5lib.parse(html, namespaceHTMLElements=False, scripting=False)
    plain = {"module", "text/javascript; charset=utf-8", None}
    scripts = [e for e in tree.iter("script") if "src" not in e.attrib]
    return Inline(
        frozenset(e.text or "" for e in scripts if e.get("type") in plain),
        frozenset(e.text or "" for e in tree.iter("style")),
        frozenset(e.attrib["style"] for e in tree.iter() if "style" in e.attrib),
    )


@pytest.mark.parametrize("html", WRITTEN)
def test_what_is_inline_is_read_as_a_browser_reads_it(html: str) -> None:
    """Each spelling of a script and a style is found, and nothing that only looks like one."""
    page = f"<!doctype html><html><head><title>T</title></head><body><table><tr>{html}"

    assert inline(page) == read_by_a_browser(page)


@pytest.mark.parametrize("piece", ['<a "', "<script>", "<style ", "<!--", '<a x=" ', "<a x ", "<"])
def test_a_page_that_is_not_closed_is_read_in_no_time(piece: str) -> None:
    """The time grows with the length of a page, whatever is left open in it."""
    start = process_time()
    inline(piece * 20_000)

    assert process_time() - start < 2


def test_a_policy_allows_the_own_site_and_what_it_names() -> None:
    """It names scripts, styles and attributes by hash, and only attributes need a word for it."""
    page = inline("<script>one()</script><style>p {}</style>")
    one, style, red = (_hash(text) for text in ("one()", "p {}", "color: red"))

    assert policy([]) == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; script-src 'self'; style-src 'self'"
    )
    assert policy([page]).endswith(f"script-src 'self' {one}; style-src 'self' {style}")
    both = policy([page, inline('<p style="color: red">')])
    assert both.endswith("'self' 'unsafe-hashes' " + " ".join(sorted((style, red))))
    assert "unsafe-inline" not in both
    assert "unsafe-eval" not in both


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("page", "before"),
    [
        ('<html><head><meta charset="utf-8"><script>', '<html><head><meta charset="utf-8">'),
        ("<head>\n<META CHARSET=utf-8 /><title>", "<head>\n<META CHARSET=utf-8 />"),
        ("<head lang=en><title>T</title><link>", "<head lang=en>"),
        ("<head><script>s</script><meta charset=utf-8>", "<head>"),
        ("<head></head><body><meta charset=utf-8>", "<head>"),
        ("<header><p>no head", None),
        ("", None),
    ],
)
def test_the_policy_stands_before_all_that_it_concerns(page: str, before: str | None) -> None:
    """It follows the charset, or the head's own tag where a script would come first."""
    made = with_policy(page, "p 'q'")

    if before is None:
        assert made == page
    else:
        meta = '\n<meta http-equiv="Content-Security-Policy" content="p \'q\'">'
        assert made == before + meta + page.removeprefix(before)


def policies(site: Tiny) -> dict[str, str]:
    """The policy of each built page, empty where it has none."""
    pages = sorted((site.root / "site").rglob("*.html"))
    found = {page: META.findall(page.read_text(encoding="utf-8")) for page in pages}
    folder = site.root / "site"
    return {p.relative_to(folder).as_posix(): "".join(map(unescape, f)) for p, f in found.items()}


def test_without_the_option_no_page_has_a_policy(tmp_path: Path) -> None:
    """The default changes nothing."""
    assert set(policies(tiny(tmp_path, index="[@knuth1984]").build()).values()) == {""}


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_all_pages_of_a_site_have_one_policy(tmp_path: Path, theme: str) -> None:
    """It covers what is inline on any of them, and the page for addresses that do not exist."""
    own = "# Own\n\n<script>own()</script>\n<p style='color: red'>[@knuth1984]</p>\n"
    site = tiny(tmp_path, index="[@knuth1984]", deep__page=own, refs="{{ bibliography() }}")
    site.put("mkdocs.yml", ON.replace("{name: mkdocs}", f"{{name: {theme}}}")).build()

    found = policies(site)
    assert set(found) == {"404.html", "index.html", "deep/page/index.html", "refs/index.html"}
    assert len(set(found.values())) == 1
    for path in found:
        page = site.page(path)
        whole = inline(page)
        texts = whole.scripts | whole.styles | whole.attributes
        assert [text for text in texts if _hash(text) not in found[path]] == []
        assert page.index("http-equiv") < page.index("<script")
    assert _hash("own()") in found["index.html"]


def test_live_preview_has_no_policy(tmp_path: Path) -> None:
    """`mkdocs serve` puts a script of its own into each page as it hands it out."""
    site = tiny(tmp_path, index="[@knuth1984]").put("mkdocs.yml", ON)
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)

    assert set(policies(site).values()) == {""}


def test_no_script_that_a_macro_prints_is_allowed(tmp_path: Path) -> None:
    """A field that a careless macro prints as it is can still do nothing."""
    own = "<script>own()</script>"
    site = tiny(tmp_path, index="[@knuth1984]", refs="{{ bibliography() }}\n\n" + own)
    site.put("mkdocs.yml", ON.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: own}"))
    for name, page in {"entry": "refs/index.html", "card": "index.html"}.items():
        hostile = f"<script>{name}()</script><style>{name}</style><b style='{name}'></b>"
        macro = f"{{% macro {name}(e) %}}<i>{hostile}</i>{{% endmacro %}}"
        site.put(f"own/refctx/{name}.html", macro).build()

        found = policies(site)[page]
        assert hostile in site.page(page)
        assert _hash("own()") in found
        assert [text for text in (f"{name}()", name) if _hash(text) in found] == []
