"""Other issuers of tokens: pipelines, hosts with a managed identity, the Azure CLI."""
