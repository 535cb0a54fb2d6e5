"""`make dist`: everything that a release publishes, in `dist/release`, with the same bytes at each run.

- `archives` writes tar and zip archives that depend on names and contents only
- `plugin`   the plugin's archive for one platform, as `pulumi plugin install` takes it
- `wheels`   wheels and sdists of the Python packages
- `sdks`     the packages of the other SDKs
- `sbom`     the bill of materials of the plugin's archives
- `build`    all of it, and the checksums
"""
