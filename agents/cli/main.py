"""The command `communique`."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

EXIT_CODE = 78
"""`EX_CONFIG` of sysexits.h: something is configured wrongly."""


def main() -> NoReturn:
    """Run the command line.

    Everything is imported here and not above, since the processes that extract import this module again.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    from agents.cli.commands import prepare  # noqa: PLC0415
    from agents.settings import misspelt  # noqa: PLC0415
    from agents.telling import told, wrong_settings  # noqa: PLC0415

    try:
        from agents.app import app  # noqa: PLC0415
    except ValidationError as error:
        refuse(wrong_settings(error))
    except OSError as error:  # a certificate or key, which the settings name
        refuse(told(error))
    for line in misspelt(os.environ):
        sys.stderr.write(f"communique: {line}\n")
    prepare(banner=app.settings.log_format == "text")
    app.main()


def refuse(message: str) -> NoReturn:
    """End with one line of explanation."""
    sys.stderr.write(f"communique: {message}\n")
    sys.exit(EXIT_CODE)
