"""A Pulumi engine for this repository: `choice` takes the first of three that is available.

1. `found`     a Pulumi of a supported version on PATH
2. `release`   Pulumi's own installer, into the cache
3. `build`     built from its Go modules, into the cache: slow once, and needs only a Go module proxy

The older engine of `make proof STEPS=engines` comes from `release` or `build`, never from PATH.

`kits` lists the programs to build, from the folders under `modules/`. Each has a go.mod of its own, because the parts
of Pulumi that can be built this way need different versions of one module, and a go.mod allows only one.
`go` finds a Go toolchain, or takes one from a Python wheel.

Pulumi's releases bundle every language's host. Built from modules, the hosts of programs in Node.js, Go, YAML
and Java are kits that are built on demand. So are the generators of our SDKs, and a Terraform provider for `bench`.
"""
