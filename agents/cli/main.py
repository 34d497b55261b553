"""The command `communique`."""

from __future__ import annotations

from typing import NoReturn


def main() -> NoReturn:
    """Run the command line.

    Everything is imported here and not above, since the processes that extract import this module again.
    """
    from agents.app import app  # noqa: PLC0415
    from agents.cli.commands import prepare  # noqa: PLC0415

    prepare()
    app.main()
