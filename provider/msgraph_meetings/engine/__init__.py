"""What both ways in share as processes that the Pulumi engine starts."""
