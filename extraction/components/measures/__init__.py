"""Trade measures: acts of states that change, or formally contest, the terms of cross-border trade and finance."""

from extraction.components.measures.building import build
from extraction.components.measures.finding import find
from extraction.components.measures.gathering import gather

__all__ = ["build", "find", "gather"]
