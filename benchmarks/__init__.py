"""What the figures in the documentation come from: `python -m benchmarks`; or one module a question."""
