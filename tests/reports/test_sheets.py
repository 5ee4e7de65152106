"""The sheets as they are laid out: no lonely heading, no cut row, nothing outside its measure, no empty page."""

import pytest

from tests.reports.cases import CASES
from tests.reports.sheets import faults, laid_out

# One of each kind, chosen for its breaks; all of them in `make long`.
USUAL = ("feedback-uneven", "ledger-many", "comparison-official", "full-tall", "full-empty", "memo-minutes-sample")
PAGE = """<style>@page { size: 400px 400px; margin: 50px } p, td, h2 { font-size: 10px; line-height: 20px; margin: 0 }
h2 { break-after: auto } table { border-collapse: collapse } td { padding: 0 }</style>"""


def lines(count: int) -> str:
    return "<br>".join(["x"] * count)


@pytest.mark.parametrize("name", USUAL)
def test_the_sheets_are_without_fault(name):
    assert faults(laid_out(CASES[name]())) == []


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in CASES if name not in USUAL])
def test_every_kind_is_without_fault(name):
    assert faults(laid_out(CASES[name]())) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"<p>{lines(13)}</p><h2>Alone</h2><p style='break-before: page'>x</p>", ["1: heading last: Alone"]),
        (f"<p>{lines(13)}</p><h2>End</h2>", ["1: heading last: End"]),
        ("<p style='width: 20px; white-space: nowrap'>too long for its place</p>", []),
        (f"<p style='white-space: nowrap'>{'w' * 60}</p>", [f"1: too wide: {'w' * 40}"]),
        ("<table style='table-layout: fixed; width: 40px'><td>wwwwwwwwwwww</table>", ["1: too wide: wwwwwwwwwwww"]),
        (f"<p>{lines(12)}</p><table><tr><td>{lines(5)}</table>", ["1: row cut: xxxxx"]),
        (f"<p>{lines(12)}</p><table><tr><td>{lines(9)}</table>", []),
        ("<p>x</p><p style='break-before: page'>x</p>", ["1: hardly used: 7%"]),
        ("<p>x</p><p style='position: absolute; top: 290px'>deep</p>", ["1: below the foot: deep"]),
    ],
)
def test_a_fault_is_found(body, told):
    assert faults(laid_out(PAGE + body)) == told
