"""RSS and Atom, whatever version: each item is an article."""

from __future__ import annotations

import calendar
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import urljoin, urlsplit

import orjson

from agents.feeding.line import MAX_DOCUMENT_BYTES, Line, Options, record_line, refused
from schemas.article import LANGUAGE_TAG
from schemas.base import MAX_ID_CHARACTERS
from schemas.ninjs import MAX_MARKUP_CHARACTERS, plain_text

MARKUP = re.compile(r"</?[A-Za-z!]|&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]\w{1,31});")
WEB = ("http", "https")


MAX_ITEMS = 50_000
"""A feed with more is refused: some bytes of an item take a kilobyte of memory."""
ITEM = re.compile(rb"<(?:[\w.-]{1,32}:)?(?:item|entry)[\s/>]", re.IGNORECASE)


class FeedError(ValueError):
    """What was read is no feed; the message is one line."""


@dataclass(frozen=True)
class Item:
    """One item of a feed."""

    place: str
    """The feed and the item's number, for messages."""
    key: str
    """What the item is known by in its feed: guid, else link, else a digest of its content."""
    record: Mapping[str, object]
    """The article's fields; `text` is absent where the item has neither content nor summary."""
    is_summary: bool
    """The feed carries no more than a summary."""

    @property
    def fingerprint(self) -> str:
        """Digest of what the feed says; another one for a corrected item."""
        return hashlib.sha256(orjson.dumps(dict(self.record), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def read(name: str, stream: BinaryIO, options: Options) -> Iterator[Line]:
    """The items of a file, or what makes it none."""
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield refused(name, "size", f"longer than {MAX_DOCUMENT_BYTES} bytes")
        return
    try:
        found = items(name, data)
    except FeedError as error:
        yield refused(name, "feed", str(error))
        return
    for item in found:
        yield item if isinstance(item, Line) else line(item, options)


def line(item: Item, options: Options) -> Line:
    """An item as a record, with the text of its page where it carries a summary and that was asked for."""
    url = item.record.get("url")
    if item.is_summary and options.full_text and isinstance(url, str) and (text := options.full_text(url)):
        item = replace(item, record={**item.record, "text": text})
    if "text" not in item.record:
        return refused(item.place, "feed", "the item has neither content nor summary; --full-text reads its page")
    return record_line(item.place, item.record)


def items(place: str, data: bytes, url: str = "", headers: Mapping[str, str] | None = None) -> list[Item | Line]:
    """The items of a feed, in its order; one that cannot be read is a refused line and costs no other.

    Args:
        place: the feed, for messages.
        data: its bytes, in any encoding that they, or the headers, tell.
        url: where it was read, without secrets; relative links are resolved against it.
        headers: of the HTTP response; `content-type` may tell the encoding.

    Raises:
        FeedError: it is no feed.
    """
    import feedparser  # noqa: PLC0415 -- of use for feeds alone

    # Without the NUL characters of UTF-16.
    if sum(1 for _ in ITEM.finditer(data.replace(b"\0", b""))) > MAX_ITEMS:
        raise FeedError(f"more than {MAX_ITEMS} items")
    try:
        # As a stream: text would be taken for the name of a file. Markup becomes plain text, so none is sanitized.
        feed = feedparser.parse(
            io.BytesIO(data), response_headers=dict(headers or {}), resolve_relative_uris=False, sanitize_html=False
        )
    except Exception as error:  # strangers' bytes may find a fault in any parser
        raise FeedError(f"not RSS or Atom: {type(error).__name__}") from error
    if not feed.entries and not feed.get("version"):
        raise FeedError(f"not RSS or Atom: {feed.get('bozo_exception') or 'no feed in it'}".replace("\n", " "))
    return [_item(f"{place}: item {number}", entry, feed.feed, url) for number, entry in enumerate(feed.entries, 1)]


def _item(place: str, entry: Mapping[str, Any], feed: Mapping[str, Any], url: str) -> Item | Line:
    """An item; or why it is none."""
    try:
        return _read(place, entry, feed, url)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, SyntaxError) as error:
        return refused(place, "feed", f"not readable: {type(error).__name__}")


def _read(place: str, entry: Mapping[str, Any], feed: Mapping[str, Any], url: str) -> Item:
    content, summary = _content(entry), _text(entry.get("summary_detail"))
    link = _link(entry.get("link"), url)
    record = {
        "id": _id(entry, feed, url),
        "url": link,
        "title": _one_line(entry.get("title_detail")),
        "text": content or summary,
        "source": _source(entry, feed),
        "published_at": _moment(entry.get("published_parsed") or dict(entry).get("updated_parsed")),
        "language": _language(feed.get("language")),
    }
    there = {name: value for name, value in record.items() if value}
    key = str(there.get("id") or there.get("url") or hashlib.sha256(orjson.dumps(there)).hexdigest())
    return Item(place, key[:MAX_ID_CHARACTERS], there, is_summary=not content)


def _content(entry: Mapping[str, Any]) -> str:
    """The longest of the texts given as content; a feed may give the same as plain text and as HTML."""
    return max((_text(part) for part in entry.get("content") or ()), key=len, default="")


def _text(detail: Mapping[str, Any] | None) -> str:
    """A text of a feed without markup; what a feed calls plain may have it all the same."""
    value = (detail or {}).get("value") or ""
    if not MARKUP.search(value):
        return str(value).strip()
    return plain_text(value) if len(value) <= MAX_MARKUP_CHARACTERS else ""


def _one_line(detail: Mapping[str, Any] | None) -> str:
    return " ".join(_text(detail).split())


def _id(entry: Mapping[str, Any], feed: Mapping[str, Any], url: str) -> str | None:
    """The guid; one that only its own feed understands, such as 77, gets the address of its site before it."""
    guid = " ".join(str(entry.get("id") or "").split())
    if not guid or len(guid) > MAX_ID_CHARACTERS:
        return None  # the link makes one
    if ":" in guid:
        return guid
    home = _link(feed.get("link"), url) or url
    return f"{home}#{guid}" if home else guid


def _link(link: object, base: str) -> str | None:
    """A link into the web; any other scheme (file:, javascript:) is none."""
    if not isinstance(link, str):
        return None
    try:
        whole = urljoin(base, link.strip())
        return whole if urlsplit(whole).scheme in WEB and urlsplit(whole).hostname else None
    except ValueError:
        return None


def _source(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    """The outlet: of an item taken over from elsewhere the one named there, else the feed's own name."""
    original = entry.get("source") or {}
    name = _one_line(original.get("title_detail") or {"value": original.get("title")})
    return (name or _one_line(feed.get("title_detail")))[:MAX_ID_CHARACTERS] or None


def _moment(parsed: Any) -> str | None:  # noqa: ANN401 -- a time.struct_time, as feedparser gives it, in UTC
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _language(tag: object) -> str | None:
    """The feed's language where it is a tag; else it is detected."""
    return tag if isinstance(tag, str) and len(tag) <= 35 and re.fullmatch(LANGUAGE_TAG, tag) else None  # noqa: PLR2004 -- the contract's bound
