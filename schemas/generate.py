"""Writes the JSON Schemas and the AsyncAPI document, or checks that those in the repository are up to date.

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

HERE = Path(__file__).parent


def generated() -> dict[str, str]:
    """What each generated file holds, by its path below this folder."""
    files = {f"jsonschema/{schema.name}.json": _json(json_schema(schema)) for schema in SCHEMAS}
    return files | {"asyncapi.json": _json(document())}


def differences(folder: Path, files: Mapping[str, str]) -> list[str]:
    """What is out of date in a folder, as lines of a diff from what it holds to what it should hold.

    Args:
        folder: where the files lie.
        files: what each should hold. A schema in the folder that is not among them should not be there.
    """
    present = {str(path.relative_to(folder)) for path in folder.glob("jsonschema/*.json")}
    lines: list[str] = []
    for name in sorted(present | files.keys()):
        path = folder / name
        found = path.read_text("utf-8") if path.exists() else ""
        wanted = files.get(name, "")
        lines += unified_diff(found.splitlines(), wanted.splitlines(), name, f"{name} (generated)", lineterm="")
    return lines


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files, and remove schemas that are not among them."""
    for path in folder.glob("jsonschema/*.json"):
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
    options = parser.parse_args(arguments)
    files = generated()
    if not options.check:
        write(options.folder, files)
        return 0
    stale = differences(options.folder, files)
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
