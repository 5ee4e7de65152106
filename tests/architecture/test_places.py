"""No file names the machine on which it was written, nor where its packages came from."""

import os
import re
from pathlib import Path

from tests.architecture.source import ROOT, files, listed

BINARY = {".woff2", ".woff", ".ttf", ".otf", ".png", ".jpg", ".ico", ".pdf", ".gz", ".xlsx", ".docx", ".mo"}
HOMES = re.compile(r"(?<![\w.])(?:/(?:home|Users|root)/|[A-Z]:\\Users\\)\w+")
INDEX = re.compile(r"--(?:extra-)?index-url|--trusted-host|--find-links|https?://[^\s/\"']+(?:/[^\s\"']*)?/simple\b")
ADDRESS = re.compile(r"https?://([^\s/:\"'<>()]+)")
KNOWN_HOSTS = {"pypi.org", "files.pythonhosted.org", "github.com"}
INSTALLS = re.compile(r"^(requirements.*|pyproject\.toml|Makefile|\.ci/.*|\.pre-commit.*|tools/.*\.sh)$")
USUAL = ("/srv", "/opt", "/usr", "/var", "/app", "/tmp")  # noqa: S108  where documents may well say that it is installed


def texts():
    """Path and text of every file that is read as text."""
    for path in files():
        if Path(path).suffix not in BINARY:
            yield path, (ROOT / path).read_text(encoding="utf-8", errors="replace")


def of_this_machine() -> list[str]:
    """The folders of this checkout as they would show in a file, unless they are such as anybody's might be."""
    folders = [ROOT, ROOT.parent] if len(ROOT.parts) > 2 else []
    home = os.environ.get("HOME", "")
    folders += [Path(home)] if len(Path(home).parts) > 2 else []
    return [f"{folder}/" for folder in folders if not str(folder).startswith(USUAL) and len(folder.parts) > 1]


def lines_with(pattern: re.Pattern) -> list[str]:
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1} {found[0]}"
        for path, text in texts()
        if "vendor/" not in path
        for found in pattern.finditer(text)
    ]


def test_no_folder_of_this_machine():
    folders = of_this_machine()
    wrong = (
        lines_with(re.compile("|".join(rf"(?<![\w.-]){re.escape(folder)}" for folder in folders))) if folders else []
    )
    assert not wrong, listed(wrong)


def test_no_home_of_anybody():
    wrong = [line for line in lines_with(HOMES) if not line.startswith("tests/architecture/")]
    assert not wrong, listed(wrong)


def test_packages_come_from_the_usual_index():
    wrong = [line for line in lines_with(INDEX) if not line.startswith("tests/architecture/")]
    assert not wrong, listed(wrong)


def test_files_that_install_name_known_hosts_only():
    wrong = [
        f"{path} {host}"
        for path, text in texts()
        if INSTALLS.match(path)
        for host in set(ADDRESS.findall(text))
        if host not in KNOWN_HOSTS and not host.startswith(("127.0.0.1", "localhost"))
    ]
    assert not wrong, listed(wrong)
