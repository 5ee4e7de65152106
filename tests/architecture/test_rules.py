"""Rules of the house that a machine can read from the source (architecture.md 4), one test each.

A test names every line that breaks its rule. What a rule does not hold for stands beside it, with the reason.
"""

import ast
import re

from tests.architecture.source import (
    APPS,
    ROOT,
    calls,
    files,
    functions,
    imports,
    length,
    listed,
    modules,
    product,
    templates,
)

STATUS_WRITER = "assessments/services/workflow.py"
KNOW_ASSESSMENTS = {"assessments", "improvement", "reports", "pmqa"}
WRITES = {"update", "create", "get_or_create", "update_or_create", "bulk_create", "Assessment"}
ENVIRONMENT = {"pmqa/settings.py", "pmqa/wsgi.py", "manage.py", "pmqa/management/commands/serve.py"}
RAW_SQL = ("cursor", "raw", "extra", "RawSQL", "executescript")
NO_SUCH_NAME = {"utils", "util", "common", "helpers", "helper", "misc"}
STILL_LONG = ("assessments/views/answers.py", "_page")  # one context of one page; to be parted by noun
MOST_LINES = {"module": 400, "function": 40, "view": 25, "template": 150}


def test_status_has_one_writer():
    """Assigned, updated, created or set by name: only `perform` does any of them."""
    wrong = []
    for module in product():
        if module.app not in KNOW_ASSESSMENTS or module.path == STATUS_WRITER:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr == "status" and isinstance(node.ctx, ast.Store):
                wrong.append(f"{module.path}:{node.lineno} assigns {ast.unparse(node)}")
        for call, name in calls(module):
            last = name.rpartition(".")[2]
            if last in WRITES and any(keyword.arg == "status" for keyword in call.keywords):
                wrong.append(f"{module.path}:{call.lineno} {name}(status=...)")
            if last in {"setattr", "bulk_update", "save"} and "'status'" in ast.unparse(call):
                wrong.append(f"{module.path}:{call.lineno} {ast.unparse(call)}")
    assert not wrong, listed(wrong)


def test_weasyprint_has_one_door():
    found = {module.path for module in modules() for _line, name in imports(module) if name.startswith("weasyprint")}
    assert {path for path in found if not path.startswith("tests/")} == {"reports/engine.py", "reports/printer.py"}


def test_no_module_is_named_after_nothing():
    wrong = [path for path in files() if path.endswith(".py") and NO_SUCH_NAME & set(re.split(r"[/.]", path))]
    assert not wrong, listed(wrong)


def test_raw_sql_stands_in_one_module():
    """Tests may ask the database in its own words; the product may not."""
    wrong = [
        f"{module.path}:{call.lineno} {name}"
        for module in product()
        for call, name in calls(module)
        if name.rpartition(".")[2] in RAW_SQL and module.path != "assessments/services/locks.py"
    ]
    assert not wrong, listed(wrong)


def test_the_environment_is_read_in_one_place():
    wrong = []
    for module in modules():
        if module.path in ENVIRONMENT or module.app in {"tests", "tools"}:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv", "os.putenv"}:
                wrong.append(f"{module.path}:{node.lineno} {ast.unparse(node)}")
        for line, name in imports(module):
            if name == "environ":
                wrong.append(f"{module.path}:{line} imports environ")
    assert not wrong, listed(wrong)


def test_an_assessment_is_fetched_through_its_door():
    """`get_object_or_404(Assessment` and `Assessment.objects...get(` only in access.py and the services."""
    wrong = []
    for module in product():
        if module.path == "assessments/access.py" or module.name.startswith("assessments.services"):
            continue
        for call, name in calls(module):
            shortcut = name == "get_object_or_404" and call.args and "Assessment" in _names(call.args[0])
            direct = name.startswith("Assessment.objects") and name.endswith(".get")
            if shortcut or direct:
                wrong.append(f"{module.path}:{call.lineno} {name}")
    assert not wrong, listed(wrong)


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def test_modules_are_short():
    wrong = [f"{module.path} {module.lines}" for module in modules() if module.lines > MOST_LINES["module"]]
    assert not wrong, listed(wrong)


def test_functions_are_short():
    wrong = [
        f"{module.path}:{function.lineno} {function.name} {length(function)}"
        for module in modules()
        for function in functions(module)
        if length(function) > MOST_LINES["function"]
    ]
    assert not wrong, listed(wrong)


