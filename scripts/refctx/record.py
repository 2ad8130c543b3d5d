"""A finished site as a text, and back: what its pages print while what they cite stays the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields

from refctx.model import Finding
from refctx.records import Record
from refctx.rows import finding, finding_row


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """What one page prints.

    Attributes:
        printed: what stands in the place of its markers, in order; None where nothing is filled.
        lists: true if it calls macros.
        anchors: the ids that it gains.
        head: what its head tells other programs.
        source: a key of its text where that has a say in its findings; else empty.
        contexts: context after context, the anchors of its citations.
    """

    printed: Sequence[str] | None = None
    lists: bool = False
    anchors: Sequence[str] = ()
    head: str = ""
    source: str = ""
    contexts: Sequence[Sequence[str]] = ()


_PAGE = [one.name for one in fields(PageRecord)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What a site prints.

    Attributes:
        pages: source path → page.
        findings: what the pages have to answer for.
        index: the text of `refctx.json`.
        files: path → text of the exports.
        records: what the site search is told of the entries.
        cards: source path → the keys whose cards a page carries, and these cards.
    """

    pages: Mapping[str, PageRecord]
    findings: Sequence[Finding]
    index: str
    files: Mapping[str, str]
    records: Sequence[Record]
    cards: Mapping[str, tuple[Sequence[str], str]]


@dataclass(kw_only=True)
class Outlines:
    """What the pages of the last build were.

    Attributes:
        pages: source path → (key of all that is known of a page, key of its facts).
        site: the key of the record.
        contexts: anchor → where a citation stands and how its sentence begins.
        texts: a group as text → how it reads.
    """

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    site: str = ""
    contexts: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def to_text(self) -> str:
        """As `outlines` reads it."""
        return json.dumps([self.pages, self.site, self.contexts, self.texts], ensure_ascii=False)


def outlines(text: str) -> Outlines:
    """What `Outlines.to_text` wrote."""
    pages, site, contexts, texts = json.loads(text)
    known = {path: (outline, facts) for path, (outline, facts) in pages.items()}
    return Outlines(pages=known, site=site, contexts=contexts, texts=texts)


def to_text(site: SiteRecord) -> str:
    """The record as `from_text` reads it."""
    pages = {path: [getattr(one, name) for name in _PAGE] for path, one in site.pages.items()}
    findings = list(map(finding_row, site.findings))
    records = list(map(astuple, site.records))
    data = [pages, findings, site.index, dict(site.files), records, dict(site.cards)]
    return json.dumps(data, ensure_ascii=False)


def from_text(text: str) -> SiteRecord:
    """What `to_text` wrote."""
    pages, findings, index, files, records, cards = json.loads(text)
    return SiteRecord(
        pages={
            path: PageRecord(**dict(zip(_PAGE, row, strict=True))) for path, row in pages.items()
        },
        findings=tuple(map(finding, findings)),
        index=index,
        files=files,
        records=[
            Record(locations=tuple(locations), title=title, text=shown, also=also)
            for locations, title, shown, also in records
        ],
        cards=cards,
    )
