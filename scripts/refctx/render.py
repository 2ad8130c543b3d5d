"""Macros: views → HTML. The only room that knows Jinja.

One environment per build. A macro is looked for in the site's own folders, then in the
package; `refctx/NAME.html` holds the macro `NAME` and hands on to `refctx/_base/NAME.html`,
so a site can replace the first and still call the second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from refctx.format import CitationView, Reference
from refctx.number import LabelRules
from refctx.terms import terms

_SPACES = re.compile(r"[ \t\n]+")  # a no-break space stays
PACKAGED = Path(__file__).parent / "macros"
# Macros of the package that a page may call; `cite` is read by the Markdown extension.
PAGE_MACROS = ("bibliography", "reading_list", "forward")


class MacroError(Exception):
    """A macro could not be printed; the message names its file and line."""


class Macros:
    """The macros of one build.

    Args:
        folders: template folders of the site, searched before the package.
        style: folder below `refctx/styles/`.
        locale: language of the furniture.
        extra: values of the site that macros may use as `extra`.

    Raises:
        MacroError: the style does not exist.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        *,
        style: str = "apa",
        locale: str = "en",
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        loaders = [FileSystemLoader(str(folder)) for folder in (*folders, PACKAGED)]
        self.environment = SandboxedEnvironment(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters |= {"needs_stop": needs_stop, "title_case": title_case}
        self.environment.globals |= {
            "style": f"refctx/styles/{style}",
            "t": terms(locale),
            "locale": locale,
            "extra": dict(extra or {}),
        }
        self.locale = locale
        self.rules = self._rules(style)

    def _rules(self, style: str) -> dict[str, Any]:
        try:
            module = self.environment.get_template(f"refctx/styles/{style}/rules.html").module
        except TemplateNotFound:
            known = sorted({name.split("/")[2] for name in self._files("refctx/styles/")})
            raise MacroError(
                f"there is no style `{style}` (no refctx/styles/{style}/rules.html). "
                f"Known styles: {', '.join(known)}."
            ) from None
        return {name: getattr(module, name) for name in ("labels", "groups", "lists")}

    def _files(self, prefix: str) -> list[str]:
        names: list[str] = self.environment.list_templates()
        return [name for name in names if name.startswith(prefix)]

    @property
    def label_rules(self) -> LabelRules:
        """What the style says of labels."""
        return LabelRules(**self.rules["labels"])

    @property
    def names(self) -> tuple[str, ...]:
        """Macros a page may call: the package's and every file the site adds."""
        packaged = {path.name for path in (PACKAGED / "refctx").glob("*.html")}
        files = {name.removeprefix("refctx/") for name in self._files("refctx/")}
        added = {
            f[:-5] for f in files if "/" not in f and f.endswith(".html") and f not in packaged
        }
        return (*PAGE_MACROS, *sorted(added))

    def reference(self, reference: Reference) -> Markup:
        """Print a reference in the site's style."""
        file = f"{self.environment.globals['style']}/reference.html"
        return fold_spaces(self._print(file, "reference", reference))

    def label(self, citation: CitationView) -> str:
        """A label as plain text, for names of links."""
        file = f"{self.environment.globals['style']}/label.html"
        return str(fold_spaces(self._print(file, "narrative", citation)).striptags())

    def group(self, citations: Sequence[CitationView], *, narrative: bool) -> Markup:
        """Print a citation group."""
        return fold_spaces(self._print("refctx/group.html", "group", citations, narrative))

    def page_macro(self, name: str, listing: Any, options: Mapping[str, object]) -> Markup:
        """Print what a page called, `{{ name(…) }}`."""
        return self._print(f"refctx/{name}.html", name, listing, **options)

    def _print(self, file: str, name: str, /, *arguments: Any, **options: Any) -> Markup:
        try:
            macro = getattr(self.environment.get_template(file).module, name)
            return Markup(str(macro(*arguments, **options)).strip())
        except (TemplateError, TypeError, AttributeError, ValueError, KeyError) as error:
            line = getattr(error, "lineno", None)
            where = f"{file}:{line}" if line else file
            raise MacroError(f"{where}: {error}") from error


def fold_spaces(html: Markup) -> Markup:
    """One space for each run of white space, so that a macro may break its lines freely."""
    return Markup(_SPACES.sub(" ", str(html)))


def needs_stop(html: str) -> bool:
    """True if a full stop must follow: the text does not end in `.`, `?` or `!`, quoted or not."""
    text = Markup(html).striptags().rstrip("”’\u00a0 ")
    return not text.endswith((".", "?", "!", "。", "？", "！"))


# APA 6.17: words of up to three letters that are no nouns, verbs and the like.
_SMALL = frozenset(
    "a an and as at but by for if in nor of off on or per so the to up via yet".split()  # noqa: SIM905  # read as a list
)


def title_case(html: Markup) -> Markup:
    """Capitals for a container's words, small words excepted: `arXiv preprint` → `arXiv Preprint`.

    Words with a capital or digit anywhere stay as they are.
    """
    words = str(html).split(" ")
    cased = [
        word[:1].upper() + word[1:]
        if word.isalpha()
        and word.islower()
        and (word not in _SMALL or place in (0, len(words) - 1))
        else word
        for place, word in enumerate(words)
    ]
    return Markup(" ".join(cased))
