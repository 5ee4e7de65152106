"""Every address of the interface, each behind its door."""

from django.urls import path

from api import views
from api.door import for_programs
from api.interface import interface

app_name = "api"
urlpatterns = [
    path("", views.documentation, name="api-root"),  # the name from which ninja reckons its paths
    path("openapi.json", views.openapi, name="openapi"),
    *(
        path(str(each.pattern), for_programs(each.callback), name=each.name)
        for each in interface.urls[0]
        if each.name != "api-root"
    ),
]
