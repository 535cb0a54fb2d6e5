"""The provider against a real tenant: `make test-live`, with the settings in the environment.

Every meeting has an external id with the run's prefix, and is deleted at the end of its test. Without a
tenant each test is skipped, and names the missing settings. `tests/live` runs this folder against the emulator.
"""
