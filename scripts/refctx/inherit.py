"""What an entry takes over from others: `crossref`, `xdata` and `entryset`, by biblatex's rules.

A field of the entry itself always wins. `xdata` hands on every field as it is; `crossref` turns
a book's title into its part's `booktitle`, and keeps what belongs to the parent alone. A `@set`
becomes its first member, under its own key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from refctx.kinds import standard
from refctx.model import Entry, Finding
from refctx.nouns import replace

_PARTS = {"inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference",
          "inproceedings"}  # fmt: skip
_WHOLES = {"book", "collection", "reference", "proceedings"}
_VOLUMES = {f"mv{whole}" for whole in _WHOLES}
# Fields that name or describe the parent alone.
_OWN = {
    "ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options",
    "presort", "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand",
    "shorthandintro", "sortkey", "key",
}  # fmt: skip
_TITLE = ("title", "subtitle", "titleaddon")
_TITLES_OWN = {"shorttitle", "sorttitle", "indextitle", "indexsorttitle"}
# Names of one thing: an entry that has one does not inherit another.
_SAME = (
    {"date", "year", "month", "day"}, {"journal", "journaltitle"}, {"address", "location"},
    {"school", "institution"}, {"annote", "annotation"}, {"archiveprefix", "eprinttype"},
    {"primaryclass", "eprintclass"},
)  # fmt: skip


def inherit(
    entries: Mapping[str, Entry], aliases: Mapping[str, str] = MappingProxyType({})
) -> tuple[dict[str, Entry], tuple[Finding, ...]]:
    """Give entries the fields of those they refer to.

    Args:
        entries: of all files, by key, with the fields as written.
        aliases: other names of entries, by which they may be referred to.

    Returns:
        The entries in the same order without `@xdata`, which only hold fields for others, and
        findings about references that lead nowhere or in a circle.
    """
    findings: list[Finding] = []
    children = {key: entry for key, entry in entries.items() if _may_inherit(entry)}
    names = _names(entries, aliases) if children else {}
    parents = {key: _parents(entry, names, findings) for key, entry in children.items()}
    whole = dict(entries)
    for key in _parents_first(parents, entries, findings):
        entry = whole[key]
        for parent, field in parents.get(key, {}).items():
            entry = _with(entry, whole[parent], field)
        if entries[key].kind == "set":
            findings += _printed_by(entries[key], parents[key])
        whole[key] = entry
    kept = {key: entry for key, entry in whole.items() if entry.kind != "xdata"}
    return kept, tuple(findings)


def _may_inherit(entry: Entry) -> bool:
    return "crossref" in entry.fields or "xdata" in entry.fields or entry.kind == "set"


def _names(entries: Mapping[str, Entry], aliases: Mapping[str, str]) -> dict[str, str]:
    """What an entry may be referred to by → its key."""
    # BibTeX finds a parent whose key differs in case only, too.
    names = {key.lower(): key for key in reversed(list(entries))} | dict(aliases)
    return names | dict(zip(entries, entries, strict=True))


def _parents(entry: Entry, names: Mapping[str, str], findings: list[Finding]) -> dict[str, str]:
    """Keys of an entry's parents with the field that names them, `xdata` first."""
    named = [(name.strip(), "xdata") for name in entry.fields.get("xdata", "").split(",")]
    if entry.kind == "set":
        # What biblatex's older sets say in `crossref` is their first member again.
        members = entry.fields.get("entryset", "").split(",")
        named += [(name.strip(), "entryset") for name in members]
    else:
        named.append((entry.fields.get("crossref", "").strip(), "crossref"))
    parents: dict[str, str] = {}
    for name, field in named:
        key = names.get(name) or names.get(name.lower(), "")
        if key and (field != "entryset" or field not in parents.values()):
            parents.setdefault(key, field)
        elif key:
            continue  # a set takes nothing from its further members
        elif name:
            message = (
                f"`{entry.key}` takes fields from `{name}` ({field}), which is no entry. "
                "Add it to the bibliography or mend the key."
            )
            findings.append(Finding("unknown-parent", entry.place_of(field), message, entry.key))
    return parents


def _parents_first(
    parents: Mapping[str, dict[str, str]], entries: Mapping[str, Entry], findings: list[Finding]
) -> list[str]:
    """Every key behind its parents; a step that would close a circle is taken out and reported."""
    order: list[str] = []
    open_keys: dict[str, Iterator[str]] = {}
    done: set[str] = set()
    for start in parents:
        open_keys |= {} if start in done else {start: iter(tuple(parents[start]))}
        while open_keys:
            key = next(reversed(open_keys))
            parent = next(open_keys[key], None)
            if parent is None:
                del open_keys[key]
                done.add(key)
                order.append(key)
            elif parent in open_keys:
                del parents[key][parent]
                findings.append(_circle(entries[key], parent))
            elif parent not in done:
                open_keys[parent] = iter(tuple(parents.get(parent, ())))
    return order


def _circle(entry: Entry, parent: str) -> Finding:
    message = (
        f"`{entry.key}` takes fields from `{parent}`, which takes fields from it in turn; it gets "
        "none. Remove one of the references."
    )
    return Finding("circular-parent", entry.place, message, entry.key)


def _printed_by(entry: Entry, parents: Mapping[str, str]) -> Iterator[Finding]:
    """What to know of a set; members that are not there are findings of their own."""
    first = next((key for key, field in parents.items() if field == "entryset"), "")
    message = (
        f"`{entry.key}` is a set and is printed by its first member, `{first}`, alone. "
        "Cite the members in one bracket to print all."
        if first
        else f"`{entry.key}` is a set without members; name their keys in `entryset`."
    )
    if first or not entry.fields.get("entryset", "").strip(" ,"):
        yield Finding("entry-set", entry.place, message, entry.key)


def _with(child: Entry, parent: Entry, field: str) -> Entry:
    """The child with what it takes over; what it has itself stays."""
    fields = dict(child.fields)
    renamed = _renamed(standard(child.kind), standard(parent.kind)) if field == "crossref" else {}
    own = _OWN if field == "crossref" else {"ids", "crossref", "xdata", "entryset"}
    own = own | _TITLES_OWN if "title" in renamed else own
    titled = "title" in renamed and _has(child.fields, renamed["title"][0])
    given = [
        (new, name)
        for name, news in renamed.items()
        for new in news
        if not (titled and name in _TITLE)
    ]
    given += [(name, name) for name in parent.fields if name not in renamed and name not in own]
    for new, name in given:
        if name in parent.fields and not _has(child.fields, new):
            fields.setdefault(new, parent.fields[name])
    kind = parent.kind if field == "entryset" and parent.kind != "xdata" else child.kind
    return replace(child, kind=kind, fields=MappingProxyType(fields))


def _has(fields: Mapping[str, str], name: str) -> bool:
    names = next((same for same in _SAME if name in same), {name})
    return any(other in fields for other in names)


def _renamed(child: str, parent: str) -> dict[str, tuple[str, ...]]:
    """Field of the parent → what it is called in the child; others keep their names."""
    renamed: dict[str, tuple[str, ...]]
    if parent in _VOLUMES and child in _PARTS | _WHOLES:
        renamed = {name: (f"main{name}",) for name in _TITLE}
    elif parent in _WHOLES and child in _PARTS:
        renamed = {name: (f"book{name}",) for name in _TITLE}
    elif parent == "periodical" and child in ("article", "suppperiodical"):
        return {name: (f"journal{name}",) for name in _TITLE}
    else:
        return {}
    if parent.endswith("book") and child in ("inbook", "bookinbook", "suppbook"):
        renamed["author"] = ("author", "bookauthor")
    return renamed
