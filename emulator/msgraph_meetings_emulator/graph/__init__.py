"""Microsoft Graph: the routes, and what a meeting is made of and shown as."""
