"""The output of `make dist`: a machine without this checkout can install and use it."""
