"""Microsoft Entra: the token endpoints, and the credentials and grants that they accept."""
