"""The worker's log as JSON, one object a line, for programs that collect logs."""

from __future__ import annotations

from typing import Any

from pythonjsonlogger.core import LogData
from pythonjsonlogger.json import JsonFormatter as LibraryFormatter

NAMES = {"levelname": "level", "name": "logger", "exc_info": "exception", "stack_info": "stack"}
"""What the fields of a log record are called."""

SHOWN = frozenset({"time", "message", "process", *NAMES.values()})
"""The fields of a line. Others, which a library may have put there, are left out: nobody has looked what they tell."""

FORMATTER: dict[str, Any] = {"()": f"{__name__}.JsonFormatter"}

CONFIG: dict[str, Any] = {"merge": True, "formatters": {"default": FORMATTER, "colored": FORMATTER}}
"""For Faust, which has one formatter for files and one for the terminal."""


class JsonFormatter(LibraryFormatter):
    """A log record as one line of JSON.

    The line is ASCII whatever is logged: text of articles ends no line, gives a terminal no orders, and may hold
    halves of characters.
    """

    def __init__(self) -> None:
        super().__init__(
            "{levelname}{name}{process}{message}",
            style="{",
            rename_fields=NAMES,
            timestamp="time",
            json_ensure_ascii=True,
        )

    def process_log_record(self, log_data: LogData) -> LogData:
        """The fields that are shown, those that hold something."""
        return {name: value for name, value in log_data.items() if name in SHOWN and value is not None}
