"""The trial of other factors in a browser: at once with scripts, by its button without them, and nothing is stored."""

import pytest

from tests.cast import answer_all
from tests.rows import digest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def path(assessment):
    answer_all(assessment)
    return f"/assessments/{assessment.pk}/what-if/"


def total(page) -> str:
    return page.inner_text("#trial-total .total-now")


def choose(page, **factors) -> None:
    """Factors of item 1.1 by their letter."""
    for name, value in factors.items():
        page.locator(f"[name='1.1-{name}']").select_option(value)


def test_a_change_shows_the_new_total_at_once(new_page, path):
    """3 3 3 3 at 60 % of 120 is 72; 4 4 3 3 suggests 65 %: 78. The list keeps the focus, the address the trial."""
    page = new_page("manager")
    page.goto(path)
    before = digest()
    assert total(page) == "72.00"
    choose(page, A="4")
    page.wait_for_url("**?1.1-A=4")
    page.locator("[name='1.1-D']").focus()
    choose(page, D="4")
    page.wait_for_url("**?1.1-A=4&1.1-D=4")
    assert total(page) == "78.00"
    assert page.evaluate("document.activeElement.name") == "1.1-D"
    assert page.input_value("#trial-address") == page.url
    page.reload()
    assert total(page) == "78.00"
    page.get_by_role("link", name="กลับเป็นคะแนนปัจจุบัน").click()
    assert total(page) == "72.00"
    assert digest() == before


def test_the_button_serves_a_browser_without_scripts(new_page, path):
    page = new_page("manager", java_script_enabled=False)
    page.goto(path)
    choose(page, A="4", D="4")
    page.get_by_role("button", name="คำนวณคะแนนใหม่").click()
    assert total(page) == "78.00"
    assert page.input_value("#trial-address").endswith(f"{path}?1.1-A=4&1.1-D=4")
