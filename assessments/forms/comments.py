"""A comment on a question, and whom it is for."""

from django import forms
from django.utils.translation import gettext_lazy

from assessments.forms.text import ThaiTextField

COMMENT_LIMIT = 2_000


class CommentForm(forms.Form):
    """The words, and members picked from a list beside those named by @username."""

    comment = ThaiTextField(
        label=gettext_lazy("ความเห็น"),
        limit=COMMENT_LIMIT,
        lines=3,
        help_text=gettext_lazy("พิมพ์ @ชื่อผู้ใช้ เพื่อเรียกถึงสมาชิก หรือเลือกชื่อด้านล่าง"),
    )
    mentions = forms.MultipleChoiceField(label=gettext_lazy("เรียกถึง"), required=False)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        self.fields["mentions"].choices = [(key, str(member)) for key, member in self.members.items()]

    @property
    def people(self) -> list:
        return [self.members[key] for key in self.cleaned_data["mentions"]]
