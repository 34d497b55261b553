"""How the text presents an event: occurred, planned, possible, unlikely or cancelled."""

from extraction.components.status.decide import NO_CUE, status_of

__all__ = ["NO_CUE", "status_of"]
