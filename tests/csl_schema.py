"""What CSL 1.0.2 says of CSL-JSON, as a JSON schema in our own words.

Stricter than the official one, which allows several names of a thing for old data: of types,
variables and parts of names and dates only those that a writer of today may use.
"""

from __future__ import annotations

from typing import Any

_TYPES = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage
    """.split()  # noqa: SIM905
_NAMES = """
    author chair collection-editor compiler composer container-author contributor curator director
    editor editorial-director executive-producer guest host illustrator interviewer narrator
    organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator
    """.split()  # noqa: SIM905
_DATES = "accessed available-date event-date issued original-date submitted".split()  # noqa: SIM905
_TEXTS = """
    abstract annote archive archive_collection archive_location archive-place authority
    call-number citation-key citation-label collection-title container-title
    container-title-short dimensions division DOI event-title event-place genre ISBN ISSN
    jurisdiction keyword language license medium note original-publisher
    original-publisher-place original-title part-title PMCID PMID publisher publisher-place
    references reviewed-genre reviewed-title scale source status title title-short URL
    volume-title year-suffix
    """.split()  # noqa: SIM905
_NUMBERS = """
    chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number
    printing-number section supplement-number version volume
    """.split()  # noqa: SIM905


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
        **more,
    }


_TEXT = {"type": "string", "minLength": 1}
_NAME = _object(
    dict.fromkeys(
        ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"),
        _TEXT,
    )
)
_DATE = _object(
    {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": "integer", "not": {"const": 0}},
            },
        },
        "season": {"enum": [1, 2, 3, 4]},
        "circa": {"type": "boolean"},
        "literal": _TEXT,
    }
)
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "array",
    "items": _object(
        {
            "id": _TEXT,
            "type": {"enum": _TYPES},
            **{role: {"type": "array", "minItems": 1, "items": _NAME} for role in _NAMES},
            **dict.fromkeys(_DATES, _DATE),
            **dict.fromkeys([*_TEXTS, *_NUMBERS], _TEXT),
        },
        required=["id", "type"],
    ),
}
