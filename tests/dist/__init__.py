"""What `make dist` builds, and that a machine without this checkout can install and use it."""
