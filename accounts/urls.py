"""Members of a unit."""

from django.urls import path

from accounts.views import members, session

app_name = "people"
urlpatterns = [
    path("session/", session.session, name="session"),
    path("<slug:unit>/", members.members, name="members"),
    path("<slug:unit>/<int:membership>/remove/", members.member_remove, name="member_remove"),
    path("<slug:unit>/<int:membership>/link/", members.member_link, name="member_link"),
]
