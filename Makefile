# The commands a newcomer guesses. The work is in tools/; `make help` lists what there is.

# The environment goes on with the Python that it was made with, until another one is named.
PYTHON := $(or $(PYTHON),$(realpath .venv/bin/python),python3)
TOOLS = @PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m tools

.PHONY: help env up down test coverage proof fuzz test-live faults load clients check audit clean path lock sdk
.DEFAULT_GOAL = help

help:  ## list these commands
	@sed -n -e 's/[$$][$$]/$$/g' -e 's/^\([a-z-]*\):  ## /\1	/p' $(MAKEFILE_LIST)

env:  ## make .venv and get a Pulumi engine (`up`, `test` and the others do it too)
	$(TOOLS) env

up:  ## deploy examples/01-first-meeting against the emulator and print the join URL
	$(TOOLS) up

down:  ## destroy what `make up` deployed, and its local state
	$(TOOLS) down

test:  ## run the tests with the real engine (TESTS=tests/unit for a part)
	$(TOOLS) test $(TESTS)

coverage:  ## run the same tests and print how much of the package they reach
	$(TOOLS) coverage $(TESTS)

proof:  ## show every promise, in a few hours: all tests, faults, clients, load and fuzzing (STEPS=tests for a part)
	$(TOOLS) proof $(STEPS)

faults:  ## every fault, kill and mishap with the real engine, printed as tables, in twenty-five minutes (TABLES=kills for a part)
	$(TOOLS) faults $(TABLES)

test-live:  ## run the tests that need a real tenant, which the environment names (docs/sign-in.md)
	$(TOOLS) test-live

fuzz:  ## run the generated tests with other examples each time, for SECONDS=300 (SEED=1 repeats a round)
	$(TOOLS) fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

check:  ## format, lint, strict types, import contracts, spelling, long sentences
	$(TOOLS) check

load:  ## measure 1,000 meetings through a throttling service, with plugin and dynamic resource, against the aims
	$(TOOLS) run python -m bench.load $(LOAD)

audit:  ## look the locked dependencies up in the advisories on this machine (FETCH=1 downloads them first)
	$(TOOLS) audit $(if $(FETCH),--fetch)

clean:  ## remove what was made in this folder
	$(TOOLS) clean

path:  ## for `eval "$$(make -s path)"`: put engine and environment first on PATH (WITH=go,java for hosts)
	$(TOOLS) path $(if $(WITH),--with $(WITH))

sdk:  ## generate the SDKs in sdk/ again, from provider/msgraph_meetings/schema.json
	$(TOOLS) sdk

clients:  ## run the Graph clients that we did not write, Microsoft's SDK for Go too, which compiles for minutes once
	$(TOOLS) clients

lock:  ## write the locked dependencies again (UPGRADE=1 takes the newest of everything)
	$(TOOLS) lock $(if $(UPGRADE),--upgrade)
