.PHONY: run test long lint bench demo format

PORT ?= 8000
export PORT

run:    ## set everything up and serve http://127.0.0.1:8000
	@tools/setup.sh run
	@DEBUG=$${DEBUG:-1} PMQA_DEMO=$${PMQA_DEMO:-1} exec .venv/bin/python manage.py serve

test:   ## every test once, on SQLite and on PostgreSQL
	@tools/setup.sh test
	@.venv/bin/python tools/run_tests.py

long:   ## the long races and trials, before a release
	@tools/setup.sh long
	@.venv/bin/python tools/run_tests.py --long

lint:   ## style, templates, types, migrations, production settings
	@tools/setup.sh test
	@tools/lint.sh

bench:  ## the performance table, as ratios against a reference of the same run
	@tools/setup.sh test
	@.venv/bin/python -m tests.bench

demo:   ## the demonstration into an empty database
	@tools/setup.sh run
	@DEBUG=1 PMQA_DEMO=1 .venv/bin/python manage.py demo

format: ## rewrite the code in the project's style
	@tools/setup.sh test
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .
	@git ls-files 'templates/*.html' | xargs .venv/bin/djade --target-version 5.2
