"""Every page in every state, at the widths of a desk and of a phone: quality.md 3.1 A1, A3, A4, A9.

The pages are the rows of tests/access_matrix.csv: for each status and role, those that answer `ok` to a GET. So a new
page is looked at as soon as it has its row. In `make test` one pass over the main pages, the rest in `make long`.
"""

import re

import pytest
from django.core.management import call_command
from django.urls import resolve, reverse
from django.utils.timezone import now

from accounts.models import Unit, User
from assessments.models import Answer, Assessment, Assignment, Evidence, Finding, Indicator
from assessments.services.preparation import prepare
from assessments.services.workflow import perform
from assessments.statuses import Action, Direction, FindingKind, Frequency, Importance
from criteria.models import Area, Item
from tests.assessments.views.stage import hand_in, submit_with_indicators
from tests.cast import YEAR, add_remark, answer_all, decide_all, make_assessment, submit
from tests.journeys.watching import ALL_WIDTHS, OPEN_ALL, PHONE, WIDE, listed, submitted
from tests.matrix import read_matrix
from tests.routes import own_routes
from tests.test_access_matrix import address_of, set_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
long = pytest.mark.long

NO_PAGES = {"healthz", "assessments:answer_text", "people:session"}
NO_PAGES |= {"assessments:review_score_text", "assessments:finding_new_text", "assessments:finding_text"}
NO_PAGES |= {"assessments:table_template", "assessments:overview_file", "assessments:offline_file"}
NO_PAGES |= {"assessments:word_form", "reports:word", "reports:workbook", "reports:capsule_file", "api:openapi"}
NO_PAGES |= {"reports:download", "reports:capsule_of_file", "assessments:evidence_file", "assessments:submission_file"}
PEOPLE = ("contributor", "lead", "approver", "manager", "coordinator", "assessor")
FOR_VISITORS = ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/")
FOR_MEMBERS = ("/accounts/logout/", "/accounts/password/change/", "/nothing/here/")
SENTENCE = "กรมจัดทำแผนที่ดินของทุกอำเภอที่มีน้ำท่วมซ้ำซากเพื่อให้ผู้ใหญ่บ้านและกำนันใช้ตัดสินใจร่วมกันทั้งปี"
UNBROKEN = "https://www.example.go.th/" + "รายงานผลการดำเนินงานประจำปีของกรม" * 4 + "abcdefghij" * 9
LONG_TEXT = "\n\n".join([SENTENCE * 12, UNBROKEN, SENTENCE * 20])
TOO_LONG = "ก" * 20_001
FILES = re.compile(r"/files/\d+/$|\.xlsx$|\.json$|/file/$|/word(-form)?/(\?|$)")  # not pages: the browser saves them
TABLE = f"ประเด็น\tตัวชี้วัด\tหน่วยวัด\t2567\t2568\nก\t{SENTENCE}\tราย\t1\t99\nก\tอีกตัว\tราย\t#N/A\t\n"
EMPTY_SCORE = "document.querySelectorAll('#id_percent, #id_reason').forEach((each) => { each.value = ''; })"


def pages(role: str, letter: str, stage: dict) -> list[str]:
    """The path of every page that this role may read in this status, of what is on the stage."""
    rows = [row for row in read_matrix() if row.method == "GET" and row.expected(role, letter) == "ok"]
    return [address_of(row, stage) for row in rows if row.url not in NO_PAGES and is_on(stage, row)]


def is_on(stage: dict, row) -> bool:
    """Whether the stage has everything that the address names; what the row names itself is always there."""
    named = {row.about.partition("=")[0]}
    return set(own_routes()[row.url].arguments) <= named | set(stage)


def problems(watch, cast, letter: str, stage: dict, people=PEOPLE) -> list[str]:
    found = []
    for role in people:
        watched = watch(getattr(cast, role))
        for path in pages(role, letter, stage):
            found += [f"{role} {line}" for line in watched.visit(path, ALL_WIDTHS)]
    return found


@pytest.mark.parametrize(("letter", "role"), [("D", "lead"), ("R", "contributor"), ("I", "coordinator")])
def test_the_main_pages(watch, cast, cycle, letter, role):
    stage = set_stage(letter, cast, cycle)
    watched = watch(getattr(cast, role))
    found = [line for path in pages(role, letter, stage) for line in watched.visit(path)]
    assert not found, listed(found)


@long
@pytest.mark.parametrize("letter", "DWSIRA")
def test_every_page_in_every_status(watch, cast, cycle, letter):
    stage = set_stage(letter, cast, cycle)
    found = problems(watch, cast, letter, stage)
    assert not found, listed(found)


