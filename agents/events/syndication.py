"""Which articles are copies of one another: an agency story in ten papers is one source, edited or cut as it may be.

Texts are compared by the runs of words that they share. Each article carries a small sketch (MinHash, after Broder,
"On the resemblance and containment of documents", 1997) from which the share can be told without the texts. Only the
reports of one event are ever compared, so the cost does not grow with the number of articles.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from struct import Struct
from typing import Protocol

from rensa import RMinHash

RUN = 4
"""Words in a run: long enough that two accounts of one event share few, short enough to outlive small edits."""

MAX_WORDS = 5_000
"""Words of a text that are looked at; a longer one is compared by its beginning."""

MIN_RUNS = 20
"""Distinct runs that a sketch needs; below it too little is told, and only equal texts are copies."""

LINES = 128
"""Numbers in a sketch. The share of runs told from it is off by 0.04 at most two times in three."""

SEED = 42
"""Chooses the random orders; another seed makes other sketches, which is another scheme."""

COPIED = 0.5
"""Share of the shorter text's runs, found in the longer, that makes a copy.

In 450 news articles no two outlets' own accounts of one story shared more than 0.283. What came nearest was an
outlet's own report of the next day that took whole paragraphs over: 0.485.
"""

LEAST_RESEMBLANCE = 0.15
"""Runs shared over all runs of both; below it the longer text holds so much else that it is an account of its own."""

SCHEME = f"r{RMinHash.ALGORITHM_VERSION}"
"""How the numbers are made: by rensa's R-MinHash, of this version.

It stands in each sketch, before a colon, and only sketches of this scheme are compared. A release of rensa that
makes others ends the comparison with those in the tables; nothing else is lost.
"""

_WORD = re.compile(r"\w+")
_FORM = Struct(f"<I{LINES}H")


class Text(Protocol):
    """What tells one article's text from another's."""

    @property
    def article_id(self) -> str:
        """The article."""

    @property
    def text_digest(self) -> str:
        """Fingerprint of its body."""

    @property
    def text_sketch(self) -> str | None:
        """Sketch of its body; None where the body is too short for one."""


@dataclass(frozen=True)
class Sketch:
    """What a text is compared by."""

    runs: int
    """How many distinct runs of words it has."""
    lines: tuple[int, ...]
    """For each of many random orders of all runs, the lowest sixteen bits of the text's first run."""


def sketch_of(text: str) -> str | None:
    """The sketch of an article's body, 351 ASCII characters; None where the body is too short.

    A function of the words alone: case, punctuation and line breaks make no difference.
    """
    words = [match.group() for match in islice(_WORD.finditer(text.casefold()), MAX_WORDS)]
    runs = {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
    if len(runs) < MIN_RUNS:
        return None
    minhash = RMinHash(num_perm=LINES, seed=SEED)
    minhash.update([run.encode("utf-8", "surrogatepass") for run in runs])
    lowest = (number & 0xFFFF for number in minhash.digest())
    return f"{SCHEME}:{b64encode(_FORM.pack(len(runs), *lowest)).decode()}"


@lru_cache(maxsize=4_096)
def read_sketch(encoded: str) -> Sketch | None:
    """A sketch from its text form; None for one of another scheme, which an earlier release made.

    Raises:
        ValueError: it is none.
    """
    scheme, _, form = encoded.rpartition(":")
    if scheme != SCHEME:
        return None
    packed = b64decode(form, validate=True)
    if len(packed) != _FORM.size:
        raise ValueError(f"a sketch has {_FORM.size} bytes, not {len(packed)}")
    runs, *lines = _FORM.unpack(packed)
    return Sketch(runs, tuple(lines))


def is_copy(a: Text, b: Text) -> bool:
    """Whether one text is the other, with edits or cuts."""
    if a.text_digest == b.text_digest:
        return True
    if a.text_sketch is None or b.text_sketch is None:
        return False
    first, second = read_sketch(a.text_sketch), read_sketch(b.text_sketch)
    if first is None or second is None:
        return False
    same = sum(x == y for x, y in zip(first.lines, second.lines, strict=True)) / LINES
    shared = same / (1 + same) * (first.runs + second.runs)
    return same >= LEAST_RESEMBLANCE and shared >= COPIED * min(first.runs, second.runs)


def originals(texts: Sequence[Text]) -> dict[str, str]:
    """The original of every copy, by article id; articles that copy none are left out.

    Copies of copies belong together: papers that cut one story at different ends may share little with each other,
    but each shares much with the whole.

    Args:
        texts: one entry for each article, the earliest first. Whoever comes first among copies is their original.
    """
    families: list[list[Text]] = []
    for text in texts:
        kin = [family for family in families if any(is_copy(member, text) for member in family)]
        families = [family for family in families if family not in kin]
        families.append([*(member for family in kin for member in family), text])
    place = {text.article_id: number for number, text in enumerate(texts)}
    found: dict[str, str] = {}
    for family in families:
        first, *copies = sorted((member.article_id for member in family), key=place.__getitem__)
        found |= dict.fromkeys(copies, first)
    return found
