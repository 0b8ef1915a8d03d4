# One door for people and CI. Every target prepares what it needs; a second run prepares nothing.

# Plain python3 where it is new enough, else the newest of the others. Override with: make PYTHON=/path/to/python
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.10; do \
	$$name -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
INSTALLED := .venv/.installed
LIBRARIES := .venv/.system-libraries
PARALLEL := -n auto --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

app: ready ## Open the window
	$(BIN)/python main.py

demo: ready ## One click on one coin, a folder of photos labelled, a picture and COCO JSON in out/
	$(BIN)/python -m vrp_core demo

test: ready .venv/.other-tools ## Run the tests; the end names those left out and why. On several cores: make test PYTEST="-n auto --dist loadfile"
	$(BIN)/python -m pytest $(PYTEST)

check: ready .venv/.other-tools ## Format, lint, types, architecture, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(PARALLEL)

bench: ready ## Measure speed and memory on this machine, into out/bench.json
	$(BIN)/python -m benchmarks.pipeline
	$(BIN)/python -m benchmarks.window
	$(BIN)/python -m benchmarks.keyboard

campaign: ready ## Try to break it: damaged inputs, kills, failing machines; MINUTES=5 for a short run, SEED= to repeat
	$(BIN)/python -m campaigns $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED)) --out out/campaign.md

results: ready ## Measure accuracy on ../shared/data, into docs/results/
	$(BIN)/python -m benchmarks.results

docs: .venv/.extra-docs ## Build the documentation site into site/; any warning fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

bundle: ready .venv/.extra-bundle ## Build a program that needs no Python, for this system, into dist/, and start it
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN release/vrp-annotator.spec
	@du -sh dist/vrp-annotator
	$(BIN)/python -m pytest tests/e2e/bundle_start.py

audit: .venv/.extra-audit ## Known vulnerabilities and licences of every dependency; CI runs it once a week
	@mkdir -p out
	$(BIN)/pip-licenses --format markdown --with-urls --output-file out/licences.md
	$(BIN)/python release/audit.py

sbom: .venv/.extra-audit ## List every component with its version and licence in out/sbom.json, for a release
	@mkdir -p out
	$(BIN)/cyclonedx-py environment --output-file out/sbom.json $(BIN)/python

screenshots: ready ## Take the pictures of the window for the README, into docs/images
	$(BIN)/python -m benchmarks.screenshots

translations: $(INSTALLED) ## Update and compile the catalogues of the window's languages
	.ci/translations

format: $(INSTALLED) ## Format the code and fix what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Remove everything that make made
	rm -rf .venv out build dist site *.egg-info

ready: $(INSTALLED) $(LIBRARIES)
	@$(BIN)/python -m vrp_core models fetch mobile_sam >/dev/null

$(INSTALLED): setup.cfg setup.py pyproject.toml
	@test -n "$(PYTHON)" || (echo "Python 3.10 to 3.13 is needed. Install it, or say: make PYTHON=/path/to/python" && false)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[demo,test,dev,train,scale,ray]'
	touch $@

# Their requirements would replace torch and OpenCV; the file says more.
.venv/.other-tools: tests/exchange/other-tools.txt $(INSTALLED)
	rm -rf .venv/other-tools
	$(BIN)/python -m pip install --quiet --no-deps --target .venv/other-tools --requirement tests/exchange/other-tools.txt
	touch $@

.venv/.extra-%: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --editable '.[$*]'
	touch $@

$(LIBRARIES): .ci/system-libraries | $(INSTALLED)
	.ci/system-libraries
	touch $@

.PHONY: translations help app demo test check bench results docs bundle audit sbom screenshots format clean ready
