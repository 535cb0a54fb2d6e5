"""Clients of Microsoft Graph that we did not write, run unchanged against the emulator."""
