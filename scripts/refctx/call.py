"""`reading_list("a", "b", sort="year")` → Call.

A macro call in a page is read as data and never evaluated: a name, then literals (strings,
numbers, true, false, none, lists, maps) and `item(…)`. So page text cannot run anything.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any

from refctx.model import Call, Item

_NAMES = {"true": True, "false": False, "none": None}
MAX_LENGTH = 20_000
# No text of a page has them, however they are written in the call.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# Longer numbers cannot be printed by Python itself.
MAX_NUMBER = 10**15


class CallError(ValueError):
    """The text is no call; the message says what was found and what was expected."""


def parse_call(text: str) -> Call:
    """Read a macro call.

    Args:
        text: what stands between `{{` and `}}`; line breaks are free.

    Raises:
        CallError: the text is not a call with literal arguments.
    """
    if len(text) > MAX_LENGTH:
        raise CallError(f"the call is longer than {MAX_LENGTH} characters")
    try:
        return _call(_tree(text.strip()))
    except CallError:
        raise
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = getattr(error, "msg", None) or "too deeply nested"
        raise CallError(f"it cannot be read ({reason}); check quotes and commas") from None


def _tree(text: str) -> ast.expr:
    with warnings.catch_warnings():
        # `"\\d"` is a text like any other; Python's doubts about it are not the author's.
        warnings.simplefilter("ignore")
        return ast.parse(f"({text}\n)", mode="eval").body


def _call(node: ast.expr) -> Call:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise CallError('it is no call; expected the form name("value", option="value")')
    arguments, options = _arguments(node)
    return Call(name=node.func.id, arguments=arguments, options=options)


def _arguments(node: ast.Call) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if any(keyword.arg is None for keyword in node.keywords):
        raise CallError("`**` is not understood; write the options out")
    names = [keyword.arg for keyword in node.keywords]
    if len(set(names)) < len(names):
        raise CallError("an option is given twice; keep one")
    options = {str(keyword.arg): _value(keyword.value) for keyword in node.keywords}
    return tuple(_value(argument) for argument in node.args), options


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float | bool | None):
        if isinstance(node.value, int) and node.value > MAX_NUMBER:
            raise CallError(f"a number is larger than {MAX_NUMBER}")
        if isinstance(node.value, str) and (found := _NO_TEXT.search(node.value)):
            raise CallError(f"a text holds U+{ord(found[0]):04X}, which no text has; take it out")
        return node.value
    if isinstance(node, ast.Name) and node.id in _NAMES:
        return _NAMES[node.id]
    if isinstance(node, ast.List | ast.Tuple):
        return tuple(_value(element) for element in node.elts)
    if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
        pairs = zip(node.keys, node.values, strict=True)
        return {_value(key): _value(value) for key, value in pairs if key is not None}
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = _value(node.operand)
        if isinstance(number, int | float):
            return -number
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "item":
        return _item(node)
    raise CallError(
        f"`{_shortened(ast.unparse(node))}` is no literal; expected a text in quotes, a number, "
        'a list or item("key", "name", "note")'
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]} …"


def _item(node: ast.Call) -> Item:
    arguments, options = _arguments(node)
    names = ("key", "name", "note", "url")
    values = dict(zip(names, arguments, strict=False)) | options
    wrong = set(values) - set(names) or len(arguments) > len(names)
    if wrong or "key" not in values or not all(isinstance(v, str) for v in values.values()):
        raise CallError('an item is written item("key", "name", "note", url="https://…")')
    return Item(**values)
