"""The files that are published beside the pages: their forms and addresses."""

from __future__ import annotations

from refctx.nouns import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form in which works are published: the ending of its files, their type, its name."""

    ending: str
    media_type: str
    name: str


BIBTEX = Format(ending="bib", media_type="application/x-bibtex", name="BibTeX")
RIS = Format(ending="ris", media_type="application/x-research-info-systems", name="RIS")
CSL = Format(ending="json", media_type="application/vnd.citationstyles.csl+json", name="CSL-JSON")
TEXT = Format(ending="txt", media_type="text/plain", name="Text")
FORMATS = (BIBTEX, RIS, CSL, TEXT)
# What a page with a reference list names as another form of it; text is none for a program.
LINKED = (BIBTEX, RIS, CSL)
# Addresses from the root, without ending: of all that the site cites, and of one reading list.
LIBRARY = "refctx/library"
LIST = "refctx/lists/{name}"
# The works one by one, for the reader who copies or downloads some of them.
SCRIPT = "refctx/library.js"
# How the sentences of citations begin, for the reader who points at a way back.
CONTEXTS = "refctx/contexts.js"
# The files that are there whatever the pages say.
ALWAYS = (*(f"{LIBRARY}.{one.ending}" for one in FORMATS), SCRIPT)
