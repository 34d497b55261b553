"""Names of countries, from ISO 3166-1 as pycountry carries it."""

from __future__ import annotations

from functools import cache

import pycountry

UNION = {"EU": "European Union"}
"""Codes of the public contract beyond ISO 3166-1."""


@cache
def names_of(code: str) -> tuple[str, ...]:
    """Every name that ISO 3166-1 gives the country, the everyday one first; none for an unknown code."""
    if code in UNION:
        return (UNION[code],)
    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return ()
    fields = ("common_name", "name", "official_name")
    return tuple(dict.fromkeys(name for name in (getattr(country, field, None) for field in fields) if name))


def country_name(code: str) -> str:
    """The everyday name of a country; the code itself where it is unknown."""
    return next(iter(names_of(code)), code)


def is_country(text: str, code: str | None) -> bool:
    """Whether a place name is the name of the country with this code."""
    return code is not None and text.casefold() in {name.casefold() for name in names_of(code)}
