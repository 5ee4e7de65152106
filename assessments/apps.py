from importlib import import_module

from django.apps import AppConfig

# The rules of the check-up in the order in which their problems are told: module, function where it has another name.
RULES = (
    ("unanswered", "unanswered_questions"),
    ("unconfirmed", "unconfirmed_items"),
    ("unanswered_remark", ""),
    ("carried_answer", ""),
    ("short_reason", ""),
    ("leftover", ""),
    ("missing_evidence", ""),
    ("deleted_evidence", ""),
    ("expired_evidence", ""),
    ("expiring_evidence", ""),
    ("incomplete_reference", ""),
    ("unknown_citation", ""),
    ("open_comments", ""),
    ("contradicts_results", ""),
    ("score_without_text", ""),
    ("judged_without_text", ""),
    ("required_subtopic", ""),
    ("high_score_short_text", ""),
    ("copied_paragraph", ""),
    ("repeated_paragraph", ""),
    ("short_answer", ""),
    ("long_answer", ""),
    ("mixed_years", ""),
    ("impossible_year", ""),
    ("broken_thai", ""),
    ("no_indicator", "results_without_indicator"),
    ("no_values", ""),
    ("old_values", ""),
    ("few_years", ""),
    ("gap_in_years", ""),
    ("no_target", ""),
    ("target_against_direction", ""),
    ("old_comparator", ""),
    ("tenfold_jump", ""),
    ("year_as_value", ""),
    ("over_hundred_percent", ""),
    ("objective_without_result", ""),
    ("process_without_result", ""),
    ("unanswered_challenge", ""),
    ("unused_advantage", ""),
    ("unserved_group", ""),
    ("unlinked_indicator", ""),
)


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self):
        from assessments import checks

        checks.REGISTRY[:] = [
            getattr(import_module(f"assessments.checks.{module}"), function or module) for module, function in RULES
        ]
