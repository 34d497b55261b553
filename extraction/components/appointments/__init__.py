"""Changes in who holds a public office: found by triggers, gathered by person and turn, built into public records."""

from extraction.components.appointments.building import build
from extraction.components.appointments.finding import find
from extraction.components.appointments.gathering import gather

__all__ = ["build", "find", "gather"]
