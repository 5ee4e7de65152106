"""Every word that a person reads can be translated: Thai stands inside of gettext, in templates and in Python."""

import ast
import re

from tests.architecture.source import ROOT, Module, files, listed, product, templates

THAI = re.compile("[\u0e00-\u0e7f]")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop"}
# Parts of a template that gettext reads, or that nobody sees.
HANDLED = re.compile(
    r"""{\#.*?\#}
    |{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}
    |{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}
    |{%\s*trans(?:late)?\s.*?%}
    |\b_\((?:"[^"]*"|'[^']*')\)""",
    re.DOTALL | re.VERBOSE,
)
# Thai that is no wording of a page: patterns and words that texts are compared with, codes, and what a document
# carries in every language of the screen. Literal by literal, so that nothing else slips in beside them.
DATA = {
    "assessments/charts/axes.py": {  # where a Thai line may break
        "เแโใไ",
        "ด้าน",
        "ตัวชี้วัด",
        ")|(?<=ผลลัพธ์)",
        "และ|ด้าน|ของ|เชิง|กับ|ผู้|ระบบ|บุคลากร|พันธกิจ|ความรู้|ห่วงโซ่|ต้นแบบ|เศรษฐกิจ|สาธารณสุข|นวัตกรรม|กระบวนการ",
    },
    "assessments/statuses.py": {"ปกติ", "ลับ", "ลับมาก", "ลับที่สุด"},  # words of pmqa-assessment/1
    "assessments/wording.py": {"ควร", "สมควร", "ควรแก่", "ควรค่า"},  # looked for in typed text
    "criteria/codes.py": {"[ก-ฮ]", "[1-9][ก-ฮ]", "1ก", "ก"},  # patterns and codes of areas
    "pmqa/settings.py": {"ไทย"},  # a language is called by its own name
    "reports/build.py": {  # cut off titles of the fixture
        "ผลลัพธ์ด้าน",
        "การบรรลุผลลัพธ์ของตัวชี้วัดด้าน",
        "การบรรลุผลลัพธ์ของตัวชี้วัด",
    },
    "reports/memos/addressees.py": {"กรม"},  # how the name of a department begins
}
WRITTEN = (".html", ".py", ".md", ".po", ".json", ".csv", ".txt", ".toml")
BROKEN = re.compile("\u0e4d[\u0e48-\u0e4b]?\u0e32|[\u200b-\u200f\u202a-\u202e\u2060\ufeff]|[\u0e48-\u0e4b]\u0e4d")
TYPED = {"tests/thai/test_text.py"}  # holds what people type, to be cleaned
# Whole modules of patterns: rules of the check-up, marks that are looked for in typed texts, words of spreadsheets.
PATTERNS = {
    "assessments/checks/broken_thai.py",
    "assessments/checks/contradicts_results.py",
    "assessments/checks/impossible_year.py",
    "assessments/checks/leftover.py",
    "assessments/checks/mixed_years.py",
    "assessments/citing.py",
    "assessments/interchange/tables/template.py",
    "assessments/interchange/tables/words.py",
    "assessments/plausibility.py",
    "assessments/views/key_factors.py",
}
LANGUAGE = "thai"  # the app that knows how Thai is written: months, digits, marks


def test_thai_in_templates_stands_inside_a_translate_tag():
    wrong = []
    for path in templates():
        text = (ROOT / path).read_text()
        rest = HANDLED.sub(lambda found: "\n" * found[0].count("\n"), text)
        wrong += [
            f"{path}:{number} {line.strip()}" for number, line in enumerate(rest.split("\n"), 1) if THAI.search(line)
        ]
    assert not wrong, listed(wrong)


def test_the_tags_that_gettext_reads_are_seen():
    handled = """{% translate "ก" %}{% translate 'ก' as x %}{% include "a" with b=_("ก") %}{# ก #}
    {% blocktranslate trimmed count n=1 %}ก{% plural %}ข{% endblocktranslate %}{% comment "ก" %}ก{% endcomment %}"""
    assert THAI.search(HANDLED.sub("", handled)) is None
    assert THAI.search(HANDLED.sub("", '{% translate "ก" %}ข{% translate "ค" %}')) is not None
    assert THAI.search(HANDLED.sub("", '{% include "a" with b="ก" %}')) is not None


def thai_literals(module: Module):
    """Literals with a Thai letter that stand neither in a docstring nor in a call of gettext."""
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and THAI.search(node.value)):
            continue
        inside = node.parent.parent if isinstance(node.parent, ast.JoinedStr) else node.parent
        if isinstance(node.parent, ast.Expr) or (isinstance(inside, ast.Call) and ast.unparse(inside.func) in GETTEXT):
            continue
        yield node


def test_thai_in_python_stands_inside_gettext():
    """Management commands speak to the operator; the language app holds data of the language."""
    wrong = [
        f"{module.path}:{node.lineno} {node.value!r}"
        for module in product()
        if module.app != LANGUAGE and "management" not in module.name.split(".") and module.path not in PATTERNS
        for node in thai_literals(module)
        if node.value not in DATA.get(module.path, ())
    ]
    assert not wrong, listed(wrong)


def test_what_is_exempt_is_still_there():
    """An exemption that nothing needs any more is taken out."""
    found = {(module.path, node.value) for module in product() for node in thai_literals(module)}
    assert {(path, word) for path, words in DATA.items() for word in words} - found == set()
    assert PATTERNS - {path for path, _word in found} == set()


def test_a_message_is_no_format_string():
    """gettext reads literals: an f-string inside of it is never found in the catalogue."""
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in product()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in GETTEXT
        for argument in node.args
        if isinstance(argument, ast.JoinedStr)
    ]
    assert not wrong, listed(wrong)


def test_thai_is_written_in_one_way():
    """SARA AM is one letter and nothing is invisible, in everything that we write."""
    wrong = []
    for path in files():
        if path.endswith(WRITTEN) and path not in TYPED:
            found = BROKEN.search((ROOT / path).read_text())
            wrong += [f"{path}: {found[0]!r}"] if found else []
    assert not wrong, listed(wrong)
