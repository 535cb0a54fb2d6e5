"""The provider against a real tenant: `make test-live`, with the settings that the environment names.

Every meeting that is made has an external id with the run's prefix, and is deleted at the end of its test. Without a
tenant each test is skipped, and says what is missing. `tests/live` runs this against the emulator.
"""
