"""The transport and the sign-in with real sockets, real certificates and real proxies."""
