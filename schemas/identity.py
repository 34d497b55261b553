"""Every id of the system, made in this one place, so that the same thing always gets the same id.

Ids are a function of content alone: no clock, no random value, no counter. A replayed article therefore gives
the same ids again, and subscribers that keep the last record per key end with the same events.
"""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

from slugify import slugify

INTERNATIONAL = "INT"
"""Stands in an entity id where a body belongs to several states."""

UNKNOWN_COUNTRY = "ZZ"
"""Stands in an entity id where the text tells no country (CLDR's code for an unknown region)."""

DIGEST_BYTES = 8
"""Eight bytes, sixteen hex digits: two of a billion ids collide with a chance of about 3 in 100."""

MAX_SLUG_CHARACTERS = 80
"""Longest readable part of an entity id."""


def fingerprint(*parts: str) -> str:
    """Sixteen hex digits that depend on every part and on where one part ends and the next begins."""
    digest = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()


def article_id(url: str | None, text: str) -> str:
    """Id of an article that came without one: from its URL, else from its text."""
    if url and url.strip():
        return f"url:{fingerprint(url.strip())}"
    return f"text:{fingerprint(unicodedata.normalize('NFC', text).strip())}"


def event_id(event_type: str, *anchors: str) -> str:
    """Id of a real-world event, such as `meeting:3f2a9c0d51e7b846`.

    Args:
        event_type: `meeting`, `trade_measure` or `appointment`.
        anchors: what tells this event from every other of its type, in a fixed order.
    """
    return f"{event_type}:{fingerprint(event_type, *anchors)}"


def entity_id(kind: str, name: str, country: str | None = None) -> str:
    """Readable id of an entity, such as `person:KR/kim-jung-han` or `country:JP`.

    Args:
        kind: `person`, `country`, `organization` or `group`.
        name: the full name; for a country any name, since the code alone makes the id.
        country: ISO code, `INT` for bodies of several states, None where it is not told.
    """
    if kind == "country" and country:
        return f"country:{country}"
    return f"{kind}:{country or UNKNOWN_COUNTRY}/{_slug(name)}"


def _slug(name: str) -> str:
    """Lower-case ASCII words with hyphens; a name too long, or without a letter, is told apart by its fingerprint."""
    slug = slugify(name)
    if not slug:
        return fingerprint(name)
    if len(slug) <= MAX_SLUG_CHARACTERS:
        return slug
    return f"{slug[:MAX_SLUG_CHARACTERS].rstrip('-')}-{fingerprint(slug)}"
