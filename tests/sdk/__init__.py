"""The SDKs in five languages: generated, compiled, and used by programs with the real engine."""
