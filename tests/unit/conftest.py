"""Generated examples are the same in every run, leave no files, and are not timed: machines differ."""

from hypothesis import settings

settings.register_profile("calm", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("calm")
