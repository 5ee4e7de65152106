#!/bin/sh
# Everything that a machine can say about the code without running it.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
$bin/ruff check .
$bin/ruff format --check --quiet .
git ls-files 'templates/*.html' | xargs $bin/djade --check --target-version 5.2
git ls-files '*.py' | grep -v /migrations/ | xargs $bin/django-upgrade --target-version 5.2
$bin/mypy --no-error-summary --follow-imports=silent assessments/scoring assessments/charts thai
export PMQA_DATA_DIR="$PWD/.cache/lint" SECRET_KEY="only for this check 0123456789 abcdefghijklmnopqrstuvwxyz"
$bin/python manage.py makemigrations --check --dry-run >/dev/null
$bin/python manage.py check --deploy --fail-level WARNING
echo "lint: clean"
