"""Macros as Python code that costs little: what Jinja makes of them, its dearest parts changed.

Jinja's generator of code is meant to be derived from. What is printed stays the same, sign by sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.nodes import Call, Concat, CondExpr, Expr, Template
from jinja2.runtime import Macro, Undefined
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


class LeanMacro(Macro):
    """A macro.

    Attributes:
        takes: how many arguments it is called with, if they are all that it takes; else -1.
    """

    def __init__(self, *made_of: Any) -> None:
        super().__init__(*made_of)
        more = self.caller or self.catch_kwargs or self.catch_varargs
        self.takes = -1 if more else self._argument_count


class Lean(CodeGenerator):
    """The generator. Where escaping is switched off in a macro, it does as Jinja does."""

    # The call that is printed as it is.
    _shown: Expr | None = None

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:
        self.writeline(f"from {__name__} import LeanMacro, nothing, printed, together")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("Lean")
        super().macro_def(macro_ref, frame)

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if not _escapes(frame):
            super()._output_child_pre(node, frame, finalize)
        elif isinstance(node, Call):
            self._shown = node
            self.write("(")
        else:
            self.write("printed(")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:
        if node is not self._shown or forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("environment.shown(context, ")
        self.visit(node.node, frame)
        inner = {"_loop_vars": frame.loop_frame, "_block_vars": frame.block_frame}
        self.signature(node, frame, {name: name for name, is_one in inner.items() if is_one})
        self.write(")")

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
