"""What the figures in the documentation come from; one module a question, run with `python -m benchmarks.NAME`."""
