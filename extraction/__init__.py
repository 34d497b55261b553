"""Text to events: pure functions over spaCy, with no Kafka, no Faust, no clock and no network."""

from extraction.pipeline import extract

__all__ = ["extract"]
