"""Writes the OpenAPI document and its page into docs/reference/http/, or checks that they are current.

`python -m agents.api.generate` writes them; with `--check` it changes nothing, and fails with a diff if one is stale.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from agents.api.description import Description, FieldLine, ParameterLine, SchemaSection, Section, description
from agents.api.document import written
from schemas.generate import PAGES, differences, write

FOLDER = PAGES / "http"
"""Where they lie; an installed package has none."""

MADE = "<!-- Made by `python -m agents.api.generate`; change agents/api/ instead. -->"


def generated() -> dict[str, str]:
    """What each file holds, by its name."""
    return {"openapi.json": written().decode(), "api.md": "\n".join(page(description())) + "\n"}


def page(told: Description) -> Iterator[str]:
    """The page in Markdown."""
    yield from ("# The web view for programs", "", MADE, "", told.about, "")
    yield "The same for tools: [openapi.json](openapi.json), which every worker serves as `/api/openapi.json`."
    for _, _, routes in told.groups:
        for route in routes:
            yield from _route(route)
    yield from ("", "## What answers hold")
    for schema in told.schemas:
        yield from _schema(schema)


def _route(route: Section) -> Iterator[str]:
    yield from ("", f"## `{route.path}`", "", f"{route.summary}. {route.about}".strip(), "")
    if route.parameters:
        yield from ("| parameter | in | may be | | such as |", "| --- | --- | --- | --- | --- |")
        yield from (_parameter(one) for one in route.parameters)
        yield ""
    yield from ("```sh", route.command, "```")
    if route.answer:
        yield from ("", f"It gives [{route.answer}](#{route.answer.lower()}):")
    if route.example:
        yield from ("", "```json", route.example, "```")
    yield from ("", "| status | when |", "| --- | --- |")
    yield from (f"| {status} | {cell(why)} |" for status, why in route.failures)


def _parameter(one: ParameterLine) -> str:
    needed = ", needed" if one.needed else ""
    return f"| `{one.name}` | {one.place}{needed} | {cell(one.allowed)} | {cell(one.about)} | `{cell(one.example)}` |"


def _schema(schema: SchemaSection) -> Iterator[str]:
    yield from ("", f"### {schema.name}", "", schema.about)
    if schema.words:
        yield from ("", ", ".join(f"`{word}`" for word in schema.words))
    if schema.fields:
        yield from ("", "| field | holds | there | |", "| --- | --- | --- | --- |")
        yield from (_field(one) for one in schema.fields)


def _field(one: FieldLine) -> str:
    return f"| `{one.name}` | {cell(one.kind)} | {'always' if one.always else 'where told'} | {cell(one.about)} |"


def cell(text: str) -> str:
    """Text as it may stand in a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the result is the exit status."""
    parser = argparse.ArgumentParser(prog="python -m agents.api.generate", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail with a diff if a file is stale")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they lie (default: docs/reference/http)")
    options = parser.parse_args(arguments)
    if not options.check:
        write(options.folder, generated(), "*")
        return 0
    stale = differences(options.folder, generated(), "*")
    if stale:
        stale.append("\nThe routes and these files differ. Run `python -m agents.api.generate`, and read the change.")
        sys.stdout.writelines(f"{line}\n" for line in stale)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
