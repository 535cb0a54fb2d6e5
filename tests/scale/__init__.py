"""Many stacks and many runs that share one backend and one service."""
