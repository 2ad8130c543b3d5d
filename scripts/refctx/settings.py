"""Every option: its default and its meaning.

The one place that knows them: a host derives its option schema from `Settings`, and the
tests hold the documentation against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, get_type_hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a site may set under `plugins: - refctx:`."""

    bibliography: Annotated[
        tuple[str, ...],
        "A `.bib` file, a folder of them, or a list of both, relative to `mkdocs.yml`. "
        "Unset: every `.bib` file in `bib/` and beside `mkdocs.yml`.",
    ] = ()
    style: Annotated[
        str,
        "How citations and references are printed: the name of a folder below "
        "`refctx/styles/`, in the theme's `custom_dir` or in the package.",
    ] = "apa"
    locale: Annotated[
        str,
        "Language of the furniture, such as “Cited in”: `en` or `zh-Hant`. "
        "Unset: the theme's language, else English.",
    ] = ""
    title_case: Annotated[
        str,
        "Capitals in titles of works: `keep` them as the `.bib` has them, `sentence` or `title`; "
        "words in braces are kept. Unset: what the style asks for; `apa` and `ieee` keep them.",
    ] = ""
    search: Annotated[
        bool,
        "Let the site search find entries and Chinese words. Each entry is a hit of its own and "
        "leads to its place in the list; Han characters are parted by a zero-width space, for "
        "there is no segmenter.",
    ] = True
    export: Annotated[
        bool,
        "Publish what the site cites as `refctx/library.bib`, `.ris`, `.json` (CSL-JSON) and "
        "`.txt`, and name them in the head of pages with a reference list.",
    ] = True


def meanings() -> dict[str, str]:
    """Option → what it means, in the order of definition."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}
