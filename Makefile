# Two commands: `make demo` shows Lineside at work, `make test` checks everything. Each does all of its own set-up.
.PHONY: demo test
VENV := .venv
PY := $(VENV)/bin/python

demo: $(VENV)/.core
	@$(VENV)/bin/lineside demo

test: $(VENV)/.dev
	@bin/debian || true
	@bin/hooks
	@bin/check

$(VENV)/.core: requirements/core.txt pyproject.toml
	@echo "Installing what Lineside needs into $(VENV) ..."
	@test -x $(PY) || python3 -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/core.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.core
	@echo "Installing what the checks need ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
