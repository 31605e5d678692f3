# The project's commands; `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

TARGET := $(or $(CARGO_TARGET_DIR),target)
DATA := $(or $(TRADEWIND_DATA_DIR),data)
export TRADEWIND_SITE_DIR ?= $(TARGET)/site

# Written by scripts/setup: which tools to use.
ENV = . ./.tools/env
# `make test CHECK=yes` also runs `make check`.
CHECK ?= no

.PHONY: help
help: ## This list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

.PHONY: run
run: setup ## Serve the demo shop at http://127.0.0.1:3000 (sets up and builds what is missing)
	@scripts/build front
	@scripts/build server
	@$(ENV); scripts/seed-once $(TARGET)/debug/tradewind
	@exec $(TARGET)/debug/tradewind serve

.PHONY: test
test: ## Run every test, on SQLite and PostgreSQL, in a browser too
	@scripts/setup --test $(if $(filter yes,$(CHECK)),--check)
	@scripts/test $(if $(filter yes,$(CHECK)),--check)

.PHONY: e2e
e2e: ## Run the browser tests only; ARGS='--grep checkout' narrows them down
	@scripts/setup --test
	@scripts/build front
	@scripts/build server
	@$(ENV); scripts/e2e $(ARGS)

.PHONY: bench
bench: ## Measure large catalogs, and rushes of logins and of orders (docs/benchmarks.md)
	@scripts/setup --test
	@$(ENV); scripts/postgres run --durable cargo bench --features ssr --bench catalog --bench logins --bench orders

.PHONY: build
build: setup ## Build for production: target/release/tradewind and target/site
	@scripts/build release
	@echo "build: $(TARGET)/release/tradewind and $(TARGET)/site"

.PHONY: watch
watch: setup ## Serve the shop and rebuild on every change, with live reload
	@$(ENV); exec cargo leptos watch --split

.PHONY: check
check: ## Format and lints, for the server and for the browser, and an audit of the dependencies
	@scripts/setup --check
	@scripts/check

.PHONY: setup
setup: ## Install what the build needs, where it is missing
	@scripts/setup

.PHONY: clean
clean: ## Delete what was built; the data folder stays
	rm -rf $(TARGET)/site $(TARGET)/site.fingerprint end2end/results
	cargo clean
