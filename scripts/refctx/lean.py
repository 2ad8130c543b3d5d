"""Macros as Python code that costs little: what Jinja makes of them, its dearest parts changed.

Jinja's generator of code is meant to be derived from. What is printed stays the same, sign by sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from keyword import iskeyword
from typing import Any

from jinja2.compiler import CodeGenerator, Frame, MacroRef, optimizeconst
from jinja2.nodes import Call, Concat, CondExpr, Expr, Getattr, Template
from jinja2.runtime import Macro, Undefined
from markupsafe import Markup

from refctx.marked import as_html, has_signs, marked


def printed(value: Any) -> str:
    """A value as it stands in HTML: escaped, unless it is HTML already."""
    if type(value) is Undefined:
        return ""
    if type(value) is str and not has_signs(value):
        return value
    return as_html(value)


def together(values: Sequence[Any]) -> str:
    """What `~` makes of them: HTML if one of them is, else text."""
    texts = [value if isinstance(value, str) else str(value) for value in values]
    if any(isinstance(text, Markup) for text in texts):
        return marked("".join(map(printed, texts)))
    return "".join(texts)


class LeanMacro(Macro):
    """A macro.

    Attributes:
        takes: how many arguments it is called with, if they are all that it takes; else -1.
    """

    def __init__(self, *made_of: Any) -> None:
        super().__init__(*made_of)
        more = self.caller or self.catch_kwargs or self.catch_varargs
        self.takes = -1 if more else self._argument_count

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        found = str(self._func(*arguments))
        return marked(found) if autoescape else found


class Lean(CodeGenerator):
    """The generator. Where escaping is switched off in a macro, it does as Jinja does.

    A value is named where it is looked at twice: `it` behind whose dot something stands, `made`
    that is printed, `call` that is called.
    """

    def __init__(self, *made_of: Any, **options: Any) -> None:
        super().__init__(*made_of, **options)
        self._attributes: dict[str, None] = {}
        # Hint → the name of what stands where a condition without `else` is not met.
        self._nothing: dict[str, str] = {}

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:
        self.writeline("from functools import partial")
        self.writeline(f"from {__name__} import LeanMacro, marked, printed, together")
        super().visit_Template(node, frame)
        for name in self._attributes:
            self.writeline(f"has_{name} = environment.types_with({name!r})")
        for hint, name in self._nothing.items():
            self.writeline(f"{name} = Undefined({hint!r})")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("Lean")
        super().macro_def(macro_ref, frame)

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        if force_unescaped and _escapes(frame):
            self.writeline(f"return marked(concat({frame.buffer}))")
        else:
            super().return_buffer_contents(frame, force_unescaped)

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame):
            self.write("(made if type(made := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame):
            self.write(") is Markup else printed(made))")
        else:
            super()._output_child_post(node, frame, finalize)

    @optimizeconst
    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:
        name = node.attr
        if name.startswith("_") or not name.isascii() or iskeyword(name):
            super().visit_Getattr(node, frame)
            return
        self._attributes[name] = None
        self.write(f"(it.{name} if type(it := ")
        self.visit(node.node, frame)
        self.write(f") in has_{name} else environment.getattr(it, {name!r}))")

    @optimizeconst
    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:
        named = node.kwargs or node.dyn_args or node.dyn_kwargs or forward_caller
        if named or not _escapes(frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        inner = {"_loop_vars": frame.loop_frame, "_block_vars": frame.block_frame}
        handed = "".join(f", {name}={name}" for name, is_one in inner.items() if is_one)
        self.write("(call._func if type(call := ")
        self.visit(node.node, frame)
        self.write(
            f") is LeanMacro and call.takes == {len(node.args)} and context.eval_ctx.autoescape"
            f" else partial(environment.call, context, call{handed}))("
        )
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
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
        name = self._nothing.setdefault(hint, f"nothing_{len(self._nothing)}")
        self.write(f" else {name})")


def _escapes(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)
