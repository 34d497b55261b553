"""What goes over the wire: records, identities, JSON Schema and examples.

This floor knows nothing of the others: no spaCy, no Kafka, no clock.
"""
