"""Every page of an assessment, and the desk of those who review. Names follow the noun of the module."""

from django.urls import path

from assessments.views import (
    answer_text,
    answers,
    desk,
    feedback,
    history,
    home,
    indicators,
    items,
    preferences,
    reviews,
    scores,
    submission,
    task_list,
    workflow,
)

app_name = "assessments"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/<slug:unit>/<int:cycle>/", home.start, name="start"),
    path("digits/", preferences.digits, name="digits"),
    path("help/", home.help_page, name="help"),
    path("assessments/<int:pk>/", task_list.task_list, name="task_list"),
    path("assessments/<int:pk>/questions/<str:code>/", answers.answer, name="answer"),
    path("assessments/<int:pk>/questions/<str:code>/text/", answer_text.answer_text, name="answer_text"),
    path("assessments/<int:pk>/items/<str:code>/", items.item, name="item"),
    path("assessments/<int:pk>/items/<str:code>/score/", items.score, name="score"),
    path("assessments/<int:pk>/items/<str:code>/indicators/new/", indicators.indicator_add, name="indicator_add"),
    path("assessments/<int:pk>/indicators/<int:indicator>/", indicators.indicator_edit, name="indicator_edit"),
    path(
        "assessments/<int:pk>/indicators/<int:indicator>/delete/",
        indicators.indicator_delete,
        name="indicator_delete",
    ),
    path("assessments/<int:pk>/scores/", scores.scores, name="scores"),
    path("assessments/<int:pk>/check/", workflow.check, name="check"),
    path("assessments/<int:pk>/actions/<slug:action>/", workflow.perform_action, name="perform"),
    path("assessments/<int:pk>/history/", history.history, name="history"),
    path("assessments/<int:pk>/submission/", submission.submission, name="submission"),
    path("assessments/<int:pk>/feedback/", feedback.feedback, name="feedback"),
    path("desk/", desk.desk, name="desk"),
    path("assessments/<int:pk>/review/", reviews.review, name="review"),
    path("assessments/<int:pk>/review/<str:code>/", reviews.review_item, name="review_item"),
    path("assessments/<int:pk>/review/<str:code>/findings/", reviews.finding_add, name="finding_add"),
    path("assessments/<int:pk>/findings/<int:finding>/delete/", reviews.finding_delete, name="finding_delete"),
    path("assessments/<int:pk>/review/<str:code>/score/", reviews.consensus, name="consensus"),
    path("assessments/<int:pk>/remarks/", reviews.remark_add, name="remark_add"),
    path("assessments/<int:pk>/remarks/<int:remark>/delete/", reviews.remark_delete, name="remark_delete"),
]
