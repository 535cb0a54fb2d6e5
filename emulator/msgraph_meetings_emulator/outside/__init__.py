"""What is not Entra and gives out tokens all the same: pipelines, hosts with a managed identity, the Azure CLI."""
