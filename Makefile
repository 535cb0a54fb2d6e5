# The commands a newcomer guesses. The work is in tools/; `make help` lists what there is.

# The environment goes on with the Python that it was made with, until another one is named.
PYTHON := $(or $(PYTHON),$(realpath .venv/bin/python),python3)
TOOLS = @PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m tools

.PHONY: help env up down test coverage proof fuzz test-live probe faults load bench clients check audit clean path lock sdk docs dist release-check schema-changes
.DEFAULT_GOAL = help

help:  ## list these commands
	@awk -F ':  ## ' '/^[a-z-]+:  ## / {printf "make %-15s%s\n", $$1, $$2} /^## / {print "                    " substr($$0, 4)}' \
		$(MAKEFILE_LIST)

env:  ## make .venv and get a Pulumi engine; the others do it too
	$(TOOLS) env

up:  ## deploy examples/01-first-meeting against the emulator
## and print the join URL
	$(TOOLS) up

down:  ## destroy what `make up` deployed, and its local state
	$(TOOLS) down

test:  ## run the tests with the real engine
## a part: make test TESTS=tests/unit
	$(TOOLS) test $(TESTS)

coverage:  ## run the same tests and print how much of the code they reach
	$(TOOLS) coverage $(TESTS)

proof:  ## show every promise, in a few hours: all tests, faults,
## clients, load, fuzzing and a minimal Debian
## a part: make proof STEPS=tests
## a short one: make proof STEPS=debian TESTS=tests/unit
	$(TOOLS) proof $(STEPS) $(if $(TESTS),--tests "$(TESTS)")

faults:  ## run every fault, kill and mishap with the real engine and
## print tables, in most of an hour
## a part: make faults TABLES=kills
	$(TOOLS) faults $(TABLES)

test-live:  ## run the tests that need a real tenant; the environment
## names it, see docs/sign-in.md
	$(TOOLS) test-live

probe:  ## ask the tenant that the environment names what Graph really
## does, and write a record without names, see docs/probe.md
## with options: make probe PROBE="--plain-create"
	$(TOOLS) run msgraph-meetings probe $(PROBE)

fuzz:  ## run the generated tests with new examples
## longer: make fuzz SECONDS=300
## a round again: make fuzz SEED=1
	$(TOOLS) fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

check:  ## check format, lint, types, imports, spelling and prose
	$(TOOLS) check

load:  ## measure 1,000 meetings through a throttling service, with
## the dynamic resource and with the plugin
	$(TOOLS) run python -m bench.load $(LOAD)

bench:  ## measure times, CPU and memory in about an hour; write
## bench/results and docs/charts
## two minutes: make bench QUICK=1
## more rounds: make bench RESUME=1 ROUNDS=5
	$(TOOLS) run python -m bench $(if $(QUICK),--quick) $(if $(RESUME),--resume) $(if $(ROUNDS),--rounds $(ROUNDS)) $(BENCH)

audit:  ## look the locked dependencies up in this machine's advisories
## download those first: make audit FETCH=1
	$(TOOLS) audit $(if $(FETCH),--fetch)

clean:  ## remove what was made in this folder
	$(TOOLS) clean

path:  ## print lines that put engine and environment first on PATH
## use them: eval "$(make -s path)"
## with other hosts: make -s path WITH=go,java
	$(TOOLS) path $(if $(WITH),--with $(WITH))

sdk:  ## generate the SDKs in sdk/ again, from schema.json
	$(TOOLS) sdk

docs:  ## build the site of docs/ in dist/site; a warning or a broken
## link is an error
	$(TOOLS) docs

dist:  ## build all that a release publishes into dist/release
## a part: make dist PLATFORMS=linux-amd64
	$(TOOLS) dist $(PLATFORMS)

release-check:  ## say what forbids a release of this version
## of a tag: make release-check TAG=v0.1.0
	$(TOOLS) release-check $(if $(TAG),--tag $(TAG))

schema-changes:  ## compare schema.json with an older one
## make schema-changes SINCE=v0.1.0
	$(TOOLS) schema-changes $(or $(SINCE),HEAD)

clients:  ## run Graph clients of others against the emulator;
## Microsoft's SDK for Go compiles for minutes once
	$(TOOLS) clients

lock:  ## write the locked dependencies again
## the newest of everything: make lock UPGRADE=1
	$(TOOLS) lock $(if $(UPGRADE),--upgrade)
