# make run    set up, then run every notebook on seeds/: figures and tables
# make test   set up, then ruff, mypy, the import contract and all tests
# make lab    set up, then open JupyterLab
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
ARTICLES ?= seeds
# figures/ holds those of the seeds, as committed; those of other articles go beside their tables
FIGURES ?= $(if $(filter seeds seeds/,$(ARTICLES)),figures,tables/figures)
SHARED ?= ../shared
export SHARED

.PHONY: run test lab lint bench model notebooks clean

run: $(VENV)/.run
	$(BIN)/python -m toolkit run "$(ARTICLES)" --figures "$(FIGURES)" --out tables --notebooks notebooks

test: $(VENV)/.test lint
	$(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: $(VENV)/.run
	$(BIN)/jupyter lab --notebook-dir .

notebooks: $(VENV)/.run
	$(BIN)/python -m toolkit run seeds --figures figures --out tables --notebooks notebooks --inplace

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

model: $(VENV)/.model
	@test -n "$(CORPORA)" || { echo "Name the folder with the corpora: make model CORPORA=path (see training/README.md)"; exit 2; }
	$(BIN)/python -m training $(CORPORA)

# Each stamp stands for one set of installed packages, made again when the project file changes.
$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)
	$(PIP) -e '.[notebooks,network,pairs,vader,readers,office,crawls,excel]'
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(VENV)
	$(PIP) -e '.[all,dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(VENV)/.test
	$(PIP) -e '.[all,dev,bench]'
	@touch $@

$(VENV)/.model: $(VENV)/.test
	$(PIP) -e '.[all,dev,training]'
	@touch $@

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is older than Python 3.11; name a newer one: make run PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) build tables .pytest_cache .mypy_cache .ruff_cache
