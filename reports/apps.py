from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from django.contrib.auth.signals import user_logged_out

        from assessments.services import workflow
        from reports.again import forget_later, forget_session
        from reports.ahead import make_ahead_later

        workflow.FOLLOWERS.extend([make_ahead_later, forget_later])
        user_logged_out.connect(forget_session)
