"""Answer the engine's `pip list` from a file, because asking the real pip takes a quarter of each run."""
