"""Macros run in a sandbox: they see plain data, and reach nothing behind it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import golden
import pytest
from hostile import carded
from refctx.page_macros import MacroError
from refctx.pipeline import Result
from refctx.render import Macros
from refctx.settings import FEATURES
from tiny import CONFIG, tiny

BIB = "@book{one, author = {Ann Ash}, title = {<b>One</b>}, year = 2001}"
UNSEEN = "for no reader"
# What leads from a value to the program behind it.
REACHES = [
    "{{ listing.__class__ }}",
    "{{ listing.__init__.__globals__ }}",
    "{{ listing['__class__'] }}",
    "{{ listing | attr('__class__') }}",
    "{{ [listing] | map(attribute='__class__') | join }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ probe.__call__.__globals__ }}",
    "{{ t.get.__self__ }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ '{0.__class__}'.format(listing) }}",
    "{{ '{x.__init__.__globals__}'.format_map({'x': listing}) }}",
    "{{ ('<b>{0.__class__}' | safe).format(listing) }}",
    "{% set print = '{0.__class__}'.format %}{{ print(listing) }}",
    "{{ ('{0.__class__}' | attr('format'))(listing) }}",
    "{{ config }}",
    "{{ environment.loader }}",
    "{{ open('secret.txt').read() }}",
    "{{ __import__('os') }}",
    "{% import 'os' as os %}{{ os }}",
]
# What would read another file.
READS = [
    "{% include '../secret.txt' %}",
    "{% include 'refctx/../../secret.txt' %}",
    "{% include '@' %}",
    "{% include 'file://@' %}",
    "{% import '../secret.txt' as secret %}{{ secret }}",
    "{% from '@' import secret %}",
    "{% extends '../secret.txt' %}",
]
# What would change a value for those who come later.
CHANGES = [
    "{{ extra.update({'site': 1}) }}",
    "{{ extra.clear() }}",
    "{{ extra.words.append('more') }}",
    "{{ t.update({'x': 1}) }}",
    "{{ listing.options.update({'x': 1}) }}",
]
# What ends with an error of Python's own, or never.
BREAKS = [
    "{{ 1 / 0 }}",
    "{{ 10.0 ** 400 }}",
    "{{ range(100000001) | list }}",
    "{% for i in range(1000000000) %}{% endfor %}",
    "{{ probe(listing) }}",
    "{{ nothing }}",
    "{{ 'a' + 1 }}",
    "{{ listing | dictsort }}",
    "{{ listing() }}",
    "{% if %}",
    "{{ '",
    "{% macro %}",
    "{{ 'x'.encode('no-such-encoding') }}",
    "{{ [].pop() }}",
    "{{ 'a'.index('b') }}",
]


def site(folder: Path, body: str) -> Macros:
    """The macros of a site with one of its own, `probe`, beside a file that is none."""
    (folder / "secret.txt").write_text(UNSEEN, encoding="utf-8")
    own = folder / "own/refctx/probe.html"
    own.parent.mkdir(parents=True)
    own.write_text(f"{{% macro probe(listing) %}}{body}{{% endmacro %}}", encoding="utf-8")
    return Macros([folder / "own"], extra={"site": "A", "words": ["first"]}, features=FEATURES)


def build(macros: Macros, monkeypatch: pytest.MonkeyPatch, *pages: str) -> Result:
    """A site of these pages, printed by those macros."""
    monkeypatch.setattr(golden, "_macros", lambda *_: macros)
    texts = {f"page{number}.md": text for number, text in enumerate(pages)}
    return golden.build(BIB, texts, {})[0]


@pytest.mark.parametrize("body", [*REACHES, *READS, *CHANGES, *BREAKS])
def test_what_a_macro_may_not_do_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    """The finding names the macro's file and tells nothing of what stands behind."""
    macros = site(tmp_path, body.replace("@", str(tmp_path / "secret.txt")))
    result = build(macros, monkeypatch, "[@one]", "{{ probe() }}")

    (finding,) = (found for found in result.findings if found.code.startswith("macro"))
    assert "refctx/probe.html" in finding.message
    assert "Ash" in result.filled["page0.md"].html
    for text in (finding.message, result.filled["page1.md"].html):
        assert not any(told in text for told in (UNSEEN, "<class", "&lt;class", "<built-in", "0x"))
    assert macros.environment.globals["extra"] == {"site": "A", "words": ["first"]}


def test_a_file_that_may_be_missing_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    """`ignore missing` prints nothing of a file outside the folders of macros."""
    macros = site(tmp_path, "a{% include ['../secret.txt'] ignore missing %}b")

    assert macros.page_macro("probe", None, {}) == "ab"


