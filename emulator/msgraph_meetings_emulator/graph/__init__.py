"""Microsoft Graph: the routes, and the creation, storage and presentation of meetings."""
