"""Measurements of the course, each a ratio of things measured side by side in one run: ``python -m benchmarks``."""
