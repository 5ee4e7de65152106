"""`make bench`: what pages cost, as ratios against a reference of the same run (quality.md 4.0).

Wall clocks lie on shared machines: reference and subject alternate for ROUNDS rounds, CPU time is taken, and the
median of the ratios is printed. The database is a throw-away SQLite file with the product's own settings.
"""

import html
import os
import re
import statistics
import sys
import time
from urllib.parse import quote

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django

import tests.settings  # noqa: F401  prepares the environment before Django reads it

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext, get_runner  # noqa: E402

from accounts.models import Unit  # noqa: E402
from assessments.desk import PAGE  # noqa: E402
from assessments.models import Cycle, SameText  # noqa: E402
from criteria.loader import load_file  # noqa: E402
from criteria.models import CriteriaSet  # noqa: E402
from criteria.outline import outline_of  # noqa: E402
from tests.bench.indicators import add_indicators, cpu_of_scoring  # noqa: E402
from tests.bench.many import add_year, cost_of_command, make_many  # noqa: E402
from tests.bench.over_http import Measured  # noqa: E402
from tests.bench.reports import cost_of_paper, pages_beside, second_download  # noqa: E402
from tests.bench.visitor import Visitor  # noqa: E402
from tests.cast import answer_all, make_assessment, make_cast, make_cycle, make_unit  # noqa: E402

ROUNDS, REQUESTS = 7, 30
FEW, MANY = 100, 10_000
FEW_YEAR, MANY_YEAR = 2583, 2577  # each with the two before it
WALKED = {"desk, last by key", "assessor's desk, last by key"}
TEXT = "หน่วยงานกำหนดขั้นตอนและทบทวนทุกปี ครบทั้ง 12 เขต สอดคล้องกับยุทธศาสตร์ " * 30  # 2,000 letters


def cpu_of(action, requests: int) -> float:
    """CPU milliseconds of one call, over so many calls."""
    began = time.process_time()
    for _request in range(requests):
        action()
    return (time.process_time() - began) * 1000 / requests


def ratio(reference, subject, *, requests: int = REQUESTS) -> tuple[float, float, float]:
    """Median ratio of subject to reference, and its least and greatest round."""
    reference(), subject()
    rounds = []
    for _round in range(ROUNDS):
        base = cpu_of(reference, requests)
        rounds.append(cpu_of(subject, requests) / base)
    return statistics.median(rounds), min(rounds), max(rounds)


def queries_of(action) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        action()
    ignored = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(ignored) for query in captured)


def line(name: str, queries: int, found: tuple[float, float, float], reference: str) -> None:
    middle, least, most = found
    sys.stdout.write(f"{name:34} {queries:7} {middle:8.1f} x {reference:10} ({least:.1f} to {most:.1f})\n")


def saver(visitor: Visitor, assessment, url: str):
    """An autosave of a new text at each call, over the version that stands."""
    answer = assessment.answers.get(question__code="1.1-1")
    state = {"version": answer.version, "text": 0}

    def save() -> None:
        state["text"] += 1
        body = {"text": f"ข้อความที่ {state['text']} {TEXT}"}
        status, _answer = visitor.put(url, body, state["version"])
        if status != 200:
            raise RuntimeError(f"save answered {status}")
        state["version"] += 1

    return save


def over_http(user, path: str) -> None:
    """The answer page against hello without a cookie, both by the CPU that the server used."""
    measured = Measured()
    try:
        rounds = []
        for _round in range(ROUNDS):
            hello = measured.cpu_of("/healthz", 1000)
            rounds.append(measured.cpu_of(path, 100, user) / hello)
        sys.stdout.write("over HTTP, CPU of the server\n")
        line("answer page", 6, (statistics.median(rounds), min(rounds), max(rounds)), "hello")
    finally:
        measured.close()


def many_indicators(visitor: Visitor, cycle, unit) -> None:
    """The results pages of 500 indicators against those of 20, and the arithmetic of 100."""
    results = [item.code for item in outline_of(cycle.criteria_set).scored_items if item.is_results]
    few, many, hundred = (make_assessment(unit, make_cycle(cycle.criteria_set, year)) for year in (2571, 2572, 2573))
    add_indicators(few, 20, results[:1])
    add_indicators(many, 500, results[:1])
    add_indicators(hundred, 100, results)
    for name, page in (("item page", f"items/{results[0]}/"), ("scores", "scores/")):
        small = lambda page=page: visitor.get(f"/assessments/{few.pk}/{page}")  # noqa: E731
        large = lambda page=page: visitor.get(f"/assessments/{many.pk}/{page}")  # noqa: E731
        small(), large()
        line(f"{name}, 500 indicators", queries_of(large), ratio(small, large, requests=5), "of 20")
    sys.stdout.write(f"scoring of 100 indicators: {cpu_of_scoring(hundred):.1f} ms of CPU\n")


