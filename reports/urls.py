"""Reports of one assessment, mounted below it."""

from django.urls import path

from reports import views, word_views
from reports.capsules import views as capsules
from reports.memos import views as memo_views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("workbook.xlsx", views.workbook, name="workbook"),
    path("memos/", memo_views.memos, name="memos"),
    path("memos/<slug:memo>/", memo_views.memo, name="memo"),
    path("capsule/", capsules.capsule, name="capsule"),
    path("capsule/file/", capsules.capsule_file, name="capsule_file"),
    path("capsule/<int:number>/", capsules.capsule, name="capsule_of"),
    path("capsule/<int:number>/file/", capsules.capsule_file, name="capsule_of_file"),
    path("word/", word_views.word, name="word"),
    path("<str:kind>/", views.report, name="report"),
    path("<str:kind>/<str:content_hash>/", views.download, name="download"),
]
