"""Every option: its default and its meaning.

The one place that knows them: a host derives its option schema from `Settings`, and the
tests hold the documentation against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, get_type_hints

from refctx.nouns import dataclass, field


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
        "leads to its place in the list; a Chinese word is found by every two characters of it, "
        "for there is no segmenter.",
    ] = True
    cards: Annotated[
        bool,
        "Show a card with the work's title, authors and addresses at each citation that is "
        "pointed at, focused or tapped.",
    ] = True
    permalinks: Annotated[
        bool,
        "Give each citation and each entry of a reference list a link to itself.",
    ] = True
    tools: Annotated[
        bool,
        "Put a filter, facets and a choice of order above a list of everything that is cited.",
    ] = True
    marks: Annotated[
        bool,
        "Let readers mark the works of reading lists as read. Marks are kept in their browser.",
    ] = True
    metadata: Annotated[
        bool,
        "Describe the works of a list of everything that is cited to other programs: COinS for "
        "reference managers, JSON-LD for search engines.",
    ] = True
    export: Annotated[
        bool,
        "Publish what the site cites, and each reading list, as BibTeX, RIS, CSL-JSON and text; "
        "let readers copy and download works of a list of everything that is cited.",
    ] = True
    csp: Annotated[
        bool,
        "Give each page a content security policy: a browser then runs no script and asks no host "
        "but the site's own. `mkdocs serve` leaves it out.",
    ] = False
    findings: Annotated[
        Mapping[str, Any],
        "How grave findings are: each code with `error`, `warn`, `info` or `ignore`, or with a "
        "map of `level`, `keys` and `paths`. Unset: each code's own.",
    ] = field(default_factory=dict)


# What a reader can do, each of which a site can switch off; macros see them as `features`.
FEATURES = ("cards", "permalinks", "tools", "marks", "metadata", "export")


def meanings() -> dict[str, str]:
    """Option → what it means, in the order of definition."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}
