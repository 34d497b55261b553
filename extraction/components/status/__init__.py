"""How the text presents an event: occurred, planned, possible, unlikely or cancelled."""

from extraction.components.status.decide import status_of

__all__ = ["status_of"]
