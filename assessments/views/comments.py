"""The comments on a question: a page of its own, and a drawer of the answer's page."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.access import get_assessment
from assessments.forms.comments import CommentForm
from assessments.models import Answer, Comment
from assessments.permissions import CLOSED, COMMENT, VIEW
from assessments.services.comments import add_comment, find_mentions, members_of, resolve_comment
from assessments.views.answers import get_answer
from assessments.views.refused import keeps_typed_text


@dataclass(frozen=True)
class Said:
    """One comment: its text in pieces (words, whether they name a person), and whom else it is for."""

    comment: Comment
    pieces: list[tuple[str, bool]]
    people: list


@keeps_typed_text(CLOSED, CommentForm, without={"mentions"})
@require_http_methods(["GET", "POST"])
def comments(request, pk, code):
    """The comments, oldest first, the open ones before the resolved, and a box for one more."""
    assessment = get_assessment(request, pk, to=COMMENT if request.method == "POST" else VIEW)
    answer = get_answer(assessment, code)
    members = list(members_of(assessment.unit_id))
    form = CommentForm(request.POST or None, members=members)
    if request.method != "POST" or not form.is_valid():
        return _page(request, assessment, answer, form, members)
    add_comment(answer=answer, text=form.cleaned_data["comment"], actor=request.user, mentions=form.people)
    return _done(request, assessment, answer)


@keeps_typed_text(CLOSED)
@require_POST
def comment_resolve(request, pk, comment):
    """The comment is resolved, or open again (`open` in the form)."""
    assessment = get_assessment(request, pk, to=COMMENT)
    found = Comment.objects.filter(pk=comment, answer__assessment=assessment).select_related("answer__question").first()
    if found is None:
        raise Http404
    resolve_comment(comment=found, resolved="open" not in request.POST, actor=request.user)
    return _done(request, assessment, found.answer)


def _done(request, assessment, answer: Answer):
    """Back to the page; in the drawer the comments stand at once."""
    if not request.headers.get("HX-Request"):
        return redirect("assessments:comments", assessment.pk, answer.question.code)
    members = list(members_of(assessment.unit_id))
    return _page(request, assessment, answer, CommentForm(members=members), members)


def _page(request, assessment, answer: Answer, form: CommentForm, members):
    rows = answer.comments.select_related("author", "resolved_by").prefetch_related("mentions")
    names = [member.username for member in members]
    said = [_said(comment, names) for comment in rows.order_by("pk")]
    context = {
        "assessment": assessment,
        "question": answer.question,
        "open": [each for each in said if not each.comment.resolved_at],
        "resolved": [each for each in said if each.comment.resolved_at],
        "form": form,
        "others": [member for member in members if member.pk != request.user.pk],
    }
    template = "assessments/_comments.html" if request.headers.get("HX-Request") else "assessments/comments.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _said(comment: Comment, usernames: list[str]) -> Said:
    pieces, at, named = [], 0, set()
    for start, end, name in find_mentions(comment.text, usernames):
        pieces += [(comment.text[at:start], False), (comment.text[start:end], True)]
        at = end
        named.add(name)
    pieces.append((comment.text[at:], False))
    people = [person for person in comment.mentions.all() if person.username not in named]
    return Said(comment, [piece for piece in pieces if piece[0]], people)
