"""Numbers with a check digit: is it the one that the other digits ask for?

ISBN-10, ISBN-13 and ISSN by ISO 2108 and ISO 3297, ORCID iD by ISO 7064 (mod 11-2).
"""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\s‐‑‒–—−-]")
_REMARK = re.compile(r"\([^()]*\)|\bISBN(?:-1[03])?:?|\bISSN:?", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,;/]|\band\b)\s*|\s+(?=97[89][-‐‑ ]?\d)")


def numbers(value: str) -> list[str]:
    """The numbers of a field, without hyphens and remarks: `978-0-306-40615-7 (pbk), …`."""
    parts = _PARTS.split(_REMARK.sub(" ", value.strip("{} ")))
    return [found.upper() for part in parts if (found := _BETWEEN.sub("", part))]


def isbn_fault(number: str) -> str:
    """Why that is no ISBN; empty if it is one."""
    if re.fullmatch(r"\d{9}[\dX]", number):
        return _digit_fault(number, _eleven(number[:9]))
    if re.fullmatch(r"\d{13}", number):
        weighed = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(number[:12]))
        return _digit_fault(number, str(-weighed % 10))
    return "10 or 13 digits are expected"


def issn_fault(number: str) -> str:
    """Why that is no ISSN; empty if it is one."""
    if not re.fullmatch(r"\d{7}[\dX]", number):
        return "8 digits are expected"
    return _digit_fault(number, _eleven(number[:7]))


def orcid_fault(number: str) -> str:
    """Why that is no ORCID iD; empty if it is one."""
    if not re.fullmatch(r"\d{15}[\dX]", number):
        return "16 digits are expected"
    total = 0
    for digit in number[:15]:
        total = (total + int(digit)) * 2 % 11
    return _digit_fault(number, _sign((12 - total) % 11))


def _eleven(digits: str) -> str:
    """The check digit of ISBN-10 and ISSN: weights fall to 2, the sum is a multiple of 11."""
    weights = range(len(digits) + 1, 1, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return _sign(-total % 11)


def _sign(value: int) -> str:
    return "X" if value == 10 else str(value)


def _digit_fault(number: str, expected: str) -> str:
    if number[-1] == expected:
        return ""
    return f"its last digit would be {expected} if the others are right"
