"""Members of a unit; notices and tokens of a person."""

from django.urls import path

from accounts.views import letters, members, notices, session, tokens

app_name = "people"
urlpatterns = [
    path("session/", session.session, name="session"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/mail/", notices.notices_mail, name="notices_mail"),
    path("notices/<int:notice>/read/", notices.notice_read, name="notice_read"),
    path("letters/<int:letter>/", letters.letter, name="letter"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("<slug:unit>/", members.members, name="members"),
    path("<slug:unit>/<int:membership>/remove/", members.member_remove, name="member_remove"),
    path("<slug:unit>/<int:membership>/link/", members.member_link, name="member_link"),
]
