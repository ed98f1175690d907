# Every command works on a fresh machine that has Python 3.11 or newer and a package registry.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
AGAINST ?= HEAD

export PYTHONWARNINGS = ignore::DeprecationWarning

.PHONY: run test generate check watch mock fuzz chaos bench clean

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing into .venv (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[codegen,test]' --constraint constraints.txt
	@touch $@

run: $(READY)
	@$(BIN)/python -m gateway

test: $(READY)
	@$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadscope

generate: $(READY)
	@$(BIN)/python -m codegen generate

check: $(READY)
	@$(BIN)/python -m codegen check $(if $(filter-out HEAD,$(AGAINST)),--against $(AGAINST)) $(if $(USAGE),--usage $(USAGE))
	@$(BIN)/ruff format --check --quiet . || { echo "mend: .venv/bin/ruff format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy services gateway codegen tests bench

watch: $(READY)
	@$(BIN)/python -m codegen watch

mock: $(READY)
	@$(BIN)/python -m gateway.mock

fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz $(FUZZ)

chaos: $(READY)
	@$(BIN)/python -m tests.chaos $(CHAOS)

.venv/.bench: $(READY)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]' --constraint constraints.txt
	@touch $@

bench: .venv/.bench
	@$(BIN)/python -m bench $(BENCH)

clean:
	rm -rf .venv .data .mypy_cache .ruff_cache .pytest_cache .hypothesis
