"""One target run by Atheris, which changes inputs that reached new code; `python -m tests.fuzz --guided` starts it."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["agents.intake", "extraction", "schemas"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz the target that the first argument names, with the options of libFuzzer behind it."""
    name, *options = sys.argv[1:]
    target = next(target for target in TARGETS if target.name == name)
    target.warm()
    atheris.Setup([sys.argv[0], *options], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
