"""All addresses that programs may ask, version 1. What is here is a public surface: it grows, nothing of it changes."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router
from ninja.renderers import JSONRenderer

from api import assessments, summaries, units
from api.door import TokenDoor
from api.problems import tell_problems_of


class ThaiJson(JSONRenderer):
    """Thai letters as they are, half as long as their escapes."""

    json_dumps_params = {"ensure_ascii": False}


interface = NinjaAPI(
    title="PMQA 4.0",
    version="1",
    description=_("อ่านแบบประเมิน คะแนน และตัวชี้วัด ด้วยสิทธิ์ของเจ้าของโทเคน แก้ไขสิ่งใดไม่ได้"),
    openapi_url=None,  # views.py answers both, under the policy of the site
    docs_url=None,
    urls_namespace="api",
    auth=TokenDoor(),
    renderer=ThaiJson(),
)
tell_problems_of(interface)
interface.add_router("", assessments.router)
interface.add_router("", units.router)
interface.add_router("", summaries.router)

elsewhere = Router()


@elsewhere.get("/{path:rest}", include_in_schema=False, url_name="unknown")
def unknown(request, rest: str):
    """An address that there is not, told like everything else."""
    raise Http404


interface.add_router("", elsewhere)  # behind all others
