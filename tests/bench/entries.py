"""An entry as text, with all that BibTeX can do or with what every tool reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Fields = dict[str, str]
_OWN_OF_PARENT = {"title": "booktitle", "isbn": "", "year": ""}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry; a value that begins with `#` is the name of a string."""

    kind: str
    key: str
    fields: Fields

    def __str__(self) -> str:
        return "\n".join([f"@{self.kind}{{{self.key},", *self._lines(), "}"])

    def _lines(self) -> Iterator[str]:
        for name, value in self.fields.items():
            yield f"  {name} = {value[1:] if value.startswith('#') else f'{{{value}}}'},"

    def plain(self, parents: Mapping[str, Entry]) -> Entry:
        """The same work without `crossref`, `date` and `@online`, which not every tool reads."""
        fields = dict(self.fields)
        if parent := parents.get(fields.pop("crossref", "")):
            taken = {_OWN_OF_PARENT.get(n, n): value for n, value in parent.fields.items()}
            fields = {name: value for name, value in taken.items() if name} | fields
        if date := fields.pop("date", ""):
            fields["year"] = date[:4]
        return Entry("misc" if self.kind == "online" else self.kind, self.key, fields)


def isbn(number: int) -> str:
    """An ISBN with its check digit."""
    digits = f"978{number:09}"
    weighed = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"
