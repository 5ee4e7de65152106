"""The Chromium of this machine, without its windows, for tests and pictures."""

import shutil

# The first needs two thirds of the CPU of the second.
NAMES = ("chromium-headless-shell", "chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync"]


def browser_path() -> str | None:
    """Where it is; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)