def many_assessments(cycle, actor) -> None:
    """The command that recomputes every summary of the year, in processes of its own."""
    began = time.monotonic()
    make_many(cycle, MANY, actor)
    sys.stdout.write(f"\n{MANY:,} assessments, made in {time.monotonic() - began:.0f} s\n")
    for processes in (os.cpu_count() or 1, 1):
        cost = cost_of_command("recompute_summaries", "--fiscal-year", str(MANY_YEAR), "--processes", str(processes))
        memory = f"{cost.largest:.0f} MB the largest process, {cost.together:.0f} MB together"
        name = f"summaries, {processes} process" + ("es" if processes > 1 else "")
        sys.stdout.write(f"{name:34} {cost.wall:7.1f} s by the clock, {cost.cpu:.1f} s of CPU, {memory}\n")


def overview(visitor: Visitor) -> None:
    """The overview of all of them from their summaries, its last page by key, narrowed, and its file."""
    year = Cycle.objects.get(fiscal_year=MANY_YEAR).pk
    pages = {
        "overview": f"/overview/?cycle={year}",
        "overview, last page by key": f"/overview/?cycle={year}&after={behind(MANY_YEAR)}",
        "overview of one kind and status": f"/overview/?cycle={year}&kind=division&status=submitted",
    }
    for name, path in pages.items():
        visit = lambda path=path: visitor.get(path)  # noqa: E731
        visit()
        cpu = statistics.median(cpu_of(visit, 5) for _round in range(ROUNDS))
        sys.stdout.write(f"{name:34} {queries_of(visit):7} {cpu:8.0f} ms of CPU\n")
    cpu = cpu_of(lambda: visitor.get(f"/overview.xlsx?cycle={year}"), 1)
    sys.stdout.write(f"{'overview as xlsx':34} {cpu / 1000:16.1f} s of CPU\n")


def add_years(cycle) -> None:
    """The units of this year have the two before it too, as far as lists read them."""
    for back in (1, 2):
        add_year(cycle, cycle.fiscal_year - back)


def behind(year: int) -> str:
    """The place in the tree behind which the last fifty units of this year stand."""
    units = Unit.objects.filter(assessments__cycle__fiscal_year=year).order_by("-path")
    return units.values_list("path", flat=True)[PAGE]


def lists_of(year: int) -> dict[str, tuple[str, str]]:
    """Who opens which list of this year, by name. `last by key`: page 200, or the last one where there are fewer."""
    cycle = Cycle.objects.get(fiscal_year=year).pk
    desk = f"/desk/?year={year}"
    pairs = SameText.objects.of_cycle(cycle)
    place = pairs[min(pairs.count(), MANY) - PAGE - 1]
    pages = {
        "desk": desk,
        "desk, last by key": f"{desk}&sort=unit",
        "desk, filtered": f"{desk}&status=submitted&least=1&assessor=none",
        "desk, searched": f"{desk}&q=หน่วยงานที่+1",
        "desk by score": f"{desk}&sort=-score",
        "workload": f"/desk/workload/?year={year}",
        "overview": f"/overview/?cycle={cycle}",
        "overview, last by key": f"/overview/?cycle={cycle}&after={behind(year)}",
        "overview, filtered": f"/overview/?cycle={cycle}&kind=division&status=submitted",
        "same texts": f"/overview/same-texts/?cycle={cycle}",
        "same texts, last by key": f"/overview/same-texts/?cycle={cycle}&place={place.similarity}-{place.pk}",
    }
    found = {name: ("coordinator", page) for name, page in pages.items()}
    own = f"/desk/mine/?year={year}"
    return found | {
        "assessor's desk": ("assessor", own),
        "assessor's desk, last by key": ("assessor", f"{own}&sort=unit"),
    }


