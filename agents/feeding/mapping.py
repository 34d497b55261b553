"""Fields of other people's JSON and tables, renamed to those of an article: `--map title=headline`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from schemas.article import Article
from schemas.ninjs import MAX_MARKUP_CHARACTERS, plain_text

FIELDS = tuple(Article.model_fields)
MARKUP = ":html"


@dataclass(frozen=True)
class Path:
    """Where a value stands in an object."""

    steps: tuple[str, ...]
    """Names, and numbers from 0 for lists."""

    is_markup: bool = False
    """The value is HTML, of which the text is wanted."""

    def value_in(self, data: object) -> object:
        """What stands there; None where nothing does."""
        whole = ".".join(self.steps)
        if isinstance(data, Mapping) and whole in data:  # columns may have dots in their names
            return data[whole]
        for step in self.steps:
            if isinstance(data, Mapping):
                data = data.get(step)
            elif isinstance(data, list) and step.isdecimal() and len(step) < 9 and int(step) < len(data):  # noqa: PLR2004 -- no list is longer
                data = data[int(step)]
            else:
                return None
        return data


def parse_mapping(given: Iterable[str]) -> dict[str, Path]:
    """Read `title=headline`, `text=body.0.value`, `text=content.rendered:html`.

    Raises:
        ValueError: one has another form, or names no field of an article; the message is one line.
    """
    mapping: dict[str, Path] = {}
    for one in given:
        name, sign, path = one.partition("=")
        if not sign or not path.removesuffix(MARKUP):
            raise ValueError(f"{one!r} is not of the form FIELD=PATH, such as title=headline or text=body.content:html")
        if name not in FIELDS:
            raise ValueError(f"an article has no field {name!r}; it has {', '.join(FIELDS)}")
        if name in mapping:
            raise ValueError(f"{name} is mapped twice")
        mapping[name] = Path(tuple(path.removesuffix(MARKUP).split(".")), path.endswith(MARKUP))
    return mapping


def mapped(mapping: Mapping[str, Path], data: Mapping[str, object]) -> dict[str, object]:
    """An article's fields out of an object: those mapped, and those that have the right name already."""
    found = {name: data[name] for name in FIELDS if name in data}
    for name, path in mapping.items():
        found[name] = _fitted(name, path.value_in(data), is_markup=path.is_markup)
    return {name: value for name, value in found.items() if value is not None}


def from_row(row: Mapping[str, object]) -> dict[str, object]:
    """Fields read from a table, where an empty cell is an absent value."""
    fitted = {name: _fitted(name, value, is_markup=False) for name, value in row.items()}
    return {name: value for name, value in fitted.items() if value not in {None, ""}}


def _fitted(name: str, value: object, *, is_markup: bool) -> object:
    """A value in the form that an article has it in; what does not fit is left for the article's own checks."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if is_markup and isinstance(value, str) and len(value) <= MAX_MARKUP_CHARACTERS:
        value = plain_text(value)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _instant(value) if name == "published_at" and isinstance(value, str) else value


def _instant(text: str) -> str:
    """Dates of e-mail and HTTP ("Tue, 02 Mar 2021 09:15:00 GMT") as RFC 3339; any other as it stands.

    Nothing else is guessed: nobody can tell whether 03/02/2021 is in February or in March.
    """
    if not text[:1].isalpha():
        return text
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, OverflowError):
        return text
