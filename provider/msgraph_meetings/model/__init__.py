"""The model of a meeting: arguments, identity, comparison and instants. Nothing here reads or writes anything."""
