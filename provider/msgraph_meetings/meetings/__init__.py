"""The rules about meetings: what is sent when, who holds which meeting, what a change means."""
