"""What lets others follow a worker beside its metrics: trace context, and the form of its log."""
