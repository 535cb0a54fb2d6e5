"""`msgraph-meetings adopt`: from join links to an import file and a program that changes nothing."""
