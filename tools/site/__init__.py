"""The documentation's site: the list of its pages, the build, and the check of its links."""
