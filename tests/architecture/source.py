"""The source as its rules are read from it: files, modules, syntax trees. Nothing here imports what it reads."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    "thai",
    "accounts",
    "criteria",
    "assessments",
    "improvement",
    "reports",
    "api",
    "pmqa",
)  # each may import those before it
PROJECT = (*APPS, "tests", "tools")


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root, its dotted name, whether it is a package."""

    path: str
    name: str
    is_package: bool

    @property
    def app(self) -> str:
        return self.name.split(".")[0]

    @property
    def tree(self) -> ast.Module:
        return parsed(self.path)

    @property
    def lines(self) -> int:
        return len((ROOT / self.path).read_text().splitlines())


@cache
def files() -> tuple[str, ...]:
    """Everything that git holds or would take, from the root; what is deleted but not yet committed is left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(sorted({path for path in done.stdout.split("\0") if path and (ROOT / path).is_file()}))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file but migrations."""
    found = []
    for path in files():
        if path.endswith(".py") and "/migrations/" not in path:
            parts = path.removesuffix(".py").split("/")
            is_package = parts[-1] == "__init__"
            found.append(Module(path, ".".join(parts[:-1] if is_package else parts), is_package))
    return tuple(found)


def product() -> tuple[Module, ...]:
    """The modules of the product itself, without its tests and tools."""
    return tuple(module for module in modules() if module.app in APPS)


@cache
def parsed(path: str) -> ast.Module:
    """The syntax tree of a file, each node with its `parent`."""
    tree = ast.parse((ROOT / path).read_text(), path)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return tree


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, those inside of functions too; `from a import b` is a.b where it is one."""
    known = {each.name for each in modules()}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield node.lineno, whole if whole in known else base


def _base(module: Module, node: ast.ImportFrom) -> str:
    """The module that is imported from, relative imports resolved."""
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    parts = parts[: len(parts) - node.level + module.is_package]
    return ".".join([*parts, node.module] if node.module else parts)


def functions(module: Module) -> Iterator[ast.FunctionDef]:
    """Every function and method, the inner ones too."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted text of what is called."""
    return ((node, ast.unparse(node.func)) for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def length(function: ast.FunctionDef) -> int:
    """Lines from `def` to the end, decorators not counted."""
    return function.end_lineno - function.lineno + 1


def templates() -> tuple[str, ...]:
    """Every template of the product."""
    return tuple(path for path in files() if path.endswith(".html") and "/templates/" in f"/{path}")


def listed(wrong) -> str:
    """The lines that break a rule, as the message of its failure."""
    return "\n".join(sorted(wrong))
