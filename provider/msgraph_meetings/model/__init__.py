"""What a meeting is: arguments, identity, comparison and instants. Nothing here reads or writes anything."""
