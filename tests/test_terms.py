"""The words of both languages."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest
from refctx.kinds import ALIASES, STANDARD
from refctx.terms import LOCALES, best_locale, locator_words, terms

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_the_same_terms(locale: str) -> None:
    """No term is missing in a language, and none is there only."""
    assert set(terms(locale)) == set(terms("en"))


@pytest.mark.parametrize("locale", LOCALES)
def test_terms_have_the_same_shape_and_placeholders(locale: str) -> None:
    """A text is a text in every language, and names the same placeholders."""
    for name, term in terms(locale).items():
        english = terms("en")[name]
        assert type(term) is type(english), name
        if isinstance(term, str):
            assert set(PLACEHOLDER.findall(term)) == set(PLACEHOLDER.findall(english)), name


@pytest.mark.parametrize("locale", LOCALES)
def test_every_type_that_can_be_cited_has_a_name(locale: str) -> None:
    """A group of a list is titled in words, not by the type as the file writes it."""
    private = {f"custom{letter}" for letter in "abcdef"}
    assert (
        set(terms(locale)["kinds"])
        == {*STANDARD, *ALIASES, "preprint"} - {"set", "xdata"} - private
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_no_word_is_given_twice(locale: str) -> None:
    """Of two words of one name a reader of JSON keeps the second."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        assert len(set(names)) == len(names)
        return dict(pairs)

    text = (files("refctx") / "locales" / f"{locale}.json").read_text(encoding="utf-8")
    json.loads(text, object_pairs_hook=once)


@pytest.mark.parametrize("locale", LOCALES)
def test_there_are_twelve_months(locale: str) -> None:
    """Every month has a name of its own."""
    assert len(set(terms(locale)["months"])) == 12


@pytest.mark.parametrize("locale", LOCALES)
def test_a_locator_has_singular_plural_and_words(locale: str) -> None:
    """Every label of a locator can be printed, and those that have words can be written."""
    for label, forms in terms(locale)["locators"].items():
        assert len(forms["short"]) == 2, label
        assert all(all(pair) for form, pair in forms.items() if form != "words"), label
        assert all(word == word.lower() for word in forms["words"]), label
    assert all(forms["words"] for forms in terms("en")["locators"].values())


def test_every_locator_of_a_locale_is_known_in_english() -> None:
    """A citation written in one language can be printed in the other."""
    for locale in LOCALES:
        assert set(terms(locale)["locators"]) <= set(terms("en")["locators"])


def test_no_locator_word_has_two_meanings() -> None:
    """A word stands for one label, in whatever language it is written."""
    words = [word for word, _ in locator_words()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh_Hant", "zh-Hant"),
        ("ZH", "zh-Hant"),
        ("en", "en"),
        ("pt-BR", "en"),
        ("", "en"),
    ],
)
def test_a_language_tag_finds_its_locale(tag: str, locale: str) -> None:
    """Chinese of every tag is Chinese, everything else English."""
    assert best_locale(tag) == locale
