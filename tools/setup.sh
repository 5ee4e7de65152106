#!/bin/sh
# Brings a fresh machine to where `make run` (argument run) or the tests (argument test; long with LibreOffice) can start: virtual
# environment, hashed packages, system libraries. Works as root and as an ordinary user; a second call takes no time.
set -eu
cd "$(dirname "$0")/.."
purpose=$1
with_office=
[ "$purpose" = long ] && purpose=test with_office=1

# HOME may be unwritable: every cache stays inside the clone.
mkdir -p .cache
export PIP_CACHE_DIR="$PWD/.cache/pip" UV_CACHE_DIR="$PWD/.cache/uv" XDG_CACHE_HOME="$PWD/.cache"
export PIP_DISABLE_PIP_VERSION_CHECK=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy

find_python() {
    for candidate in python3.11 python3 /usr/bin/python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer with venv is needed: apt-get install -y python3 python3-venv" >&2
    exit 1
}

install_packages() {
    lock=requirements.txt
    [ "$purpose" = test ] && lock=requirements-dev.txt
    stamp=".venv/.$purpose-$(cksum "$lock" | cut -d' ' -f1)"
    [ -e "$stamp" ] && return
    [ -x .venv/bin/python ] || "$(find_python)" -m venv .venv
    # uv is three times as fast; pip does the same where uv cannot be had.
    if [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv 2>/dev/null; then
        VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --require-hashes -r "$lock" ||
            .venv/bin/python -m pip install --quiet --require-hashes -r "$lock"
    else
        .venv/bin/python -m pip install --quiet --require-hashes -r "$lock"
    fi
    touch "$stamp"
}

has_pango() {
    .venv/bin/python -c '
import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0"):
    ctypes.CDLL(name)' 2>/dev/null
}

has() {
    command -v "$1" >/dev/null 2>&1
}

install_libraries() {
    missing=""
    has_pango || missing="libpango-1.0-0 libpangoft2-1.0-0"
    if [ "$purpose" = test ]; then
        has chromium-headless-shell || has chromium || missing="$missing chromium-headless-shell"
        has strace || missing="$missing strace"
        has pdftotext || missing="$missing poppler-utils"
    fi
    if [ -n "$with_office" ] && [ ! -e /usr/lib/libreoffice/program/libswlo.so ]; then
        missing="$missing libreoffice-writer-nogui"
    fi
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        export DEBIAN_FRONTEND=noninteractive
        # shellcheck disable=SC2086
        apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >.cache/apt.log 2>&1 && return 0
    fi
    echo "Missing system libraries. Install them with: apt-get install -y --no-install-recommends $missing" >&2
    echo "Without Pango everything works but the PDF; without Chromium, strace, poppler or LibreOffice their tests are skipped." >&2
}

install_packages
install_libraries
