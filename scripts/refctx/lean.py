"""Macros as Python code that costs little: what Jinja makes of them, its dearest parts changed.

Jinja's generator of code is meant to be derived from. What is printed stays the same, sign by sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Concat, CondExpr, Expr, Template
from jinja2.runtime import Undefined
from markupsafe import Markup

from refctx.marked import as_html, marked

_NOTHING: dict[str, Undefined] = {}


def printed(value: Any) -> str:
    """A value as it stands in HTML: escaped, unless it is HTML already."""
    return "" if type(value) is Undefined else as_html(value)


def together(values: Sequence[Any]) -> str:
    """What `~` makes of them: HTML if one of them is, else text."""
    texts = [value if isinstance(value, str) else str(value) for value in values]
    if any(isinstance(text, Markup) for text in texts):
        return marked("".join(map(printed, texts)))
    return "".join(texts)


def nothing(hint: str) -> Undefined:
    """What `x if y` is where y is not true; the hint says where it was written."""
    if hint not in _NOTHING:
        _NOTHING[hint] = Undefined(hint)
    return _NOTHING[hint]


class Lean(CodeGenerator):
    """The generator. Where escaping is switched off in a macro, it does as Jinja does."""

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:
        self.writeline(f"from {__name__} import nothing, printed, together")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame):
            self.write("printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Concat(self, node: Concat, frame: Frame) -> None:
        if not _escapes(frame):
            super().visit_Concat(node, frame)
            return
        self.write("together((")
        for value in node.nodes:
            self.visit(value, frame)
            self.write(", ")
        self.write("))")

    def visit_CondExpr(self, node: CondExpr, frame: Frame) -> None:
        if node.expr2 is not None:
            super().visit_CondExpr(node, frame)
            return
        frame = frame.soft()
        self.write("(")
        self.visit(node.expr1, frame)
        self.write(" if ")
        self.visit(node.test, frame)
        hint = (
            f"the inline if-expression on {self.position(node)} evaluated to false and no else"
            " section was defined."
        )
        self.write(f" else nothing({hint!r}))")


def _escapes(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)
