"""Microsoft Graph: one function for each call, and the session that sends it at a rate that the service accepts."""
