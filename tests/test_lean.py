"""Macros are printed by a cheaper road than Jinja's own, and it leads to the same place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from refctx.punctuate import last_sign
from refctx.sandbox import Sandbox


@dataclass(frozen=True)
class Thing:
    """A value as macros get them."""

    text: str = "a & b"
    html: Markup = Markup.escape("a") + "<"
    none: None = None
    words: tuple[str, ...] = ("x", "<y>")
    _hidden: str = "hidden"

    def method(self, word: str = "w", *, mark: str = "!") -> str:
        return f"<{word}{mark}>"

    @property
    def broken(self) -> str:
        return {}["key"]  # type: ignore[no-any-return]


BODIES = [
    "{{ thing.text }}{{ thing.html }}{{ thing.none }}{{ thing.words }}{{ 1.5 }}{{ true }}",
    "{{ thing.text ~ 1 }}{{ thing.text ~ thing.html ~ none }}{{ 'a' ~ nothing_at_all }}",
    "{{ thing.html ~ thing.words }}{{ ('<' ~ '&') | safe ~ '&' }}",
    "{{ 'yes' if thing.text }}{{ 'yes' if thing.none }}|{{ ['a', 'b' if thing.none] | length }}",
    "{{ ('yes' if thing.none) + 'a' }}",
    "{{ ('yes' if thing.none).attribute }}",
    "{{ (thing.html if thing.none) ~ 'a' }}",
    "{{ thing.missing }}",
    "{{ thing.missing.further }}",
    "{{ thing.missing is defined }}{{ thing.text is defined }}",
    "{{ thing._hidden }}",
    "{{ thing.broken }}",
    "{{ thing['text'] }}{{ thing['_hidden'] }}",
    "{{ thing.method() }}{{ thing.method('<', mark='&') }}",
    "{{ thing.method(*['v'], **{'mark': '?'}) }}",
    "{{ thing.method(1, 2) }}",
    "{% for word in thing.words %}{{ thing.method(word) }}{{ loop.index }}{% endfor %}",
    "{{ table.key }}{{ table['key'] }}{{ table.get('key') }}{{ table.items() | list }}",
    "{{ table.absent }}",
    "{{ table.update({'a': 1}) }}",
    "{{ table._under }}",
    "{{ '{}, {name} {{'.format(1, name='<b>') }}{{ '{0:>5}|{0!r}'.format('a') }}",
    "{{ '{0}{1}'.format(1) }}",
    "{{ '{a}'.format(b=1) }}",
    "{{ '{0.text}'.format(thing) }}",
    "{{ '{0[key]:{1}}'.format(table, 9) }}",
    "{{ '{0._hidden}'.format(thing) }}",
    "{{ '{a}'.format_map(table) }}{{ '{key}'.format_map(table) }}",
    "{{ ('<b>{}' | safe).format('&') }}",
    "{{ '{'.format(1) }}",
    "{% set f = '{}'.format %}{{ f(thing.text) }}",
    "{{ 'abc'.upper() }}{{ 'a b'.split() }}{{ 'abc'.startswith('a') }}{{ thing.html.upper() }}",
    "{% macro m(a, b='<d>') %}[{{ a }}{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m(b=1) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, c=2) }}",
    "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, c=2) }}{{ m() }}",
    "{% macro m(a) %}{{ caller(a) }}{% endmacro %}{% call(x) m('<') %}{{ x }}{% endcall %}",
    "{% macro m(a) %}{{ caller() }}{% endmacro %}{{ m(1) }}",
    "{% macro m(n) %}{{ n }}{{ m(n - 1) if n }}{% endmacro %}{{ m(3) }}",
    "{% macro m(a) %}<{{ a }}>{% endmacro %}{% for w in thing.words %}{{ m(w) }}{% endfor %}",
    "{% set m = thing.text %}{{ m }}{% set b %}<{{ m }}>{% endset %}{{ b }}",
    "{% autoescape false %}{{ thing.text ~ thing.html }}{{ 'a' if 0 }}{% endautoescape %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{% autoescape false %}{{ m('<') }}{% endautoescape %}",
    "{% autoescape thing.none %}{{ thing.text ~ 1 }}{{ 'a' if 0 }}{% endautoescape %}",
    "{% filter upper %}{{ thing.text }}{% endfilter %}",
    "{{ range(3) | list }}{{ [1, 2] | map('string') | join('<') }}",
    "{{ thing() }}{{ 1() }}",
    "{{ namespace(a=1).a }}{% set n = namespace(a='<') %}{% set n.a = n.a ~ '>' %}{{ n.a }}",
    "{% set c = cycler('a', '<') %}{{ c.next() }}{{ c.next() }}{{ c.current }}",
    "{{ thing.method.__self__ }}",
    "{{ ''.__class__ }}",
    "{{ self }}{{ loop }}",
    (
        "{% macro i(a) %}{{ a }}{% endmacro %}{% macro m(a) %}{{ i(a) }}{% endmacro %}"
        "{{ m('<') }}{% autoescape false %}{{ m('<') }}{% endautoescape %}"
    ),
    "{{ thing.class }}",
    "{% for one in [thing, table, 'text', thing] %}{{ one.text is defined }}{% endfor %}",
    "{% for word in thing.words %}{{ loop.last }}{{ loop.previtem is defined }}{% endfor %}",
    "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(m('<', thing.html), m(1, thing.text)) }}",
]  # fmt: skip


def _prints(kind: type[ImmutableSandboxedEnvironment], body: str) -> tuple[str, str]:
    """What a template prints, or the kind and message of the error it ends with; twice."""
    environment = kind(autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.do"])
    values: dict[str, Any] = {"thing": Thing(), "table": {"key": "<v>", "_under": "u"}}

    def once() -> str:
        try:
            return environment.from_string(body).render(values)
        except IndexError:
            return "IndexError"  # `str.format` has other words for it than `string.Formatter`
        except Exception as error:  # noqa: BLE001  # whatever it is, it must be the same
            return f"{type(error).__name__}: {error}"

    return once(), once()


@pytest.mark.parametrize("body", BODIES)
def test_a_macro_prints_what_jinja_prints(body: str) -> None:
    """Or ends with the same error, the first time and when all about it is known."""
    first, again = _prints(Sandbox, body)
    expected, _ = _prints(ImmutableSandboxedEnvironment, body)

    assert first == expected
    assert again == expected


ELEMENTS = st.recursive(
    st.text("ab.?!:;,。？’” \u00a0\n&<>", max_size=4).map(lambda text: str(Markup.escape(text))),
    lambda inner: (
        st.tuples(st.sampled_from(("i", "b", 'span class="nocase"')), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"
        )
        | st.lists(inner, max_size=4).map("".join)
    ),
    max_leaves=8,
)


@given(ELEMENTS)
def test_the_last_sign_is_that_of_the_text(html: str) -> None:
    """As if all tags had been taken out and names of signs read."""
    text = Markup(html).striptags()  # noqa: S704  # generated as HTML

    assert last_sign(html) == text.rstrip("”’\u00a0 ")[-1:]
