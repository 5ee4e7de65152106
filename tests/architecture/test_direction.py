"""Imports run one way: between the apps, and inside `assessments` (architecture.md 2), read from the syntax trees."""

import pytest

from tests.architecture.source import APPS, Module, imports, modules, product

# The chain inside `assessments`: a module imports what stands further up, never further down.
LAYERS = (
    ("statuses",),
    ("models",),
    ("permissions", "responsibility", "ledger"),
    ("scoring", "lamps", "files", "plausibility", "wording", "notices", "anonymising"),
    ("charts",),  # beside scoring, which it may import
    ("scorecard", "golden_thread"),
    ("live",),
    ("document", "review_document", "score_document", "citing", "earlier", "search", "keyset"),
    ("desk", "workload", "mailing"),
    ("stages", "standings", "columns", "radars", "spread", "calibrated", "what_if", "overview", "overview_book"),
    ("checks",),
    ("services", "tasks"),  # a service asks for a job, a job calls a service
    ("interchange",),
    ("access",),
    ("forms",),
    ("views",),
    ("urls",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
WIRING = {"apps", ""}  # AppConfig.ready() fills the registries; "" is the package itself, which is empty
LEAVES = {"admin", "templatetags", "management", "migrations"}
KNOWS_HTTP = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.contrib.messages")
PLAIN = {
    "statuses",
    "models",
    "permissions",
    "scoring",
    "plausibility",
    "wording",
    "charts",
    "scorecard",
    "checks",
    "services",
    "interchange",
}


def part_of(name: str) -> str:
    """The layer of a dotted name: "views" of "assessments.views.items"."""
    return name.partition(".")[2].partition(".")[0]


def of_project(module: Module) -> list[tuple[int, str]]:
    """What it imports of the project's own apps."""
    return [(line, name) for line, name in imports(module) if name.split(".")[0] in APPS]


def test_apps_import_only_to_the_right():
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in product()
        for line, name in of_project(module)
        if APPS.index(name.split(".")[0]) > APPS.index(module.app)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_product_imports_neither_tests_nor_tools():
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in product()
        for line, name in imports(module)
        if name.split(".")[0] in {"tests", "tools"}
    ]
    assert not wrong, "\n".join(wrong)


def test_every_module_of_assessments_has_its_place():
    parts = {part_of(module.name) for module in product() if module.app == "assessments"}
    assert parts - set(RANK) - WIRING - LEAVES == set()


def test_assessments_imports_only_to_the_left():
    wrong = []
    for module in product():
        own = part_of(module.name)
        if module.app != "assessments" or own not in RANK:
            continue
        for line, name in of_project(module):
            other = part_of(name)
            if name.split(".")[0] != "assessments" or other == own or name == "assessments":
                continue
            if other not in RANK or RANK[other] > RANK[own]:
                wrong.append(f"{module.path}:{line} ({own}) imports {name}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("leaf", sorted(LEAVES))
def test_nobody_imports_a_leaf(leaf):
    """Management commands may import one another."""
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        if module.app != "tests"
        for line, name in of_project(module)
        if leaf in name.split(".")[1:] and not (leaf == "management" and "management" in module.name.split("."))
    ]
    assert not wrong, "\n".join(wrong)


def test_only_views_and_access_know_http():
    """Models, services, checks and arithmetic know people and rows, not pages."""
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in product()
        if module.app == "assessments" and part_of(module.name) in PLAIN
        for line, name in imports(module)
        if name.startswith(KNOWS_HTTP)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("package", ["assessments.scoring", "assessments.charts", "thai"])
def test_arithmetic_and_thai_know_no_database(package):
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in product()
        if f"{module.name}.".startswith(f"{package}.")
        for line, name in imports(module)
        if name.startswith("django.db") or (name.split(".")[0] in APPS and ".models" in f"{name}.")
    ]
    assert not wrong, "\n".join(wrong)


def test_the_reader_of_imports_sees_all_of_them():
    """The rules above are as good as this: names, members, modules, and imports inside of functions."""
    found = {module.path: {name for _line, name in imports(module)} for module in product()}
    assert "assessments.views.items" in found["assessments/urls.py"]
    assert "assessments.permissions" in found["assessments/access.py"]
    assert {"django.contrib", "assessments.urls"} - found["pmqa/urls.py"] == {"assessments.urls"}