@long
def test_every_page_of_an_empty_draft(watch, cast, assessment, cycle):
    names = {"pk": assessment.pk, "unit": cast.unit.code, "cycle": cycle.pk, "kind": "summary"}
    found = problems(watch, cast, "D", names, ("contributor", "lead", "approver", "manager"))
    assert not found, listed(found)


@long
def test_pages_without_an_assessment(watch, cast):
    found = [line for path in FOR_VISITORS for line in watch(None).visit(path, ALL_WIDTHS)]
    for user in (cast.lead, cast.administrator, cast.stranger):
        watched = watch(user)
        for path in ("/", "/help/", f"/people/{cast.unit.code}/", *FOR_MEMBERS):
            found += watched.visit(path, ALL_WIDTHS)
    assert not found, listed(found)


def long_stage(cast, cycle, letter: str) -> dict:
    """A stage on which everything that people write is as long as it may be."""
    Unit.objects.filter(pk=cast.unit.pk).update(name_th=SENTENCE * 2)
    User.objects.update(first_name=SENTENCE[:60], last_name=SENTENCE[:60])
    assessment = make_assessment(cast.unit, cycle, cast.lead)
    indicator = _long_indicator(assessment)
    answer_all(assessment, LONG_TEXT)
    assessment.scores.update(reason=SENTENCE * 5)
    Assignment.objects.create(assessment=assessment, assessor=cast.assessor)
    submit(assessment, cast)
    perform(Action.START_REVIEW, assessment_id=assessment.pk, actor=cast.coordinator)
    findings = _long_findings(assessment.submissions.get(), cast.assessor)
    remark = add_remark(assessment, cast, LONG_TEXT)
    decide_all(assessment, cast)
    if letter == "R":
        perform(Action.RETURN, assessment_id=assessment.pk, actor=cast.coordinator)
    elif letter == "A":
        perform(Action.APPROVE, assessment_id=assessment.pk, actor=cast.coordinator)
    return {
        "pk": assessment.pk,
        "indicator": indicator.pk,
        "finding": findings[0].pk,
        "remark": remark.pk,
        "unit": cast.unit.code,
        "cycle": cycle.pk,
        "membership": cast.contributor.memberships.get().pk,
        "kind": "summary",
        "hashes": {},
    }


def _long_findings(submission, author) -> list[Finding]:
    return [
        Finding.objects.create(
            submission=submission,
            item=item,
            author=author,
            kind=kind,
            nugget=SENTENCE * 20,
            evidence=UNBROKEN,
            relevance=SENTENCE,
        )
        for item in Item.objects.filter(points__gt=0)
        for kind in FindingKind
    ]


def _long_indicator(assessment: Assessment) -> Indicator:
    indicator = Indicator.objects.create(
        assessment=assessment,
        area=Area.objects.get(item__code="7.1", code="ก"),
        code="7.1-01",
        name=(SENTENCE * 4)[:300],
        unit_of_measure=SENTENCE[:60],
        direction=Direction.HIGHER,
        importance=Importance.KEY,
        comparator_name=(SENTENCE * 3)[:200],
        definition=UNBROKEN + SENTENCE * 8,
        formula=SENTENCE * 9,
        source=(SENTENCE * 4)[:300],
        owner=UNBROKEN[:300],
        frequency=Frequency.HALF_YEARLY,
    )
    for year in range(YEAR - 4, YEAR + 1):
        figures = {"value": "-1234567890.25", "target": "1234567890.5", "comparator": "987654321.75"}
        indicator.years.create(fiscal_year=year, **figures)
    return indicator


@long
@pytest.mark.parametrize("letter", "IRA")
def test_every_page_with_long_texts(watch, cast, cycle, letter):
    stage = long_stage(cast, cycle, letter)
    found = problems(watch, cast, letter, stage)
    assert not found, listed(found)


def test_a_long_dictionary_wraps_wherever_it_is_read(watch, cast, cycle, assessment):
    indicator = _long_indicator(assessment)
    names = (assessment.pk, indicator.pk)
    lead = watch(cast.lead)
    found = lead.visit(reverse("assessments:indicator_chart", args=names), ALL_WIDTHS)
    found += lead.visit(reverse("assessments:indicator_edit", args=names), ALL_WIDTHS)
    lead.page.evaluate("document.querySelector('[name=version]').value = '7'")
    found += submitted(lead, "conflict", 409, "main form button.btn-primary")
    submit_with_indicators(assessment, cast)
    coordinator = watch(cast.coordinator)
    for name, place in (("submission", []), ("review_item", ["7.1"])):
        coordinator.visit(reverse(f"assessments:{name}", args=[assessment.pk, *place]))
        coordinator.page.evaluate(OPEN_ALL)
        found += coordinator.look(name, ALL_WIDTHS)
    assert not found, listed(found)


