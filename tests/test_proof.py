"""The proof: each kind of fault in a built site is found, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from refctx.built import candidates, read
from refctx.cli import main
from refctx.proof import proof
from tiny import CONFIG, tiny

HEAD = '<!doctype html>\n<html lang="en">\n'


def built(root: Path, **pages: str) -> Path:
    """A built site of these pages: `index=…`, `guide__scaling=…`; each begins with `HEAD`."""
    for name, text in pages.items():
        file = root / f"{name.replace('__', '/')}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEAD + text, encoding="utf-8")
    (root / "x.png").write_bytes(b"")
    return root


def rules(root: Path, **pages: str) -> list[str]:
    """`file:line rule` of each finding in a site of these pages."""
    return [f"{found.place} {found.code}" for found in proof(built(root, **pages))]


LIVE = [
    '<a href="">',
    '<a href="#">',
    '<a href="#top"><a href="#TOP">',
    '<a href="./"><a href="."><a href="index.html">',
    '<a href="guide/?q=a#here"><a href="guide/index.html#here"><a href="guide#here">',
    '<a href="/guide/"><a href=" guide/ ">',
    '<a href="guide/#%E7%B7%B4"><a href="guide/#練"><a href="guide/#a%20b">',
    '<a href="guide/#old">',
    '<a href="guide/#:~:text=words"><a href="guide/#here:~:text=words">',
    '<svg><a href="guide/#here"><a xlink:href="guide/"></svg><area href="guide/">',
    '<svg><g id="g"></g><use href="#g"></svg>',
    '<img src="x.png?v=1" srcset="x.png 1x, guide/../x.png 2x"><a href="x.png#page=2">',
    '<a href="mailto:a@b.org"><a href="tel:1"><a href="javascript:void 0"><img src="data:,">',
    '<a href="https://example.org/nowhere#x"><link rel="canonical" href="https://e.org/other/">',
    '<meta http-equiv="refresh" content="0; url=guide/#here">',
    "<style>/* url(//a.b) */ @namespace url(http://www.w3.org/2000/svg); p { color: red }</style>",
    '<template><p id="a"></p><a href="nowhere/"></template><p id="a">',
    "<![if IE]><![endif]--><![odd[<a href='nowhere/'>]>",
    "<!-- <a href='nowhere/'> --><script>'<a href=\"nowhere/\">'</script>",
]


@pytest.mark.parametrize("html", LIVE)
def test_what_is_right_is_left_alone(tmp_path: Path, html: str) -> None:
    """A link as people write them, to a page, an id, a file or another site, is no fault."""
    guide = '<p id="here"><p id="練"><p id="a b"><a name="old">'

    assert rules(tmp_path, index=html, guide__index=guide) == []


DEAD = [
    ('<a href="nowhere/">', "dead-link"),
    ('<a href="nowhere.html?q#x">', "dead-link"),
    ('<a href="/nowhere">', "dead-link"),
    ('<a href="GUIDE/">', "dead-link"),
    ('<a href="%2e%2e/x.png">', "dead-link"),
    ('<a href="http://[">', "dead-link"),
    ('<area href="nowhere/">', "dead-link"),
    ('<svg><a href="nowhere/"></a></svg>', "dead-link"),
    ('<img src="x.png" srcset="x.png 1x, y.png 2x">', "dead-link"),
    ('<picture><source srcset="y.png"></picture>', "dead-link"),
    ('<link rel="stylesheet" href="site.css">', "dead-link"),
    ('<link rel="next" href="nowhere/">', "dead-link"),
    ('<script src="site.js"></script>', "dead-link"),
    ('<meta http-equiv="refresh" content="0; url=nowhere/">', "dead-link"),
    ("<style>p { background: url('y.png') }</style>", "dead-link"),
    ('<base href="guide/"><a href="guide/">', "dead-link"),
    ('<a href="#nowhere">', "dead-anchor"),
    ('<a href="guide/#Here">', "dead-anchor"),
    ('<a href="guide/#%">', "dead-anchor"),
    ('<base href="guide/"><p id="x"><a href="#x">', "dead-anchor"),
    ('<template><p id="x"></p></template><a href="#x">', "dead-anchor"),
    ('<svg><use href="#x"></use></svg>', "dead-anchor"),
    ('<p id="a"><p id="b"><i id="a">', "repeated-id"),
    ('<script src="//cdn.example.org/a.js"></script>', "foreign-request"),
    ('<link rel="stylesheet" href="https://cdn.example.org/a.css">', "foreign-request"),
    ('<link rel="preconnect" href="https://cdn.example.org">', "foreign-request"),
    ('<img srcset="https://cdn.example.org/a.png 2x">', "foreign-request"),
    ('<iframe src="http://cdn.example.org/"></iframe>', "foreign-request"),
    ('<video poster="https://cdn.example.org/a.png"></video>', "foreign-request"),
    ('<svg><image href="https://cdn.example.org/a.png"></image></svg>', "foreign-request"),
    ('<p style="background: url(https://cdn.example.org/a.png)">', "foreign-request"),
    ('<style>@import "https://cdn.example.org/a.css";</style>', "foreign-request"),
    ('<base href="https://cdn.example.org/"><img src="a.png">', "foreign-request"),
    ("<p>{{ bibliography() }}</p>", "unfilled"),
    ('<span data-refctx-cite="[@a]" data-refctx-marker="m1"></span>', "unfilled"),
]


@pytest.mark.parametrize(("html", "rule"), DEAD)
def test_a_fault_is_found(tmp_path: Path, html: str, rule: str) -> None:
    """Each kind of fault is one finding, on its line."""
    found = rules(tmp_path, index=f"<p>\n{html}", guide__index='<p id="here">')

    assert found == [f"index.html:4 {rule}"]


def test_a_macro_call_that_is_shown_is_no_fault(tmp_path: Path) -> None:
    """Code may show how a list is called."""
    shown = "<code>{{ bibliography() }}</code><pre>{{ chart() }}</pre><p>{{ other() }}</p>"

    assert rules(tmp_path, index=shown) == []


@pytest.mark.parametrize("root", ["<html>", '<html lang="">', ""])
def test_a_page_says_its_language(tmp_path: Path, root: str) -> None:
    """A page without a language is a finding."""
    (tmp_path / "index.html").write_text(f"<!doctype html>\n{root}<p>", encoding="utf-8")

    assert [found.code for found in proof(tmp_path)] == ["no-language"]


CONTEXT = '<a id="refctx-bib-gqa-{n}" href="refs/#bib-gqa">Ainslie</a>'
ENTRY = '<li id="bib-gqa"><a class="refctx-backlink" href="{}">there</a>'


def test_a_context_without_a_way_back_is_found(tmp_path: Path) -> None:
    """A permalink or another entry's link is no way back; a link of the entry is."""
    page = CONTEXT.format(n=1) + "\n" + CONTEXT.format(n=2) + '<a href="#refctx-bib-gqa-2">¶</a>'

    assert rules(tmp_path, index=page, refs__index=ENTRY.format("../#refctx-bib-gqa-1")) == [
        "index.html:4 no-way-back"
    ]