def costs_of_lists(visitors: dict[str, Visitor], hello, year: int) -> dict[str, tuple[int, float]]:
    """Queries of each list of this year, and how many times hello it costs."""
    found = {}
    for name, (role, path) in lists_of(year).items():
        visit = page_of(visitors[role], path, MANY // PAGE if name in WALKED else 1)
        found[name] = queries_of(visit), ratio(hello, visit, requests=5)[0]
    return found


def page_of(visitor: Visitor, path: str, number: int):
    """A call that opens this page of a list, or the last one, after walking to it by its keys."""
    path = quote(path, safe="/?&=%+")
    for _page in range(number - 1):
        following = re.search('rel="next" href="([^"]+)"', visitor.get(path)[1].decode())
        if not following:
            break
        path = html.unescape(following[1])
    if (status := visitor.get(path)[0]) != 200:
        raise RuntimeError(f"{path} answered {status}")
    return lambda: visitor.get(path)


def lines_of_lists(few: dict[str, tuple[int, float]], many: dict[str, tuple[int, float]]) -> None:
    sys.stdout.write(f"\nlists of {MANY:,} units and three years against those of {FEW}, database and page\n")
    for name, (queries, cost) in many.items():
        before, base = few[name]
        sys.stdout.write(f"{name:34} {queries:7} {cost / base:8.1f} x ({cost:.0f} and {base:.0f} x hello)\n")
        if queries != before:
            raise RuntimeError(f"{name}: {before} queries of {FEW} units, {queries} of {MANY}")


def growing_desk(coordinator: Visitor, hello, cycle) -> None:
    """The desk of one unit up to a thousand."""
    desk = lambda: coordinator.get(f"/desk/?year={cycle.fiscal_year}")  # noqa: E731
    at_one = None
    for count in (1, 10, 100, 1000):
        for number in range(cycle.assessments.count(), count):
            make_assessment(make_unit(f"X{number:05}", f"หน่วยงานที่ {number}"), cycle)
        desk()
        found = ratio(hello, desk)
        at_one = at_one or found[0]
        line(f"desk of {count} units", queries_of(desk), found, "hello")
    sys.stdout.write(f"desk of 1000 units against one: {found[0] / at_one:.1f} x\n")


def reports(cast, assessment, page: str) -> None:
    """PDFs alone, a download of one, and other pages beside them; `python -m tests.bench reports` is these alone."""
    cost_of_paper()
    second_download(cast.contributor, assessment)
    pages_beside(cast.contributor, page)


def main() -> None:
    cast = make_cast()
    load_file(settings.BASE_DIR / "fixtures" / "criteria" / "pmqa-2562.json")
    cycle = make_cycle(CriteriaSet.objects.get(code="pmqa-2562"))
    assessment = make_assessment(cast.unit, cycle)
    answer_all(assessment, TEXT)
    nobody, lead, coordinator = Visitor(), Visitor(cast.lead), Visitor(cast.coordinator)
    hello = lambda: nobody.get("/healthz")  # noqa: E731
    path = f"/assessments/{assessment.pk}/"
    pages = {
        "task list": path,
        "answer page": f"{path}questions/1.1-1/",
        "item page, process": f"{path}items/1.1/",
        "item page, results": f"{path}items/7.1/",
        "scores": f"{path}scores/",
        "check": f"{path}check/",
    }
    reports(cast, assessment, pages["answer page"])
    if "reports" in sys.argv:
        return
    over_http(cast.contributor, pages["answer page"])
    sys.stdout.write(f"\nin the process, without HTTP\n{'page':34} {'queries':>7} {'CPU':>8}   of hello\n")
    for name, url in pages.items():
        visit = lambda url=url: lead.get(url)  # noqa: E731
        visit()
        line(name, queries_of(visit), ratio(hello, visit), "hello")
    save = saver(lead, assessment, pages["answer page"] + "text/")
    line("save an answer", queries_of(save), ratio(hello, save), "hello")
    visitors = {"coordinator": coordinator, "assessor": Visitor(cast.assessor)}
    of_few, of_many = (make_cycle(cycle.criteria_set, year) for year in (FEW_YEAR, MANY_YEAR))
    make_many(of_few, FEW, cast.lead)
    cost_of_command("recompute_summaries", "--fiscal-year", str(FEW_YEAR))
    add_years(of_few)
    few = costs_of_lists(visitors, hello, FEW_YEAR)
    growing_desk(coordinator, hello, cycle)
    many_indicators(lead, cycle, cast.unit)
    many_assessments(of_many, cast.lead)
    add_years(of_many)
    overview(coordinator)
    lines_of_lists(few, costs_of_lists(visitors, hello, MANY_YEAR))


if __name__ == "__main__":
    runner = get_runner(settings)(verbosity=0)
    databases = runner.setup_databases()
    try:
        main()
    finally:
        runner.teardown_databases(databases)