def test_a_fault_in_the_rules_of_a_style_is_a_message(tmp_path: Path) -> None:
    """What stands in `rules.html` beside macros runs in the sandbox too."""
    rules = tmp_path / "refctx/styles/own/rules.html"
    rules.parent.mkdir(parents=True)
    for text in (*BREAKS[:3], REACHES[5], READS[0], CHANGES[0], "{% if %}"):
        rules.write_text(text, encoding="utf-8")
        with pytest.raises(MacroError, match=r"^refctx/styles/own/rules\.html"):
            Macros([tmp_path], style="own")


PLAIN = (str, int, bool, type(None))


def handed_over(macros: Macros, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All that the macros of a site get, each thing with all that it leads to."""
    found: list[Any] = []
    printed = macros._print

    def note(file: str, name: str, /, *arguments: Any, **options: Any) -> Any:
        found.extend((*arguments, *options.values()))
        return printed(file, name, *arguments, **options)

    monkeypatch.setattr(macros, "_print", note)
    calls = ("bibliography()", "reading_list('one', title='T')", "chart()", "marks()", "forward()")
    cited = "[see @one, p. 3]\n\n" + "\n\n".join(f"{{{{ {call} }}}}" for call in calls)
    result = build(macros, monkeypatch, cited)
    carded(result, result.filled["page0.md"].html)
    seen = set()
    for thing in found:
        if id(thing) not in seen:
            seen.add(id(thing))
            found.extend(_led_to(thing))
    return found


def _led_to(thing: Any) -> Iterable[Any]:
    if isinstance(thing, dict):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, tuple | list | frozenset):
        return thing
    if isinstance(thing, PLAIN):
        return ()
    return [getattr(thing, name) for name in dir(thing) if not name.startswith("_")]


def test_macros_get_plain_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a macro gets leads to a file, a module, the configuration or the library."""
    found = handed_over(site(tmp_path, ""), monkeypatch)

    own = {type(thing).__name__ for thing in found if type(thing).__module__.startswith("refctx.")}
    others = {type(thing) for thing in found if not type(thing).__module__.startswith("refctx.")}
    assert {"Listing", "EntryView", "CitationView", "CardView", "Reference"} <= own
    assert own.isdisjoint({"Library", "Entry", "Site", "Works", "Macros", "Filler"})
    assert {one.__name__ for one in others} <= {
        "str", "Markup", "int", "bool", "NoneType", "tuple", "list", "dict", "frozenset",
        "method", "builtin_function_or_method",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["refctx/probe.html", "probe.txt", None])
def test_every_template_escapes(tmp_path: Path, name: str | None) -> None:
    """Whatever a template is called, and if it has no name."""
    environment = site(tmp_path, "").environment
    (tmp_path / "own" / (name or "x.txt")).write_text("{{ text }}", encoding="utf-8")
    template = environment.get_template(name) if name else environment.from_string("{{ text }}")

    assert template.render(text="<b>&'\"") == "&lt;b&gt;&amp;&#39;&#34;"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "{{ cite.__globals__ }}",
        "{{ cite(7*7) }}",
        "{{ bibliography(title=''.__class__) }}",
        "{{ bibliography().__class__ }}",
        "{{ config.site_name }}",
        "{{ entry(1) }}",
        "{{ backlinks() }}",
        "{{ lipsum() }}",
        "{% include '../secret.txt' %}",
        "{% for i in range(7) %}49{% endfor %}",
        "{# comment #}",
    ],
)
def test_the_text_of_a_page_is_no_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """It calls macros of the list by literal arguments, and is not evaluated."""
    result = build(site(tmp_path, ""), monkeypatch, f"[@one] {text}", f"# {text}\n\n`{text}`")

    for page in result.filled.values():
        assert "Ash, 2001" in page.html or "<code>" in page.html
        assert not any(told in page.html for told in ("<class", "4949", UNSEEN, "lorem"))
    if "49" not in text:
        assert not any("49" in page.html for page in result.filled.values())


def test_a_macro_at_fault_ends_no_build(tmp_path: Path) -> None:
    """MkDocs says it as a finding, with page and macro; the other pages are whole."""
    fault = "{{ range(1000000000) | list }}"
    own = tiny(tmp_path, index="[@knuth1984]", refs="{{ bibliography() }}")
    own.put("mkdocs.yml", CONFIG.replace("{name: mkdocs}", "{name: mkdocs, custom_dir: own}"))
    own.put("own/refctx/entry.html", f"{{% macro entry(e) %}}{fault}{{% endmacro %}}").build()

    assert own.aborted == ""
    assert "Knuth, 1984" in own.page("index.html")
    assert any(m.startswith("refctx: docs/refs.md") and "entry.html" in m for m in own.messages)
