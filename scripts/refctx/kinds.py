"""Types of entries: which there are, and which are names for another."""

from __future__ import annotations

from functools import lru_cache

# BibTeX's and biblatex's types, those without a style of their own (`legislation`) among them.
STANDARD = frozenset(
    """
    article artwork audio bibnote book bookinbook booklet collection commentary customa customb
    customc customd custome customf dataset image inbook incollection inproceedings inreference
    jurisdiction legal legislation letter manual misc movie music mvbook mvcollection mvproceedings
    mvreference online patent performance periodical proceedings reference report review set
    software standard suppbook suppcollection suppperiodical thesis unpublished video xdata
    """.split()  # noqa: SIM905  # fifty names read best as words
)
# Other name → (type, what the field `type` says if the entry has none, in biblatex's words).
ALIASES = {
    "conference": ("inproceedings", ""),
    "electronic": ("online", ""),
    "www": ("online", ""),
    "mastersthesis": ("thesis", "mathesis"),
    "phdthesis": ("thesis", "phdthesis"),
    "techreport": ("report", "techreport"),
}


def is_known(kind: str) -> bool:
    """True for a type that BibTeX or biblatex knows."""
    return kind in STANDARD or kind in ALIASES


def standard(kind: str) -> str:
    """The type that a name means: `conference` is `inproceedings`, an unknown one is `misc`."""
    return kind if kind in STANDARD else ALIASES.get(kind, ("misc", ""))[0]


def type_of(kind: str, named: str = "") -> str:
    """What kind of thesis or report: the field `type` (`named`), else what the name implies."""
    return named or ALIASES.get(kind, ("", ""))[1]


@lru_cache(maxsize=100)
def nearest(kind: str) -> str:
    """The known type that is written most alike, or an empty text."""
    from difflib import get_close_matches  # noqa: PLC0415  # wanted for a slip alone

    return next(iter(get_close_matches(kind, sorted([*STANDARD, *ALIASES]), 1, 0.75)), "")
