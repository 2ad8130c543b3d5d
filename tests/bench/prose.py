"""Sentences that say nothing, and titles that could be somebody's."""

from __future__ import annotations

import re
from random import Random

from bench.words import ACRONYMS, FIELDS, FOREIGN, KINDS, MATHS, THINGS

# K is a kind, T a thing, F a field, N a number.
SENTENCES = (
    "In F the cost of T is mostly that of K T, and only then that of T",
    "A K view of T makes it easier to compare F with F",
    "What holds for K T need not hold for T in F",
    "Over N runs the K variant lost less than the K one, in F as well as in F",
    "We keep T and T apart, because F asks for the first and almost never for the second",
    "None of the N settings that were tried made K T worse than plain T",
    "The usual answer is K T; it is cheap, and it is wrong in about N cases of a thousand",
    "Once T are K, the remaining work goes into T",
    "Earlier work on F took T as given and asked how K they have to be",
    "If T are counted twice, F looks better than it is, and K T look worse",
    "It is an old observation that T drift where nobody looks at them",
    "For F this was first done with K T and a handful of T",
    "With N sites and one shared store, T stop being the bottleneck",
    "There is no agreement on whether K T should be reported beside T",
    "Most groups now measure T by the week and T by the year",
    "A table of T says little about F unless the T behind it are K",
    "The same trade comes back in F, where K T stand against K T",
    "It takes N hours to go through T by hand, and a minute to do it with K T",
    "Both sides of the question have been argued from data on F",
    "The gap between K and K T closed as soon as T were cleaned",
    "Where T are missing, K T fill in, and the error stays below N percent",
    "Nothing in the method depends on F; any source of K T would do",
    "Small teams start from T, large ones from T, and both end with K T",
    "A later study of F repeats the comparison with N times as many T",
)
# What may follow upon the names of authors.
FINDINGS = (
    "compare K T with T in F",
    "find that T in F are rarely K",
    "report N runs with K T and keep the T",
    "describe T for F, together with the K T that were left out",
    "show how K T can be had from T without going through F",
    "argue that F needs T more than it needs K T",
    "trace the idea of K T back to F",
    "give a K bound on T and test it on F",
)
TITLES = (
    "K T for F", "K T with K T", "K T in F", "K T and K T for F", "On the K Nature of T in F",
    "Towards K T for K F", "X: K T for F", "How K Are T in F?", "T without T: K T for F",
    "K T: A Survey of F", "Learning K T from F", "From T to K T in F", "K T Meet K T",
    "Revisiting K T for F", "The Role of K T in F", "A K Approach to T for F",
    "Rethinking T: K T under K T", "Is K T All that F Need?", "Evaluating K T on F",
)  # fmt: skip
_SLOT = re.compile(r"\b[KTFNX]\b")
_WORD = re.compile(r"\S+")
_SMALL = {"for", "with", "in", "and", "on", "the", "of", "from", "to", "under", "a", "is", "that"}


def filled(chance: Random, pattern: str) -> str:
    """A pattern with words in its places."""

    def word(found: re.Match[str]) -> str:
        match found[0]:
            case "K":
                return chance.choice(KINDS)
            case "T":
                return chance.choice(THINGS)
            case "F":
                return chance.choice(FIELDS)
            case "X":
                return "{" + chance.choice(ACRONYMS) + "}"
        return str(chance.randint(2, 90))

    return _SLOT.sub(word, pattern)


def sentence(chance: Random) -> str:
    """A sentence without its full stop."""
    text = filled(chance, chance.choice(SENTENCES))
    return text[0].upper() + text[1:]


def finding(chance: Random) -> str:
    """What somebody did, as it stands behind their names."""
    return filled(chance, chance.choice(FINDINGS))


def heading(chance: Random) -> str:
    """A title without TeX."""
    text = filled(chance, chance.choice(("K T", "T and T", "K T in F", "T for F", "Why T")))
    return text[0].upper() + text[1:]


def title(chance: Random) -> str:
    """A title as it is written in a `.bib`: capitals, some protected, here and there TeX."""
    text = filled(chance, chance.choice(TITLES))
    words = [_capital(word, first=n == 0) for n, word in enumerate(_WORD.findall(text))]
    at = chance.randrange(len(words))
    plain = words[at].isalpha()
    match chance.randrange(12):
        case 0 if plain:
            words[at] = "{" + words[at][0] + "}" + words[at][1:]
        case 1 if plain:
            words[at] = f"\\emph{{{words[at]}}}"
        case 2:
            words.insert(at, chance.choice(MATHS))
        case 3:
            words.insert(at, chance.choice(FOREIGN))
        case 4:
            words.insert(at, "{" + chance.choice(ACRONYMS) + "}")
        case 5 if plain:
            words[at] = f"``{words[at]}''"
        case 6:
            words.append(f"-- {chance.choice(('Part', 'Volume'))}~{chance.randint(1, 4)}")
    return " ".join(words)


def _capital(word: str, *, first: bool) -> str:
    if word in _SMALL and not first:
        return word
    return word[0].upper() + word[1:]


def paragraph(chance: Random, sentences: int) -> str:
    """Some sentences."""
    return " ".join(f"{sentence(chance)}." for _ in range(sentences))