@long
def test_forms_that_refuse(watch, cast, cycle):
    stage = set_stage("D", cast, cycle)
    path = f"/assessments/{stage['pk']}/"
    lead = watch(cast.lead)
    lead.page.goto(f"{path}questions/1.1-1/")
    lead.page.fill("[name=text]", TOO_LONG)
    found = submitted(lead, "answer 422", 422, "#save")
    lead.page.goto(f"{path}items/7.1/indicators/new/")
    lead.page.fill(f"[name=value_{YEAR}]", "สิบ")
    found += submitted(lead, "indicator 422", 422, "main form button[type=submit]")
    lead.page.goto(f"{path}items/7.1/table/")
    lead.page.fill("[name=text]", TABLE)
    found += submitted(lead, "table 422", 422, "button[value=preview]")
    lead.page.fill("[name=text]", TABLE.replace("#N/A", "5"))
    found += submitted(lead, "table preview", 200, "button[value=preview]")
    lead.page.goto(f"{path}items/1.1/")
    lead.page.evaluate(OPEN_ALL)
    lead.page.evaluate(EMPTY_SCORE)
    found += submitted(lead, "score 422", 422, "main form[action$='/score/'] button[value=chosen]")
    lead.page.goto(f"/people/{cast.unit.code}/")
    found += submitted(lead, "member 422", 422, "main form.narrow button")
    visitor = watch(None)
    visitor.page.goto("/accounts/login/")
    found += submitted(visitor, "sign-in refused", 200, "main button[type=submit]")
    assert not found, listed(found)


@long
def test_forms_of_reviewers_that_refuse(watch, cast, cycle):
    stage = set_stage("I", cast, cycle)
    hand_in(Assessment.objects.get(pk=stage["pk"]), cast.assessor)
    path = f"/assessments/{stage['pk']}/review/"
    found = []
    coordinator = watch(cast.coordinator)
    for name, button in {"findings": "/findings/'] button", "consensus": "/score/'] button[name=confirm]"}.items():
        coordinator.page.goto(f"{path}1.1/")
        coordinator.page.evaluate(OPEN_ALL)
        coordinator.page.evaluate(EMPTY_SCORE)
        found += submitted(coordinator, f"{name} 422", 422, f"main form[action$='{button}")
    coordinator.page.goto(path)
    coordinator.page.evaluate(OPEN_ALL)
    found += submitted(coordinator, "remark 422", 422, "main form[action$='/remarks/new/'] button")
    assert not found, listed(found)


@long
def test_conflicts_and_locks(watch, cast, cycle):
    stage = set_stage("D", cast, cycle)
    path = f"/assessments/{stage['pk']}/"
    writer = watch(cast.contributor)
    writer.page.goto(f"{path}questions/1.1-1/")
    writer.page.fill("[name=text]", LONG_TEXT)
    Answer.objects.filter(assessment=stage["pk"]).update(version=5, text=SENTENCE * 3, updated_by=cast.lead)
    found = submitted(writer, "answer 409", 409, "#save")
    writer.page.check("[name=keep][value=merge]")
    found += submitted(writer, "answer to merge", 200, "main form button[type=submit]")
    writer.page.goto(f"{path}indicators/{stage['indicator']}/")
    writer.page.fill("[name=name]", SENTENCE)
    writer.page.fill("[name=unit_of_measure]", "ร้อยละ")
    for name in ("direction", "importance"):
        writer.page.locator(f"[name={name}]").first.check()
    Indicator.objects.filter(pk=stage["indicator"]).update(version=7)
    found += submitted(writer, "indicator 409", 409, "main form button[type=submit]")
    writer.page.goto(f"/evidence/{cast.unit.code}/{stage['evidence']}/")
    writer.page.fill("[name=title]", SENTENCE)
    Evidence.objects.filter(pk=stage["evidence"]).update(revision=7, title=UNBROKEN)
    found += submitted(writer, "evidence 409", 409, "form.evidence-form button")
    writer.page.go_back()
    Evidence.objects.filter(pk=stage["evidence"]).update(deleted_at=now(), deleted_by=cast.lead)
    found += submitted(writer, "deleted evidence 409", 409, "form.evidence-form button")
    Evidence.objects.filter(pk=stage["evidence"]).update(deleted_at=None, deleted_by=None)
    lead = watch(cast.lead)
    lead.page.goto(f"{path}items/1.1/")
    Assessment.objects.get(pk=stage["pk"]).scores.update(version=9)
    found += submitted(lead, "score 409", 409, "main form[action$='/score/'] button")
    approver, late = watch(cast.approver), watch(cast.approver)
    Assessment.objects.get(pk=stage["pk"]).answers.update(text=SENTENCE, version=6)
    prepare(assessment_id=stage["pk"], actor=cast.lead)
    writer.page.goto(f"{path}questions/1.1-1/")
    for watched in (approver, late):
        watched.page.goto(f"{path}check/")
    found += submitted(approver, "submitted", 302, "main form[action$='/actions/submit/'] button")
    found += submitted(late, "submitted twice", 409, "main form[action$='/actions/submit/'] button")
    writer.page.fill("[name=text]", LONG_TEXT)  # now: saved before, it would void the signature
    found += submitted(writer, "answer 403", 403, "#save")
    assert not found, listed(found)