def test_a_way_back_to_nowhere_is_found(tmp_path: Path) -> None:
    """A back-link to a citation that is not there is a dead one."""
    found = rules(
        tmp_path, index=CONTEXT.format(n=1), refs__index=ENTRY.format("../#refctx-bib-gqa-9")
    )

    assert found == ["index.html:3 no-way-back", "refs/index.html:3 dead-anchor"]


def test_a_work_that_is_not_listed_needs_no_way_back(tmp_path: Path) -> None:
    """Without an entry there is nothing to lead back."""
    page = '<a id="refctx-bib-gqa-1" href="https://example.org/">Ainslie</a>'

    assert rules(tmp_path, index=page) == []


def test_each_language_answers_for_its_own_contexts(tmp_path: Path) -> None:
    """The list of one build is no list of another, and leads back to its own pages only."""
    context, back = CONTEXT.format(n=1), ENTRY.format("../#refctx-bib-gqa-1")
    (tmp_path / "zh").mkdir()
    for folder in ("", "zh/"):
        (tmp_path / folder / "refctx.json").write_text("{}", encoding="utf-8")
    without_list = '<a id="refctx-bib-gqa-1">Ainslie</a>'

    assert rules(tmp_path, index=context, refs__index=back, zh__index=without_list) == []
    assert rules(tmp_path, zh__index=context, zh__refs__index=ENTRY.format("./")) == [
        "zh/index.html:3 no-way-back"
    ]


def test_a_site_below_a_path_knows_its_own_address(tmp_path: Path) -> None:
    """By the canonical link; absolute links are held to it, those beside it are not the site's."""
    canonical = '<link rel="canonical" href="https://example.org/docs/guide/">'
    live = '<a href="/docs/guide/"><a href="https://example.org/docs/"><a href="//example.org/">'
    dead = '<a href="/guide/">\n<a href="https://example.org/docs/x/">\n<a href="../">'
    pages = {"guide__index": canonical + live, "404": dead}

    assert rules(tmp_path, index="", **pages) == [f"404.html:{n} dead-link" for n in (3, 4, 5)]


def test_pages_may_be_files(tmp_path: Path) -> None:
    """Without directory addresses the canonical link is that of a file."""
    page = '<link rel="canonical" href="https://example.org/docs/guide.html"><a href="/docs/">'

    assert rules(tmp_path, index='<a href="guide.html#x">', guide=page + '<p id="x">') == []


def test_stylesheets_are_read_too(tmp_path: Path) -> None:
    """A font that a stylesheet takes from elsewhere is a request like any other."""
    (tmp_path / "site.css").write_text("p {}\n@font-face { src: url(https://a.org/f.woff2) }")

    assert rules(tmp_path, index="") == ["site.css:2 foreign-request"]


