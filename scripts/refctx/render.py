"""Macros: views → HTML. The only room that knows Jinja.

One environment per build. A macro is looked for in the site's own folders, then in the
package; `refctx/NAME.html` holds the macro `NAME` and hands on to `refctx/_base/NAME.html`,
so a site can replace the first and still call the second.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from refctx import cases, numerals, punctuate
from refctx.compiled import Compiled, made_by
from refctx.format import CitationView
from refctx.labels import LabelRules
from refctx.marked import marked
from refctx.model import Place
from refctx.nouns import fields
from refctx.page_macros import PACKAGED, MacroError
from refctx.punctuate import fold_spaces
from refctx.reference import Reference
from refctx.sandbox import Sandbox, called
from refctx.select import SORTS
from refctx.terms import terms, words

# What `rules.html` of a style sets.
RULES = ("labels", "groups", "lists", "titles", "terms")
# What each of them must say, and what that may be.
CHOICES = {
    "groups": ("sort", ("", *SORTS)),
    "lists": ("sort", tuple(SORTS)),
    "titles": ("case", ("keep", "sentence", "title")),
}
# What a style's macros may use beyond Jinja's own.
FILTERS = {
    "joined": punctuate.joined,
    "closed": punctuate.closed,
    "quoted": punctuate.quoted,
    "italic": punctuate.italic,
    "bracketed": punctuate.bracketed,
    "prefixed": punctuate.prefixed,
    "title_case": cases.title_case,
    "first_capital": cases.first_capital,
    "expanded": numerals.expanded,
    "shortened": numerals.shortened,
}
# What a macro may end with: Jinja's own errors, those of a calculation, of a look-up or of a file.
FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
# What decides what a macro becomes; filters and tests count, for Jinja computes constants.
_MAKERS = ("lean.py", "sandbox.py", "marked.py", "punctuate.py", "cases.py", "numerals.py")
_COMPILED = Compiled("macros", PACKAGED, made=made_by(*_MAKERS))


class Macros:
    """The macros of one build.

    Args:
        folders: template folders of the site, searched before the package.
        style: folder below `refctx/styles/`.
        locale: language of the furniture.
        extra: values of the site that macros may use as `extra`.
        title_case: `keep`, `sentence` or `title`; empty for what the style says.
        features: what a reader can do, see `settings.FEATURES`; macros see them by that name.

    Raises:
        MacroError: the style does not exist, or its rules are not what they must be.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        *,
        style: str = "apa",
        locale: str = "en",
        extra: Mapping[str, Any] | None = None,
        title_case: str = "",
        features: Collection[str] = (),
    ) -> None:
        self.folders = tuple(folders)
        loaders = [FileSystemLoader(str(folder)) for folder in (*folders, PACKAGED)]
        self.environment = Sandbox(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_COMPILED,
            auto_reload=False,
        )
        self.environment.filters |= FILTERS
        self.environment.tests |= {
            "numeric": numerals.is_numeric,
            "plural": numerals.is_plural,
            "canonical": numerals.is_canonical,
        }
        self.environment.globals |= {
            "style": f"refctx/styles/{style}",
            "t": terms(locale),
            "locale": locale,
            "extra": dict(extra or {}),
            "features": frozenset(features),
        }
        self.locale = locale
        self.features = frozenset(features)
        self._macros: dict[tuple[str, str], Any] = {}
        self._words: dict[str, Mapping[str, Any]] = {}
        self.rules = self._rules(style)
        self.label_rules = self._label_rules(style)
        self.title_case = title_case or self.rules["titles"]["case"]

    def _rules(self, style: str) -> dict[str, Any]:
        file = f"refctx/styles/{style}/rules.html"
        try:
            module = self.environment.get_template(file).module
        except FAULTS as error:
            if isinstance(error, TemplateNotFound) and error.name == file:
                raise self._no_style(style) from None
            raise MacroError(f"{_where(error) or file}: {error}") from error
        return self._plain(module, file)

    def _plain(self, module: Any, file: str) -> dict[str, Any]:
        """The rules that a file sets: maps of plain data."""
        if missing := [name for name in RULES if not hasattr(module, name)]:
            raise MacroError(
                f"{file} does not set {', '.join(missing)}; the rules.html of a packaged style "
                "shows how."
            )
        rules = {name: getattr(module, name) for name in RULES}
        if wrong := [name for name, rule in rules.items() if not isinstance(rule, dict)]:
            raise MacroError(f"{file}: {', '.join(wrong)} must be a map, `{{...}}`.")
        try:
            json.dumps(rules)
        except TypeError:
            raise MacroError(f"{file}: a rule has a value that is not defined.") from None
        for name, (rule, known) in CHOICES.items():
            if rules[name].get(rule) not in known:
                choices = ", ".join(f"`{choice}`" for choice in known if choice)
                raise MacroError(f"{file}: `{name}` must set `{rule}` to one of {choices}.")
        return rules

    def _no_style(self, style: str) -> MacroError:
        folders = (folder / "refctx/styles" for folder in (*self.folders, PACKAGED))
        known = sorted({path.parent.name for folder in folders for path in folder.glob("*/*")})
        return MacroError(
            f"there is no style `{style}` (no refctx/styles/{style}/rules.html). "
            f"Known styles: {', '.join(known)}."
        )

    def _label_rules(self, style: str) -> LabelRules:
        known = set(fields(LabelRules)) - {"words"}
        if unknown := sorted(set(self.rules["labels"]) - known):
            raise MacroError(
                f"refctx/styles/{style}/rules.html: `labels` has an unknown rule "
                f"{', '.join(unknown)}; known are {', '.join(sorted(known))}."
            )
        return LabelRules(**self.rules["labels"], words=self.rules["terms"])

    def words(self, locale: str) -> Mapping[str, Any]:
        """The words of a language with those of the style."""
        if locale not in self._words:
            self._words[locale] = words(locale, self.rules["terms"])
        return self._words[locale]

    def reference(self, reference: Reference) -> Markup:
        """Print a reference in the site's style."""
        file = f"{self.environment.globals['style']}/reference.html"
        return fold_spaces(cases.without_marks(self._print(file, "reference", reference)))

    def label(self, citation: CitationView) -> str:
        """A label as plain text, for names of links."""
        file = f"{self.environment.globals['style']}/label.html"
        return str(fold_spaces(self._print(file, "named", citation)).striptags())

    def group(self, citations: Sequence[CitationView], *, narrative: bool) -> Markup:
        """Print a citation group."""
        printed = self._print("refctx/group.html", "group", citations, narrative)
        return fold_spaces(cases.without_marks(printed))

    def card(self, card: Any) -> Markup:
        """Print the card of a work, see `cards.CardView`."""
        return cases.without_marks(self._print("refctx/card.html", "card", card))

    def cards(self, cards: Sequence[Any]) -> Markup:
        """Print the cards of a page."""
        return cases.without_marks(self._print("refctx/cards.html", "cards", cards))

    def notice(self, places: Sequence[Place]) -> Markup:
        """Print what a preview says above its pages of files that are not whole."""
        return self._print("refctx/notice.html", "notice", places)

    def page_macro(self, name: str, listing: Any, options: Mapping[str, object]) -> Markup:
        """Print what a page called, `{{ name(…) }}`."""
        return self._print(f"refctx/{name}.html", name, listing, **options)

    def _print(self, file: str, name: str, /, *arguments: Any, **options: Any) -> Markup:
        try:
            macro = self._macro(file, name)
            return marked(called(macro, *arguments, **options).strip())
        except FAULTS as error:
            raise MacroError(f"{_where(error) or file}: {error}") from error

    def _macro(self, file: str, name: str) -> Any:
        """The macro of a file, looked for once."""
        if (file, name) not in self._macros:
            self._macros[file, name] = getattr(self.environment.get_template(file).module, name)
            _COMPILED.save()
        return self._macros[file, name]


def _where(error: Exception) -> str:
    """`file:line` of the macro in which an error arose; empty if it arose in none."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}:{error.lineno}"
    frames = [
        (frame.f_globals.get("__jinja_template__"), line)
        for frame, line in walk_tb(error.__traceback__)
    ]
    places = [
        (template.name, template.get_corresponding_lineno(line))
        for template, line in frames
        if template is not None
    ]
    return "{}:{}".format(*places[-1]) if places else ""
