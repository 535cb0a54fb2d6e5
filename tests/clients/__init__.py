"""Other people's clients of Microsoft Graph, run unchanged against the emulator."""
