"""The examples of the contract: records for each stage of life, and counterexamples that name their one error.

They lie in the folder `examples`, one file a record. A file holds a whole Kafka record: its key, its headers where
the contract has any, and its value, which is null where the record withdraws what stood under its key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "examples"
"""Where the files lie: a folder for each kind of record, and in it `counterexamples`."""


@dataclass(frozen=True)
class Example:
    """One record that follows the contract."""

    name: str
    """The file without its ending."""

    summary: str
    """What the record shows, in one sentence."""

    key: str | None
    """Key of the record."""

    headers: dict[str, str] | None
    """Headers of the record; None where the contract has none."""

    value: Any
    """Value of the record; None where it withdraws what stood under the key."""


@dataclass(frozen=True)
class Counterexample:
    """One value that does not follow the contract, and the one error to expect."""

    name: str
    """The file without its ending."""

    summary: str
    """What is wrong, in one sentence."""

    where: tuple[str | int, ...]
    """Path to the field that is wrong."""

    error: str
    """Kind of the error, as pydantic or the models name it."""

    seen_by_json_schema: bool
    """Whether JSON Schema can tell; some rules span several fields or count bytes."""

    value: Any
    """The value."""


def examples(kind: str) -> tuple[Example, ...]:
    """The examples of a kind of record, in the order of their names."""
    return tuple(
        Example(path.stem, data["summary"], data.get("key"), data.get("headers"), data["value"])
        for path, data in _files(FOLDER / kind)
    )


def counterexamples(kind: str) -> tuple[Counterexample, ...]:
    """The counterexamples of a kind of record, in the order of their names."""
    return tuple(
        Counterexample(
            path.stem,
            data["summary"],
            tuple(data["where"]),
            data["error"],
            data.get("seen_by_json_schema", True),
            data["value"],
        )
        for path, data in _files(FOLDER / kind / "counterexamples")
    )


def _files(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    return [(path, json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]
