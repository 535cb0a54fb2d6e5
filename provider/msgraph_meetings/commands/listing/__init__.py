"""`msgraph-meetings list`, `show` and `expiring`: the meetings of a stack as lines or JSON, and their drift."""
