"""Microsoft Entra: the endpoints that give out tokens, and what is shown to them."""
