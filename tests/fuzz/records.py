"""Records of the topic of articles, right and wrong, written by chance."""

from __future__ import annotations

import json
from collections.abc import Callable

from agents.intake import RawRecord
from tests.fuzz.choices import Choices
from tests.fuzz.news import STRANGE, body, date, headline

TIMES = (
    "2019-09-19T12:00:00Z",
    "2019-09-19",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2020-02-29T23:59:59.999999+14:00",
    "2019-02-30",
    "",
    "now",
    "20190919",
    "1e400",
    "2019-09-19T24:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
)
"""Times of publication, some of them none, some at the edges of the calendar."""

JUNK: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    2**70,
    1e308,
    float("nan"),
    float("inf"),
    "",
    " ",
    "\ud800",
    "\x00",
    [],
    {},
    [[]],
    {"": None},
    "x" * 5_000,
)
STAMPS = (None, 0.0, -1.0, 1_568_894_400.0, 253_402_300_799.0, 1e12, -1e12, 1e300, float("nan"), float("inf"))
LANGUAGES = ("en", "en-GB", "EN_us", "fr", "x", "en-", "zz-ZZ-zz", "")
NINJS = (
    "uri",
    "headline",
    "body_text",
    "versioncreated",
    "firstcreated",
    "language",
    "body_xhtml",
    "bodies",
    "headlines",
    "type",
)
OWN = ("id", "text", "title", "source", "url", "published_at", "language", "extra")


def article_data(choices: Choices) -> dict[str, object]:
    """An article as a producer sends it: a good one."""
    data: dict[str, object] = {"text": body(choices), "title": headline(choices), "language": "en"}
    if choices.chance(0.8):
        data["published_at"] = choices.choice(TIMES[:5])
    return data


def junk(choices: Choices, depth: int = 0) -> object:
    """Any value that JSON can hold, and some that it cannot."""
    if depth < 3 and choices.chance(0.3):
        if choices.chance(0.5):
            return [junk(choices, depth + 1) for _ in range(choices.randint(0, 4))]
        return {choices.choice((*OWN, *NINJS)): junk(choices, depth + 1) for _ in range(choices.randint(0, 4))}
    return choices.choice((*JUNK, *STRANGE, *TIMES, *LANGUAGES, date(choices)))


def half_good(choices: Choices) -> bytes:
    """An article, or a ninjs item, some fields of which hold anything."""
    fields = OWN if choices.chance(0.5) else (*NINJS, "text")
    ninjs: dict[str, object] = {"uri": "u", "body_text": body(choices, 2)}
    data = article_data(choices) if choices.chance(0.7) else ninjs
    data["published_at" if fields is OWN else "versioncreated"] = choices.choice(TIMES)
    for _ in range(choices.randint(0, 4)):
        data[choices.choice(fields)] = junk(choices)
    return json.dumps(data, ensure_ascii=choices.chance(0.5)).encode("utf-8", "surrogatepass")


def torn(choices: Choices) -> bytes:
    """A good record with bytes changed, cut out or put in."""
    value = bytearray(half_good(choices))
    for _ in range(choices.randint(1, 8)):
        at = choices.randrange(len(value) + 1)
        value[at : at + choices.randint(0, 3)] = bytes(choices.getrandbits(8) for _ in range(choices.randint(0, 3)))
    return bytes(value)


def deep(choices: Choices) -> bytes:
    """Nesting without end."""
    opened = choices.choice((b"[", b'{"text":', b'{"a":['))
    return opened * choices.choice((1, 100, 1_000, 10_000)) + choices.choice((b"", b"1", b"]}"))


def noise(choices: Choices) -> bytes:
    """Any bytes."""
    return bytes(choices.getrandbits(8) for _ in range(choices.randint(0, 64)))


VALUES: tuple[Callable[[Choices], bytes | None], ...] = (
    half_good,
    half_good,
    half_good,
    torn,
    torn,
    deep,
    noise,
    lambda _: None,
)


def raw_record(choices: Choices) -> RawRecord:
    """A record as it might come from the broker."""
    value = choices.choice(VALUES)(choices)
    return RawRecord("articles", 0, 0, choices.choice(STAMPS), noise(choices), value)


def good_record(choices: Choices) -> RawRecord:
    """A record that holds an article."""
    value = json.dumps(article_data(choices)).encode()
    return RawRecord("articles", 0, 0, 1_568_894_400.0, None, value)
