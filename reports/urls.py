"""Reports of one assessment, mounted below it."""

from django.urls import path

from reports import views, word_views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("word/", word_views.word, name="word"),
    path("<str:kind>/", views.report, name="report"),
    path("<str:kind>/<str:content_hash>/", views.download, name="download"),
]
