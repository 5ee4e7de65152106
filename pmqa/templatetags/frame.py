"""The frame of every page: where one can go from here, and who is signed in."""

from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.roles import UNIT_ROLES, Role
from assessments.statuses import EDITABLE, Status

register = template.Library()

ANSWERING = {
    "assessments:task_list",
    "assessments:answer",
    "assessments:work",
    "assessments:hand_over",
    "assessments:mine",
    "assessments:comments",
    "assessments:citations",
    "assessments:last_year",
    "assessments:links",
    "assessments:preview",
    "assessments:revisions",
    "assessments:carry_all",
    "assessments:offline",
    "assessments:item",
    "assessments:indicator_add",
    "assessments:indicator_edit",
    "assessments:indicator_delete",
    "assessments:indicator_links",
    "assessments:indicator_chart",
    "assessments:key_factors",
    "assessments:key_factor",
    "assessments:key_factor_delete",
    "assessments:golden_thread",
    "assessments:remarks",
}
SCORING = {"assessments:categories", "assessments:next_steps", "assessments:what_if", "assessments:targets"}
LOCKER = {"assessments:locker", "assessments:evidence", "assessments:evidence_add", "assessments:evidence_delete"}
REVIEWING = {
    "assessments:review",
    "assessments:review_item",
    "assessments:consensus_room",
    "assessments:consensus_item",
    "assessments:consensus_finding",
    "assessments:finding_edit",
}
OVERVIEW = {"assessments:overview", "assessments:same_texts", "assessments:same_text"}
DESK = {
    "assessments:desk",
    "assessments:own_desk",
    "assessments:assign",
    "assessments:assign_list",
    "assessments:calibrations",
    "assessments:calibration",
    "assessments:calibration_item",
    "assessments:calibration_hand_back",
    "assessments:mass_mail",
    "assessments:mass_mails",
    "assessments:mass_mail_sent",
}
MOST_BARS = 2048  # of some 2 kB each, kept by a process


@dataclass(frozen=True)
class Place:
    """One link of the main menu."""

    url: str
    label: str
    current: bool


@dataclass(frozen=True)
class Whereabouts:
    """The unit and the roles in which the person is here."""

    unit: str
    roles: str


@register.simple_tag
@lru_cache
def asset(path: str) -> str:
    """The address of a static file, looked up once a process."""
    return static(path)


@register.simple_tag
@lru_cache
def icon(name: str) -> SafeString:
    """One of the shapes of includes/icon.html, drawn once a process: for lists."""
    return SafeString(render_to_string("includes/icon.html", {"name": name}))


@register.simple_tag
@lru_cache
def fixed_url(name: str) -> str:
    """The address of a page that takes no argument, looked up once a process."""
    return reverse(name)


@register.simple_tag
def constant(template_name: str) -> SafeString:
    """A part of a page in which nothing but the language varies, drawn once a process."""
    return _constant(template_name, get_language())


@lru_cache
def _constant(template_name: str, language: str) -> SafeString:
    return SafeString(render_to_string(template_name))


@register.simple_tag(takes_context=True)
def top_bar(context) -> SafeString:
    """The bar at the head of the page; `unread` notices are told on pages that know the number."""
    user = getattr(context.get("request"), "user", None)
    signed_in = user is not None and user.is_authenticated
    menu = tuple(_places(context)) if signed_in else ()
    here = _whereabouts(context) if signed_in else None
    return _top_bar(menu, here, context.get("unread", 0), bool(context.get("thai_digits")), get_language())


@lru_cache(maxsize=MOST_BARS)
def _top_bar(
    menu: tuple[Place, ...], here: Whereabouts | None, unread: int, thai_digits: bool, language: str
) -> SafeString:
    """Drawn once a process for those who stand at the same place in the same roles."""
    drawn = {"menu": menu, "here": here, "unread": unread, "thai_digits": thai_digits}
    return SafeString(render_to_string("includes/top_bar.html", drawn))


@register.simple_tag
def desk_name(user) -> str:
    """What the desk of this person is called wherever a page leads to it."""
    return _("รายการที่ส่งมา") if user.holds(Role.COORDINATOR) else _("งานตรวจของฉัน")


def _places(context) -> list[Place]:
    """At most five places, by the assessment of the page and the standing of the person towards it. No query."""
    request = context["request"]
    here = request.resolver_match.view_name if request.resolver_match else ""
    assessment = context.get("assessment")
    standing = getattr(assessment, "standing", None)
    if not standing:
        return list(_general(request.user, here))
    is_unit = standing.roles & set(UNIT_ROLES)
    rows = _of_unit(assessment) if is_unit else _of_reviewer(assessment, standing, request.user)
    return [Place(_url(names[0], assessment.pk), label, here in names) for names, label in rows]


@lru_cache(maxsize=MOST_BARS)
def _url(name: str, pk: int) -> str:
    return reverse(name) if name == "assessments:desk" else reverse(name, args=[pk])


def _of_unit(assessment):
    yield ["assessments:task_list", *ANSWERING], _("งานของเรา")
    yield ["assessments:scores", *SCORING], _("คะแนน")
    if assessment.status in EDITABLE:
        yield ["assessments:check"], _("ตรวจก่อนส่ง")
    else:
        yield ["assessments:submission"], _("ฉบับที่ส่ง")
    if assessment.status in (Status.RETURNED, Status.APPROVED):
        yield ["assessments:feedback", "assessments:explained"], _("ผลการตรวจ")
    yield ["reports:index", "reports:report", "reports:capsule", "reports:capsule_of"], _("รายงาน")


def _of_reviewer(assessment, standing, user):
    yield ["assessments:desk", "assessments:assessors"], desk_name(user)
    if assessment.status != Status.DRAFT:
        yield ["assessments:review", *REVIEWING], _("ตรวจประเมิน")
        yield ["assessments:submission"], _("ฉบับที่ส่ง")
        yield ["reports:index", "reports:report", "reports:capsule", "reports:capsule_of"], _("รายงาน")
    if Role.COORDINATOR in standing.roles:
        yield ["assessments:history"], _("ประวัติ")


def _general(user, here: str):
    yield Place(reverse("assessments:home"), _("หน้าแรก"), here == "assessments:home")
    if user.holds(Role.COORDINATOR) or user.holds(Role.ASSESSOR):
        yield Place(reverse("assessments:desk"), desk_name(user), here in DESK)
    if user.holds(Role.COORDINATOR):
        yield Place(reverse("assessments:overview"), _("ภาพรวม"), here in OVERVIEW)
        yield Place(reverse("assessments:workload"), _("ผู้ตรวจ"), here == "assessments:workload")
    own = next((m.unit for m in user.roles_held if m.role in UNIT_ROLES), None)
    if own:
        yield Place(reverse("assessments:locker", args=[own.code]), _("คลังหลักฐาน"), here in LOCKER)
    unit = next((m.unit for m in user.roles_held if m.role == Role.LEAD), None)
    if unit:
        yield Place(reverse("people:members", args=[unit.code]), _("สมาชิกหน่วยงาน"), here == "people:members")


def _whereabouts(context) -> Whereabouts:
    user, assessment = context["request"].user, context.get("assessment")
    standing = getattr(assessment, "standing", None)
    if standing:
        roles = ", ".join(str(Role(role).label) for role in Role.values if role in standing.roles)
        return Whereabouts(assessment.unit.name_th, roles)
    held = user.roles_held
    unit = next((m.unit.name_th for m in held if m.unit), "")
    roles = ", ".join(dict.fromkeys(m.get_role_display() for m in held))
    return Whereabouts(unit or str(user), roles)
