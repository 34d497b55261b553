"""What goes wrong outside of this program, told in one line, with no stack trace and no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafka.errors import AuthorizationError, KafkaError

from agents.broker.permissions import NotPermittedError
from agents.broker.reaching import BrokerRefusesError
from agents.client import NoPlaceError, NoTopicError
from agents.settings import PREFIX
from agents.topics import TopicsMismatchError

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


def told(error: Exception) -> str:
    """What a person needs to know of an error."""
    if isinstance(error, TopicsMismatchError | NotPermittedError | NoTopicError | NoPlaceError):
        return str(error)
    if isinstance(error, BrokerRefusesError):
        return f"the broker {error}"
    if isinstance(error, AuthorizationError):
        return f"the broker does not let this user do that ({_cut(str(error))}); docs/security.md tells who needs what"
    if isinstance(error, KafkaError):
        return f"the broker cannot be reached: {error}"
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split()) or type(error).__name__


def _said(detail: ErrorDetails) -> str:
    return detail["msg"].removeprefix("Value error, ")


def _cut(text: str, characters: int = 120) -> str:
    """A client shows a broker's whole answer."""
    return text if len(text) <= characters else f"{text[:characters]} ..."


def wrong_settings(error: ValidationError) -> str:
    """Which settings are wrong, and why; never what they hold."""
    return "; ".join(
        f"{PREFIX}{str(detail['loc'][0]).upper()}: {_said(detail)}" if detail["loc"] else _said(detail)
        for detail in error.errors(include_input=False, include_url=False, include_context=False)
    )
