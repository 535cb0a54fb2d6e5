"""One table of lifecycle cases for the core, the dynamic resource and the plugin: same state, same requests."""
