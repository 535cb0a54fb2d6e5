"""Code that the dynamic resource and the plugin share as processes that the Pulumi engine starts."""
