"""The gate: decides before any parsing which articles, and which of their sentences, can tell of an event."""

from extraction.gate.gate import Gate, Screened, gate_of
from extraction.gate.sentences import sentence_starts

__all__ = ["Gate", "Screened", "gate_of", "sentence_starts"]
