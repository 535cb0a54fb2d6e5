"""Each example, run whole: the commands of its README, with the real engine, and the output that the README shows."""
