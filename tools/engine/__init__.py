"""A Pulumi engine for this repository: `choice` takes the first of three that can be had.

1. `found`     a Pulumi of a supported version that is on PATH already
2. `release`   Pulumi's own installer, into the cache
3. `build`     built from its Go modules, into the cache: slow once, and needs nothing but a Go module proxy

`kits` names what is built, from the folders under `modules/`. Each has a go.mod of its own, because the parts
of Pulumi that can be built this way stand at different versions of one module, and a go.mod holds only one.
`go` finds a Go toolchain, or takes one from a Python wheel.

Pulumi's releases bundle every language's host. Built from modules, the hosts of programs in Node.js, Go, YAML
and Java are kits that are made when they are asked for, and so are the generators of our SDKs.
"""
