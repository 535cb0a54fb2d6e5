"""Transport and sign-in against services on loopback, with real TLS and real MSAL."""
