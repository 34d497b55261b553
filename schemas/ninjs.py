"""IPTC ninjs items read as articles: a pure renaming of fields, and the text of a body that comes as markup.

Source: the JSON Schemas and the user guide of ninjs 1.0 to 3.2, https://iptc.org/std/ninjs/userguide/. Versions 1.x
hold one `headline` and bodies named by format (`body_text`, `body_xhtml`); 2.x and 3.x hold lists (`headlines`,
`bodies`); 3.x writes the same names in camel case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from schemas.base import MAX_TEXT_BYTES

TELLING_FIELDS: Final = frozenset(
    {"uri", "headline", "headlines", "body_text", "body_xhtml", "body_html", "bodies", "versioncreated"}
)
"""Fields, in lower case, by which an item is told from an article of our own form, which has none of them."""

BODIES_BY_FORMAT: Final = ("body_text", "body_xhtml", "body_html")
"""Bodies of ninjs 1.x, the one preferred first."""

DATES: Final = ("versioncreated", "firstcreated", "contentcreated")
"""Where the publication date is looked for: this version of the item is what is read."""

NOT_PUBLISHED: Final = frozenset({"canceled", "withheld"})
"""Values of `pubstatus` with which an agency takes an item back, or has not let it go yet."""

MAX_MARKUP_CHARACTERS: Final = 4 * MAX_TEXT_BYTES
"""Longer markup is not parsed: what would be left of it is too long for an article, or too thin to be one."""

BLOCKS: Final = frozenset(
    # HTML
    {"address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"}
    | {"pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul"}
    # NITF
    | {"block", "hl1", "hl2"}
)
"""Elements that begin a new line."""

HIDDEN: Final = frozenset({"head", "script", "style", "template", "title"})
"""Elements whose text a reader does not see in the body."""


class NinjsError(ValueError):
    """A ninjs item that is no article: it is not published, or it has no body."""


def is_ninjs(data: Mapping[str, object]) -> bool:
    """Whether an object is an IPTC ninjs item: it has fields of ninjs and no `text`."""
    return "text" not in data and not TELLING_FIELDS.isdisjoint(name.lower() for name in data)


def from_ninjs(item: Mapping[str, object]) -> dict[str, object]:
    """Rename the fields of a ninjs item to those of an article; what they hold is left for `Article` to check.

    Args:
        item: a ninjs item of version 1.x, 2.x or 3.x.

    Returns:
        The input of `Article.model_validate`.

    Raises:
        NinjsError: the item is canceled or withheld, or has no body.
    """
    fields = _lower_names(item)
    if fields.get("pubstatus") in NOT_PUBLISHED:
        raise NinjsError(f"the ninjs item is not published: its pubstatus is {fields['pubstatus']}")
    text = _first(_bodies(fields))
    if text is None:
        raise NinjsError(f"the ninjs item has no body: none of {', '.join(BODIES_BY_FORMAT)}, bodies")
    article = {
        "id": fields.get("uri"),
        "text": text,
        "title": _first(_headlines(fields)),
        "source": _first(_sources(fields)),
        "published_at": _first(fields.get(name) for name in DATES),
        "language": fields.get("language"),
    }
    return {name: value for name, value in article.items() if value is not None}


def plain_text(markup: str) -> str:
    """The text of HTML, XHTML or NITF as a reader sees it: one paragraph for each block, a blank line between them.

    Takes time in proportion to the length of the markup, however broken it is: nothing is built up, and attributes
    are passed over.
    """
    # The stubs ask a target for methods that lxml itself does without.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=_Reader())  # type: ignore[call-overload]
    text: str = etree.fromstring(markup.encode("utf-8", "replace") or b"<p/>", parser)
    paragraphs = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


class _Reader:
    """Takes in the events of lxml's parser and gives the text, with a line break at the edges of each block."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._hidden = 0

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self._edge(tag, +1)

    def end(self, tag: str) -> None:
        self._edge(tag, -1)

    def data(self, text: str) -> None:
        if not self._hidden:
            self._pieces.append(text.replace("\n", " "))

    def close(self) -> str:
        return "".join(self._pieces)

    def _edge(self, tag: str, step: int) -> None:
        if tag in HIDDEN:
            self._hidden += step
        if tag in BLOCKS:
            self._pieces.append("\n")


def _bodies(fields: Mapping[str, object]) -> Iterable[object]:
    """The bodies of an item as plain text, the best first."""
    for name in BODIES_BY_FORMAT:
        yield _text(fields.get(name), "text/plain" if name == "body_text" else "text/html")
    for entry in sorted(_entries(fields.get("bodies")), key=_rank):
        yield _text(entry.get("value"), entry.get("contenttype"))
    for name, value in fields.items():
        if name.startswith("body_") and name not in BODIES_BY_FORMAT:
            yield _text(value, None)


def _headlines(fields: Mapping[str, object]) -> Iterable[object]:
    yield fields.get("headline")
    for entry in sorted(_entries(fields.get("headlines")), key=_rank):
        yield _text(entry.get("value"), entry.get("contenttype"))
    yield fields.get("title")


def _sources(fields: Mapping[str, object]) -> Iterable[object]:
    for name in ("infosource", "infosources"):
        for entry in _entries(fields.get(name)):
            yield entry.get("name")
    yield fields.get("source")
    yield fields.get("copyrightholder")


def _rank(entry: Mapping[str, object]) -> tuple[bool, bool]:
    """Orders the entries of a list: the main one first, plain text before markup."""
    return entry.get("role") != "main", _is_markup(entry.get("value"), entry.get("contenttype"))


def _text(value: object, content_type: object) -> object:
    if isinstance(value, str) and len(value) <= MAX_MARKUP_CHARACTERS and _is_markup(value, content_type):
        return plain_text(value)
    return value


def _is_markup(value: object, content_type: object) -> bool:
    if isinstance(content_type, str):
        return "html" in content_type or "xml" in content_type
    return isinstance(value, str) and value.lstrip().startswith("<")


def _entries(value: object) -> list[dict[str, object]]:
    """The objects of a list, their field names in lower case."""
    return [_lower_names(entry) for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _lower_names(item: Mapping[str, object]) -> dict[str, object]:
    return {name.lower(): value for name, value in item.items()}


def _first(values: Iterable[object]) -> object:
    """The first value that holds anything."""
    return next((value for value in values if value not in (None, "")), None)
