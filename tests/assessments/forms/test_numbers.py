import pytest

from assessments.forms.numbers import whole_number

TOO_MANY = "9" * 5_000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("60", 60),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        *((text, None) for text in ("", "-1", "+1", "1.0", " 1", "1\n", "๖๐", "²", "x", "9" * 19, TOO_MANY)),
    ],
    ids=lambda given: repr(given)[:24],
)
def test_a_number_in_ascii_digits_or_nothing(text, number):
    assert whole_number(text) == number
