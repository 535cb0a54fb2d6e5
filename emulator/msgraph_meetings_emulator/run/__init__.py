"""Start the emulator: the command, a thread or a process of a test, the server and its certificates."""
