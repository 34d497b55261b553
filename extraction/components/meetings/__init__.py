"""Meetings: encounters and direct exchanges between two sides, one of them a public authority."""

from extraction.components.meetings.building import build
from extraction.components.meetings.finding import find
from extraction.components.meetings.gathering import gather

__all__ = ["build", "find", "gather"]
