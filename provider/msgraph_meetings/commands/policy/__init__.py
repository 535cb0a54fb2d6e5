"""`msgraph-meetings policy`: the PowerShell script that lets an app act for all organizers of a stack."""
