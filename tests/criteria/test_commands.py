"""load_criteria and check_criteria: exit codes, where messages go, the order of files."""

import json

import pytest
from django.core.management import ManagementUtility, call_command

from criteria.models import CriteriaSet, Question
from tests.criteria import sample

pytestmark = pytest.mark.django_db


def run(capsys, *arguments) -> tuple[int, list[str], list[str]]:
    """Exit code, lines on stdout, lines on stderr."""
    code = 0
    try:
        call_command(arguments[0], *map(str, arguments[1:]))
    except SystemExit as end:
        code = end.code
    output = capsys.readouterr()
    return code, output.out.splitlines(), output.err.splitlines()


@pytest.fixture
def good(tmp_path):
    return sample.write(tmp_path, sample.small_file(), "good.json")


@pytest.fixture
def bad(tmp_path):
    entries = sample.small_file()
    entries[-1]["fields"]["text_th"] = ""
    return sample.write(tmp_path, entries, "bad.json")


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({"format": "pmqa-mapping/1"}))
    return path


def test_load(capsys, good):
    assert run(capsys, "load_criteria", good) == (0, [f"{good}: นำเข้าชุดเกณฑ์ pmqa-test แล้ว"], [])
    assert run(capsys, "load_criteria", good) == (0, [f"{good}: ชุดเกณฑ์ pmqa-test ตรงกับที่มีอยู่ ไม่มีอะไรเปลี่ยน"], [])


def test_check_writes_nothing(capsys, good, bad):
    assert run(capsys, "check_criteria", good) == (0, [f"{good}: ชุดเกณฑ์ pmqa-test ถูกต้อง คำถาม 7 ข้อ"], [])

    code, out, err = run(capsys, "check_criteria", bad, good)

    assert (code, len(out), len(err)) == (1, 1, 1)
    assert not CriteriaSet.objects.exists()


def test_a_refused_file_does_not_stop_the_others(capsys, good, bad, mapping, tmp_path):
    missing = tmp_path / "missing.json"

    code, out, err = run(capsys, "load_criteria", mapping, bad, missing, good)

    assert code == 1
    assert out == [f"{good}: นำเข้าชุดเกณฑ์ pmqa-test แล้ว"]
    assert [line.split(":")[0] for line in err] == [str(path) for path in (bad, missing, mapping)]
    assert err[2].endswith("เท่านั้น ให้แก้รูปแบบ")
    assert Question.objects.count() == 7


@pytest.mark.parametrize("command", ["load_criteria", "check_criteria"])
def test_no_file_named_is_wrong_usage(capsys, command):
    with pytest.raises(SystemExit) as end:
        ManagementUtility(["manage.py", command, "--skip-checks"]).execute()

    assert end.value.code == 2
    assert "FILE" in capsys.readouterr().err
