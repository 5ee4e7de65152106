"""The answers of the demonstration, written for different units: no false alarm."""

from assessments.models import Answer, SameText, Submission
from assessments.services.same_texts import LEAST_GRAPHEMES, LEAST_SIMILARITY, compare_latest, uncompared
from thai.shingles import sample_of, similarity
from thai.text import graphemes


def test_what_was_sent_raises_no_alarm(demo):
    for pk in uncompared():
        compare_latest(pk)
    assert Submission.objects.filter(comparison__isnull=False).exists()
    assert not SameText.objects.exists()


def test_no_two_answers_of_different_units_or_questions_are_alike(demo):
    rows = Answer.objects.exclude(text="").values_list("assessment__unit", "question__code", "text")
    texts = [(unit, code, sample_of(text)) for unit, code, text in rows if graphemes(text) >= LEAST_GRAPHEMES]
    alike = [
        (code, other_code)
        for at, (unit, code, sample) in enumerate(texts)
        for other_unit, other_code, other in texts[:at]
        if unit != other_unit and similarity(sample, other) >= LEAST_SIMILARITY
    ]
    assert len(texts) > 100
    assert alike == []
