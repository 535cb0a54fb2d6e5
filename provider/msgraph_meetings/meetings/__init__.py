"""The rules about meetings: the requests of each operation, the owner of each meeting, and the meaning of a change."""
