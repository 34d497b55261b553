"""The base of every public record, and the bounds on what a stranger may send."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SCHEMA_VERSION = 1
"""Version of the public contract; fields are only ever added inside one version."""

MAX_TEXT_BYTES = 1024 * 1024
"""Largest article body, in bytes of UTF-8."""

MAX_TITLE_CHARACTERS = 2_000
"""Longest headline, in characters."""

MAX_ID_CHARACTERS = 512
"""Longest article id, in characters."""

MAX_URL_CHARACTERS = 4_096
"""Longest URL, in characters."""


class Record(BaseModel):
    """A frozen record of the public contract.

    Fields unknown to this version are ignored, so that a later minor addition never breaks an older reader.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, ser_json_inf_nan="null")


CountryCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{2}$"),
    Field(description="ISO 3166-1 alpha-2 code; `EU` stands for the European Union.", examples=["KR"]),
]
"""ISO 3166-1 alpha-2 code, or `EU`."""
