"""Text to events: pure functions over spaCy, with no Kafka, no Faust, no clock and no network.

`extraction.pipeline.extract` is the way in.
"""
