"""Where a browser for tests stands on this machine."""

from __future__ import annotations

import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NONE = f"no browser: none of {', '.join(BROWSERS)} is installed"


def chromium() -> str | None:
    """The path of Chromium; None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)
