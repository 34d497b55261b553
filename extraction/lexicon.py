"""Reading the rules: validated YAML in, typed entries out, and an error that names file and line."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from collections.abc import Sequence

LEXICONS = files("extraction") / "lexicons"
"""Where the shipped lexicons stand."""


class LexiconError(ValueError):
    """A lexicon cannot be read; the message names file, line and what is wrong there."""


class Entry(BaseModel):
    """Base of everything in a lexicon: frozen, and strict about keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Rule(Entry):
    """An entry that can fire on a text."""

    id: str
    """Readable id, shown as the rule behind an event."""

    source: str
    """Where the entry comes from: a manual, a grammar, an observation."""

    example: str
    """A sentence that the entry must fire on."""

    counterexample: str
    """A sentence that looks alike and must not fire."""


L = TypeVar("L", bound=Entry)


def load(name: str, model: type[L]) -> L:
    """Load the shipped lexicon `name` (without `.yaml`), once per process.

    Raises:
        LexiconError: the file is no YAML or does not fit the model.
    """
    return cast("L", _loaded(name, model))


@cache
def _loaded(name: str, model: type[Entry]) -> Entry:
    return parse((LEXICONS / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml", model)


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a shipped list `name` (with its ending), comments and empty lines left out."""
    text = (LEXICONS / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def common_words() -> frozenset[str]:
    """Common English words in lower case: what is among them is no name, though a headline writes it in capitals."""
    return frozenset(lines("words.txt"))


def parse(text: str, name: str, model: type[L]) -> L:
    """Validate a lexicon's text.

    Args:
        text: the YAML.
        name: the file's name, for error messages.
        model: what the whole file must hold.

    Raises:
        LexiconError: the text is no YAML or does not fit the model.
    """
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise LexiconError(f"{name}:{line}: {getattr(error, 'problem', error)}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise LexiconError(f"{name}:{_line_of(text, first['loc'])}: {place}: {first['msg']}") from error


def _line_of(text: str, path: Sequence[int | str]) -> int:
    """The line, counted from 1, of the deepest part of `path` that stands in the YAML text."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    line = 0
    for part in path:
        if isinstance(node, yaml.MappingNode):
            child = next((value for key, value in node.value if key.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            child = node.value[part]
        else:
            child = None
        if child is None:
            break
        node, line = child, child.start_mark.line
    return line + 1
