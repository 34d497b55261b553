"""Writes the JSON Schemas, the AsyncAPI document and their pages, or checks that those in the repository are current.

`python -m schemas.generate` writes them; with `--check` it changes nothing, and fails with a diff where one is stale.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

from schemas.asyncapi import document
from schemas.json_schema import json_schema
from schemas.published import SCHEMAS
from schemas.reference import pages

HERE = Path(__file__).parent
PAGES = HERE.parent / "docs" / "reference"
"""Where the pages lie; an installed package has none."""


def generated() -> dict[str, str]:
    """What each generated file holds, by its path below this folder."""
    files = {f"jsonschema/{schema.name}.json": _json(json_schema(schema)) for schema in SCHEMAS}
    return files | {"asyncapi.json": _json(document())}


def differences(folder: Path, files: Mapping[str, str], made: str = "jsonschema/*.json") -> list[str]:
    """What is out of date in a folder, as lines of a diff from what it holds to what it should hold.

    Args:
        folder: where the files lie.
        files: what each should hold.
        made: which files in the folder should not be there where they are not among them.
    """
    present = {str(path.relative_to(folder)) for path in folder.glob(made)}
    lines: list[str] = []
    for name in sorted(present | files.keys()):
        path = folder / name
        found = path.read_text("utf-8") if path.exists() else ""
        wanted = files.get(name, "")
        lines += unified_diff(found.splitlines(), wanted.splitlines(), name, f"{name} (generated)", lineterm="")
    return lines


def write(folder: Path, files: Mapping[str, str], made: str = "jsonschema/*.json") -> None:
    """Write the files, and remove those made earlier that are not among them."""
    for path in folder.glob(made):
        if str(path.relative_to(folder)) not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the result is the exit status."""
    parser = argparse.ArgumentParser(prog="python -m schemas.generate", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail with a diff if a file is stale")
    parser.add_argument("--folder", type=Path, default=HERE, help="where the files lie (default: this package)")
    parser.add_argument("--pages", type=Path, default=PAGES, help="where the pages lie (default: docs/reference)")
    options = parser.parse_args(arguments)
    if not options.check:
        write(options.folder, generated())
        write(options.pages, pages(), "*.md")
        return 0
    stale = differences(options.folder, generated()) + differences(options.pages, pages(), "*.md")
    if stale:
        stale.append(
            "\nThe models and the generated files differ. Run `python -m schemas.generate`, and read the change."
        )
        sys.stdout.writelines(f"{line}\n" for line in stale)
    return 1 if stale else 0


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
