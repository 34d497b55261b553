"""Text like newswire, written by chance from the words that the extraction itself knows, and by chance spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import yaml

from extraction.lexicon import LEXICONS
from tests.fuzz.choices import Choices

WORD_LIKE = re.compile(r"[A-Za-z][A-Za-z .'-]{1,40}")

STRANGE = (
    "\x00",
    "\t",
    "\r",
    "\n",
    "\n\n",
    "\u00a0",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u0301",
    "e\u0301\u0301\u0301",
    "\u0130",
    "\ufb01",
    "ß",
    "🙂",
    "🏳️‍🌈",
    "👨‍👩‍👧",
    "🇩🇪",
    "漢字",
    "שלום",
    "ﷺ",
    "\U000e0041",
    "\U0001d400",
    "\ufffd",
    "\uffff",
    "<b>",
    "&amp;",
    "{{",
    "%s",
    "\\",
    "½",
    "٣",
    "²",
    "…",
    "--",
    "—",
    "''",
    "“",
    "’s",
)
"""Characters that programs stumble over."""

GIVEN = ("Ana", "Femi", "Kim Jung-", "Jean-Luc", "O'", "Mary Ann", "X.", "al-", "de la", "李", "Ö")
FAMILY = ("Lund", "Okoro", "Mendes", "Kim", "van der Berg", "Ito", "III", "Jr.", "ıI", "O’Neil-Sørensen")
BODIES = (
    "WTO",
    "U.N.",
    "the foreign ministry",
    "the White House",
    "Norges Bank",
    "the European Commission",
    "IMF",
    "the party",
)
PRONOUNS = (
    "he",
    "she",
    "they",
    "it",
    "who",
    "which",
    "his",
    "their",
    "the two leaders",
    "his counterpart",
    "the former",
)
GLUE = (
    "and",
    "or",
    "but",
    "with",
    "by",
    "of",
    "in",
    "on",
    "at",
    "to",
    "from",
    "for",
    "between",
    "against",
    "after",
    "that",
    ",",
    ";",
    ":",
    "(",
    ")",
    '"',
    "-",
    "not",
    "will",
    "would",
    "may",
    "has been",
    "is to",
    "did not",
    "said",
    "if",
    "as",
    "who had",
)
GOODS = (
    "cars",
    "steel and aluminum",
    "$25 billion worth of goods",
    "soya",
    "imports",
    "exports of rice",
    "all",
    "5,000 products",
)
RATES = (
    "25%",
    "10 percent",
    "1e9 %",
    "0%",
    "-5 pct",
    "999999999999999999999 percent",
    "from 10% to 25%",
    "٣%",
    "½ percent",
)
NUMBERS = (
    "0",
    "1",
    "7",
    "29",
    "30",
    "31",
    "32",
    "99",
    "1900",
    "2019",
    "2100",
    "9999",
    "10000",
    "31st",
    "two",
    "dozen",
    "1" * 40,
)
MONTHS = ("Jan.", "February", "Sept.", "sept", "May", "DEC", "Smarch")
DAYS = ("Monday", "Tues", "sunday", "weekend", "today", "tomorrow", "yesterday", "tonight", "noon")
RELATIVE = (
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid-",
    "the",
    "in",
    "ago",
    "within",
    "until",
    "since",
    "by",
    "later",
)
UNITS = ("days", "weeks", "months", "years", "decades", "centuries", "quarter", "hours", "millennium")
FORMS = (
    "{n}/{n}/{n}",
    "{n}-{n}-{n}",
    "{m} {n}",
    "{n} {m} {n}",
    "{m} {n}-{n}",
    "{m} {n}, {n}",
    "{r} {d}",
    "{r} {n} {u}",
    "{n} {u} {r}",
    "{d}, {m} {n}",
    "{m} {n} to {m} {n}",
    "{r} {m}",
    "{n}",
    "the {n}",
    "{r} {u}",
    "{n}:{n}",
    "{m}.{n}",
)


@cache
def words_of(*files: str) -> tuple[str, ...]:
    """Every word, trigger, name and example sentence of some lexicons, in their order."""
    found: dict[str, None] = {}
    for file in files:
        for text in _texts(yaml.safe_load((LEXICONS / file).read_text("utf-8"))):
            if WORD_LIKE.match(text) and len(text) < 200 and "(?" not in text:
                found[text] = None
    return tuple(found)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def date(choices: Choices) -> str:
    """A date expression, most of them impossible."""
    pick = choices.choice
    return re.sub(r"\{(.)\}", lambda match: pick(DATE_WORDS[match[1]]), pick(FORMS))


DATE_WORDS = {"n": NUMBERS, "m": MONTHS, "d": DAYS, "r": RELATIVE, "u": UNITS}


def name(choices: Choices) -> str:
    """A person, with or without title."""
    title = choices.choice(words_of("titles.yaml")) + " " if choices.chance(0.5) else ""
    return f"{title}{choices.choice(GIVEN)} {choices.choice(FAMILY)}"


PARTS: tuple[Callable[[Choices], str], ...] = (
    name,
    date,
    lambda choices: choices.choice(words_of("countries.yaml")),
    lambda choices: choices.choice(words_of("meetings.yaml")),
    lambda choices: choices.choice(words_of("measures.yaml", "codes.yaml")),
    lambda choices: choices.choice(words_of("appointments.yaml", "offices.yaml")),
    lambda choices: choices.choice(words_of("bodies.yaml", "parties.yaml", "leaders.yaml")),
    lambda choices: choices.choice(words_of("references.yaml", "status.yaml", "dates.yaml")),
    lambda choices: choices.choice(BODIES),
    lambda choices: choices.choice(PRONOUNS),
    lambda choices: choices.choice(GLUE),
    lambda choices: choices.choice(GLUE),
    lambda choices: f"{choices.choice(RATES)} on {choices.choice(GOODS)}",
    lambda choices: choices.choice(STRANGE),
)
FRAMES = (
    "{p} met {p} in {c} {t}.",
    "{p} and {p} will hold talks {t}",
    "{c} imposed {r} tariffs on {g} from {c} {t}.",
    "{c}'s {p}, who {c} appointed {t}, resigned.",
    '"{s}" {p} said {t}.',
    "{p} was named {o} of {b}, replacing {p}.",
    "{c} lifted sanctions on {c} after {p} visited {c}",
    "{b} said that {s}",
    "{p} canceled the summit with {p}",
    "{s}, {s}; {s}",
    "{c}, {c} and {c} agreed to cut duties on {g}",
    "{s} ({s})",
    "{c} ({b}) -- {s}",
    "- {p}, {o}",
    "{p}: {s}",
    "{o} {p} {o}",
)


def sentence(choices: Choices, depth: int = 0) -> str:
    """A sentence: of a frame with sentences inside, or of words in any order."""
    if depth < 3 and choices.chance(0.6):
        return re.sub(r"\{(.)\}", lambda match: _slot(match[1], choices, depth), choices.choice(FRAMES))
    return " ".join(choices.choice(PARTS)(choices) for _ in range(choices.randint(1, 12)))


def _slot(kind: str, choices: Choices, depth: int) -> str:
    if kind == "s":
        return sentence(choices, depth + 1)
    if kind in "pt":
        return name(choices) if kind == "p" else date(choices)
    return choices.choice(SLOTS[kind]())


SLOTS: dict[str, Callable[[], tuple[str, ...]]] = {
    "c": lambda: words_of("countries.yaml"),
    "o": lambda: words_of("offices.yaml"),
    "b": lambda: BODIES,
    "g": lambda: GOODS,
    "r": lambda: RATES,
}

SPOILERS: tuple[Callable[[Choices, str], str], ...] = (
    lambda _, text: text.upper(),
    lambda _, text: text.lower(),
    lambda _, text: text.title(),
    lambda choices, text: text.replace(" ", choices.choice(STRANGE)),
    lambda _, text: re.sub(r"[^\w\s]", "", text),
    lambda _, text: text.replace(" ", ""),
    lambda choices, text: text.replace(" ", "\n", choices.randint(1, 30)),
    lambda choices, text: text * choices.randint(2, 8),
    lambda _, text: text[::-1],
    lambda choices, text: text[: choices.randint(0, len(text))],
    lambda _, text: "".join(char + "\u0301" for char in text[:400]),
    lambda choices, text: text.replace("e", choices.choice(STRANGE)),
    lambda choices, text: f"{choices.choice(STRANGE)}{text}{choices.choice(STRANGE)}",
    lambda choices, text: '"' * choices.randint(1, 40) + text + ")" * choices.randint(0, 40),
    lambda choices, text: text + " " + choices.choice(("x", "-", "a.", "A", "1")) * choices.randint(1, 3_000),
)
"""Each is handed a text and gives it back in worse shape."""


def body(choices: Choices, sentences: int = 5) -> str:
    """The text of an article: a dateline perhaps, some sentences, perhaps spoilt; never blank."""
    dateline = f"{choices.choice(words_of('countries.yaml')).upper()}, {date(choices)} (News) -- "
    text = dateline if choices.chance(0.2) else ""
    for _ in range(choices.randint(1, sentences)):
        text += sentence(choices) + choices.choice((". ", " ", "\n", ".\n\n", "? ", "! ", ".” "))
    while choices.chance(0.25):
        text = choices.choice(SPOILERS)(choices, text)[:20_000]
    return text if text.strip() else "x"


def headline(choices: Choices) -> str | None:
    """A headline, in capitals or not; for some articles none."""
    if choices.chance(0.4):
        return None
    text = sentence(choices, depth=2)[:500]
    return choices.choice((str, str.upper, str.title))(text)
