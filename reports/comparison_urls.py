"""The comparison of many units, mounted below the overview."""

from django.urls import path

from reports import views_comparison as views

app_name = "comparison"
urlpatterns = [
    path("", views.page, name="page"),
    path("pdf/", views.download, name="pdf"),
]
