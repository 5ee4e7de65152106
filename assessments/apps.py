from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self):
        from assessments import checks
        from assessments.checks.missing_evidence import missing_evidence
        from assessments.checks.no_indicator import results_without_indicator
        from assessments.checks.old_values import old_values
        from assessments.checks.unanswered import unanswered_questions
        from assessments.checks.unconfirmed import unconfirmed_items

        checks.REGISTRY[:] = [
            unanswered_questions,
            unconfirmed_items,
            missing_evidence,
            results_without_indicator,
            old_values,
        ]
