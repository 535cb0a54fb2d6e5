"""The preparation of a release: the owner's names, the checks before it, and the report of changes to the schema.

- `names`   makes every name and address of the packages from `publish.toml`, and writes them where they stand
- `check`   refuses a release whose owner, versions or changelog are not ready
- `changes` compares two versions of the schema, and says which changes break programs
"""
