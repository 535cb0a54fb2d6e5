"""`msgraph-meetings share`: the links of a stack as a calendar, a page, Markdown or JSON, for the people who join."""
