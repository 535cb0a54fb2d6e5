"""Real sockets, real certificates, real proxies: what the transport and the sign-in make of them."""
