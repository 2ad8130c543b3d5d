"""Macro calls are read, never run."""

from __future__ import annotations

import string
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refctx.call import MAX_LENGTH, CallError, parse_call
from refctx.model import Item

HOSTILE = [
    "a.b()",
    "a(b.c)",
    "a(b)",
    "a(().__class__.__bases__)",
    "a([x for x in 'abc'])",
    "a({x: 1 for x in 'abc'})",
    "a(x for x in 'abc')",
    "a(f'{1}')",
    "a(lambda: 1)",
    "a(1 + 1)",
    "a('x' * 1000000000)",
    "a(b := 1)",
    "a(1 if 1 else 2)",
    "a(open('x'))",
    "a(*[1])",
    "a(**{'b': 1})",
    "a(...)",
    "a(b'x')",
    "a(1j)",
    "a({**{}})",
    "a({{}: 1})",
    "a({item('x'): 1})",
    "a(x=1, x=2)",
    "a()()",
    "a()['x']",
    "a",
    "'a'",
    "",
    "a(",
    "a()) or (b(",
    "a(); b()",
    "a()\nb()",
    "__import__('os').system('x')",
    "a(await x)",
    "a(\0)",
    "a(item())",
    "a(item(1))",
    "a(item('k', colour='red'))",
    "a(item('a', 'b', 'c', 'd', 'e'))",
    "a('" + "x" * MAX_LENGTH + "')",
    "a(" + "[" * 5000 + "]" * 5000 + ")",
    "a(x" + ".b" * 900 + ")",
    "a(" + "1+" * 900 + "1)",
    "a(" + "9" * 5000 + ")",
    "a(0x" + "f" * 9000 + ")",
    "a(x + 0x" + "f" * 9000 + ")",
    "a(\ud800)",
    r"a('\ud800')",
    r"a(b='\x00')",
    r"a(['\x02'])",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:40])
def test_what_is_no_literal_is_refused(text: str) -> None:
    """Anything but a name with literals raises CallError and nothing else."""
    with pytest.raises(CallError):
        parse_call(text)


def test_a_call_is_read_as_data() -> None:
    """Texts, numbers, truth values, lists, maps and items are read; line breaks are free."""
    call = parse_call("""name(
        'a', 2, -1.5, true, None, [1, "b"], {"c": 3},
        option=false,
    )""")
    assert call.name == "name"
    assert call.arguments == ("a", 2, -1.5, True, None, (1, "b"), {"c": 3})
    assert call.options == {"option": False}


def test_an_item_is_read_by_place_and_by_name() -> None:
    """`item` takes key, name, note and url."""
    call = parse_call('a(item("k", "n", "t", url="https://x.y"), item(key="k"))')
    assert call.arguments == (Item(key="k", name="n", note="t", url="https://x.y"), Item(key="k"))


def test_a_backslash_in_a_text_is_no_warning() -> None:
    """A note may hold a backslash without a word from Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parse_call(r'a("\d")').arguments == (r"\d",)


def test_a_message_is_short() -> None:
    """However long the fault, its message fits a line or two."""
    with pytest.raises(CallError) as error:
        parse_call("a(b('" + "x" * 5000 + "'))")
    assert len(str(error.value)) < 300


PIECES = st.sampled_from(
    ["a", "item", "true", "(", ")", "[", "]", "{", "}", ",", "=", ":", "'", '"', "*", "-", ".", " ",
     "\n", "\\", "lambda ", "for ", " in ", "f'", "@", "1", "é", "\0", "#", ":="]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_nothing_but_a_call_error_is_raised(text: str) -> None:
    """Whatever stands between the braces, reading it returns a call or raises CallError."""
    try:
        name = parse_call(f"a({text})").name
    except CallError:
        return
    assert name.isidentifier()


LITERALS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(string.printable[:-2], max_size=10),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=8,
)


@settings(max_examples=100)
@given(st.lists(LITERALS, max_size=3), st.dictionaries(st.sampled_from(["x", "y", "z"]), LITERALS))
def test_literals_come_back(arguments: list[object], options: dict[str, object]) -> None:
    """A call written from values is read as these values."""
    written = [repr(a) for a in arguments] + [
        f"{name}={value!r}" for name, value in options.items()
    ]
    call = parse_call(f"a({', '.join(written)})")
    assert (list(call.arguments), call.options) == (arguments, options)