def test_a_host_may_be_allowed(tmp_path: Path) -> None:
    """Requests to an allowed host are no findings, those to others are."""
    page = '<script src="https://a.org/x.js"></script><script src="https://b.org/x.js"></script>'
    found = proof(built(tmp_path, index=page), ["a.org"])

    assert "\n".join(map(str, found)) == (
        "index.html:3 foreign-request `https://b.org/x.js` (script) asks b.org: put a copy into "
        "the site, or allow the host."
    )


def test_a_page_in_another_encoding_is_said(tmp_path: Path) -> None:
    """A page that is not UTF-8 is read as well as it can be."""
    (tmp_path / "index.html").write_bytes(HEAD.encode() + b'<p id="\xe9">')

    assert [f.code for f in proof(tmp_path)] == ["not-utf8"]


def test_a_folder_without_pages_is_no_proof(tmp_path: Path) -> None:
    """An empty folder, or none, is not passed in silence."""
    assert [f.code for f in proof(tmp_path)] == ["no-pages"]
    assert [f.code for f in proof(tmp_path / "nowhere")] == ["no-pages"]


def test_the_command_prints_findings_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`refctx proof site/` says each finding in a line; its exit code tells."""
    folder = str(built(tmp_path, index='<a href="x/"><script src="//a.org"></script>'))

    assert main(["proof", folder, "--allow", "a.org"]) == 1
    assert capsys.readouterr().out == (
        "index.html:3 dead-link `x/` (a) leads to x/index.html, which is not there.\n1 error\n"
    )
    built(tmp_path, index="")
    assert main(["proof", folder]) == 0
    assert capsys.readouterr().out == "no findings\n"


def test_a_build_without_the_plugin_fails(tmp_path: Path) -> None:
    """Where the plugin did not run, its macro calls stand in the pages, and that is said."""
    site = tiny(tmp_path, index="# Home\n\n[@knuth1984]\n\n{{ bibliography() }}\n")
    site.put("mkdocs.yml", CONFIG.replace("plugins: [refctx]", "plugins: []")).build()

    assert [fault.split()[1] for fault in site.faults()] == ["unfilled"]


def test_a_build_of_the_flagship_fails_on_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make site` says what the proof found, and does not pass."""
    script = run_path(str(ROOT / "scripts/flagship.py"))
    names = script["main"].__globals__
    monkeypatch.setitem(names, "build_all", lambda *_, **__: built(tmp_path, index='<a href="x/">'))
    monkeypatch.setattr("sys.argv", ["flagship.py", "build", "--site", str(tmp_path)])

    assert script["main"]() == 1
    assert "index.html:3 dead-link" in capsys.readouterr().err


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
@pytest.mark.parametrize("folders", ["true", "false"])
def test_tiny_sites_are_proved(tmp_path: Path, theme: str, folders: str) -> None:
    """A site of several pages is without fault in every theme and layout."""
    site = tiny(
        tmp_path,
        index="# Home\n\n[@knuth1984; @lamport1994] {{ chart() }}\n",
        guide__scaling='# Scaling\n\n@knuth1984 {{ reading_list("lamport1994") }}\n',
        refs="# References\n\n{{ bibliography() }}\n",
    )
    config = CONFIG.replace("{name: mkdocs}", f"{{name: {theme}}}")
    site.put("mkdocs.yml", config + f"use_directory_urls: {folders}\n").build(strict=True)

    assert site.faults() == []


SRCSETS = {
    "a.png": ["a.png"],
    "a.png 1x, b.png 2x": ["a.png", "b.png"],
    " a.png,\n b.png 480w ,": ["a.png", "b.png"],
    "data:image/png;base64,AA== 1x, b,c.png": ["data:image/png;base64,AA==", "b,c.png"],
    "": [],
    ",": [],
}


@pytest.mark.parametrize("srcset", SRCSETS)
def test_the_candidates_of_a_srcset_are_read(srcset: str) -> None:
    """A comma ends a candidate only before white space, as HTML has it."""
    assert candidates(srcset) == SRCSETS[srcset]


MARKUP = st.lists(
    st.sampled_from([
        "<", ">", "</", "/>", "<!", "<![", "<!--", "-->", "<?", "]]>", "&#x", "&amp", '"', "'", "=",
        "<a href=", "<p id=", "<style>", "url(", "<script>", "</script>", "<template>", "<svg>",
        "<base href=", "<link rel=canonical href=", "http://[", "//", "#", "%", "?", " ", "\n",
        "refctx-bib-a-1", "bib-a", "srcset=",
    ])
    | st.text(max_size=4),
    max_size=30,
)  # fmt: skip


@given(parts=MARKUP)
def test_no_html_is_too_odd_to_be_read(parts: list[str]) -> None:
    """Whatever a file holds, reading it raises nothing."""
    assert read("".join(parts)) is not None


@given(parts=MARKUP)
def test_no_site_is_too_odd_to_be_proved(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    """Whatever its pages hold, a site can be proved."""
    folder = tmp_path_factory.mktemp("odd")
    text = "".join(parts).encode("utf-8", "replace")
    (folder / "index.html").write_bytes(text)

    assert all(found.place.line >= 0 for found in proof(folder))
