from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from assessments.services import workflow
        from reports.ahead import make_ahead_later

        workflow.FOLLOWERS.append(make_ahead_later)
