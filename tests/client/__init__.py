"""Transport and sign-in against loopback services: real TLS, real MSAL."""
