"""The command `msgraph-meetings doctor`, through the real command line, against the emulator."""