@long
def test_the_grid_of_figures(watch, cast, cycle):
    """Empty, filled, with doubts, with errors, and with what a colleague has changed meanwhile."""
    stage = set_stage("D", cast, cycle)
    indicator = Indicator.objects.get(pk=stage["indicator"])
    Indicator.objects.filter(pk=indicator.pk).update(name=(SENTENCE * 4)[:300], comparator_name=SENTENCE)
    path, cell = f"/assessments/{stage['pk']}/items/", f"[name=value_{YEAR}_{indicator.pk}]"
    writer = watch(cast.contributor)
    found = writer.visit(f"{path}7.2/grid/", ALL_WIDTHS) + writer.visit(f"{path}7.1/grid/", ALL_WIDTHS)
    writer.page.fill(cell, "สิบ")
    found += submitted(writer, "grid 422", 422, ".grid-bar button")
    writer.page.fill(cell, "81")
    with writer.page.expect_navigation():
        writer.page.click(".grid-bar button")
    found += writer.look("grid saved", ALL_WIDTHS)
    indicator.years.update(value="1234567890.25")
    found += writer.visit(f"{path}7.1/grid/", ALL_WIDTHS)
    writer.page.fill(cell, "82")
    indicator.years.update(value="5")
    Indicator.objects.filter(pk=indicator.pk).update(version=8, updated_by=cast.lead)
    found += submitted(writer, "grid 409", 409, ".grid-bar button")
    assert not found, listed(found)


@long
@pytest.mark.parametrize("username", ["contributor", "lead", "manager", "coordinator", "contributor2", "assessor1"])
def test_the_demonstration(watch, transactional_db, settings, username):
    """With the real set of criteria, for its long titles and its rubrics."""
    fixtures = settings.BASE_DIR / "fixtures"
    call_command("load_criteria", str(fixtures / "criteria" / "pmqa-2562.json"), verbosity=0)
    call_command("load_units", str(fixtures / "units" / "units.csv"), verbosity=0)
    call_command("demo", verbosity=0)
    user = User.objects.get(username=username)
    watched = watch(user)
    found, paths, kinds = [], ["/"], set()
    for path in paths:  # grows while it is walked
        found += watched.visit(path, ALL_WIDTHS)
        for link in watched.page.eval_on_selector_all("main a[href^='/'], header a", "all => all.map(a => a.pathname)"):
            if kind(link) not in kinds and not FILES.search(link):
                kinds.add(kind(link))
                paths.append(link)
    assert len(paths) > 5
    assert not found, listed(found)


def kind(path: str) -> tuple:
    """Pages of one kind look alike: the same URL, for a category of the same kind."""
    match = resolve(path)
    return match.view_name, match.kwargs.get("code", "")[:1]


@pytest.mark.parametrize(("width", "height"), [(WIDE, 768), (PHONE, 844)])
def test_the_first_text_box_is_seen_without_scrolling(watch, cast, assessment, width, height):
    """Four lines of the box at least, also under a question that is returned to."""
    page = watch(cast.contributor, viewport={"width": width, "height": height}).page
    page.goto(reverse("assessments:answer", args=[assessment.pk, "1.1-1"]))
    box = page.locator("[name=text]").bounding_box()
    line = page.locator("[name=text]").evaluate("(each) => parseFloat(getComputedStyle(each).lineHeight)")
    assert page.evaluate("scrollY") == 0
    assert min(box["y"] + box["height"], height) - box["y"] >= 4 * line


@long
def test_an_answer_is_saved_without_javascript(watch, cast, assessment):
    page = watch(cast.contributor, java_script_enabled=False).page
    page.goto(reverse("assessments:answer", args=[assessment.pk, "1.1-1"]))
    page.fill("[name=text]", SENTENCE)
    page.click("#save")
    assert page.input_value("[name=text]") == SENTENCE
    assert assessment.answers.get(question__code="1.1-1").text == SENTENCE