def test_views_are_short():
    """And so are the private functions that build their pages."""
    wrong = [
        f"{module.path}:{view.lineno} {view.name} {length(view)}"
        for module in product()
        if ".views" in module.name
        for view in functions(module)
        if _takes_request(view) and length(view) > MOST_LINES["view"] and (module.path, view.name) != STILL_LONG
    ]
    assert not wrong, listed(wrong)


def _takes_request(function: ast.FunctionDef) -> bool:
    return bool(function.args.args) and function.args.args[0].arg == "request"


def test_views_are_functions_decorated_by_their_method():
    """A public function of a view module that takes a request says which methods it answers."""
    wrong = [
        f"{module.path}:{view.lineno} {view.name}"
        for module in product()
        if ".views" in module.name or module.name == "pmqa.urls"
        for view in functions(module)
        if isinstance(view.parent, ast.Module)
        and not view.name.startswith("_")
        and _takes_request(view)
        and "require_" not in " ".join(ast.unparse(decorator) for decorator in view.decorator_list)
    ]
    assert not wrong, listed(wrong)


def test_templates_are_short():
    wrong = [
        f"{path} {lines}"
        for path in templates()
        if (lines := len((ROOT / path).read_text().splitlines())) > MOST_LINES["template"]
    ]
    assert not wrong, listed(wrong)


def test_no_style_and_no_script_inside_a_page():
    """The content security policy refuses them.

    Paper (templates/reports/) has no policy, its pages on screen do. What is downloaded as one file
    (templates/offline/) carries a policy of its own, by hash (tests/assessments/views/test_offline_file.py).
    """
    inline = re.compile(r"""\sstyle\s*=|<style\b|<script\b(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:""", re.I)
    wrong = [
        f"{path}:{number} {line.strip()}"
        for path in templates()
        if not path.startswith(("templates/reports/", "templates/offline/"))
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1)
        if inline.search(line)
    ]
    assert not wrong, listed(wrong)


PART = re.compile(r"{% (?:block (\w+)|endblock(?: \w+)?) %}")


def blocks_of(text: str) -> dict[str, str]:
    """What stands in each block of a template, without the blocks inside of it."""
    parts, open_blocks, place = {"": ""}, [""], 0
    for tag in PART.finditer(text):
        parts[open_blocks[-1]] += text[place : tag.start()]
        place = tag.end()
        if tag[1]:
            open_blocks.append(tag[1])
            parts.setdefault(tag[1], "")
        else:
            open_blocks.pop()
    return parts


def test_a_name_is_used_in_the_block_that_sets_it():
    """`{% url ... as name %}` holds to the end of its block: in another one the name is empty, and so is its link."""
    wrong = []
    for path in templates():
        blocks = blocks_of((ROOT / path).read_text())
        for block, text in blocks.items():
            for name in set(re.findall(r"{%[^%]* as (\w+) %}", text)):
                used = re.compile(rf"{{[{{%][^}}]*\b{name}\b")
                elsewhere = (other for other in blocks if other != block and f" as {name} %" not in blocks[other])
                wrong += [f"{path}: {name} of {block} in {other}" for other in elsewhere if used.search(blocks[other])]
    assert not wrong, listed(wrong)


SWITCHED = re.compile(r"(?:\bcode|\.pages|\bmark)(?:\|\w+(?::[^|\s}]+)?)*?\|digits\b")


def test_codes_and_typed_pages_keep_their_digits():
    """The switch is for what the product writes. On paper the numbers of categories and items are headings."""
    wrong = [
        f"{path}:{number} {found[0]}"
        for path in templates()
        if not path.startswith("templates/reports/")
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1)
        for found in SWITCHED.finditer(line)
    ]
    assert not wrong, listed(wrong)


def test_the_reader_of_switched_codes_sees_all_of_them():
    for wrong in (
        "row.code|digits:td",
        "code|default:'-'|digits:td",
        "with mark=mark|digits:td",
        "row.pages|digits:td",
    ):
        assert SWITCHED.search(wrong), wrong
    for right in ("row.code", "pages|digits:td", "page.num_pages|digits:td", "code|upper }} {{ count|digits:td"):
        assert not SWITCHED.search(right), right


def test_no_signals():
    """What follows from a change stands in the service that makes it."""
    wrong = [
        f"{module.path}:{line} {name}"
        for module in product()
        for line, name in imports(module)
        if name.startswith(("django.db.models.signals", "django.dispatch", "django.core.signals"))
    ]
    assert not wrong, listed(wrong)


def test_every_app_of_ours_is_installed(settings):
    assert [app for app in settings.INSTALLED_APPS if app in APPS] == list(APPS)
