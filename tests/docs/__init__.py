"""Every block of code in the pages: each is run, compiled elsewhere, or at least parsed.

A comment before a block says which:

- `<!-- session: emulator -->` begins a session: an empty folder, and a shell with this project on PATH. `emulator` sets
  the environment of a running emulator, and `sdk` lets Python import its generated SDK. `clone` begins in a clone.
- `<!-- run: -->` runs the commands of a console block in that shell and compares what they print;
  `<!-- run: fails -->` expects an exit code other than 0, `<!-- run: background FILE -->` goes on when FILE is there.
- `<!-- file: NAME -->` writes the block into the session's folder.
- `<!-- part: FILE -->` says that the block is a part of that file of the repository, which another test runs.
- `<!-- syntax: REASON -->` says why the block cannot be run here; it is parsed.

`python -m tests.docs [PAGE]` runs the sessions and writes what the commands print into the pages.
"""
