"""A program that was deployed with an older version goes on with today's: `record` writes what an old version left.

The folder of a version holds its states, its schema, the programs, and what the engine asked its plugin. None of it is
ever written again: it was made by the code of that version.
"""
