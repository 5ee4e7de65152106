"""The xlsx file of a results item, to be filled in and pasted or sent back."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from assessments.access import get_assessment
from assessments.interchange.tables.template import template_of
from assessments.permissions import VIEW
from assessments.views.indicators import results_item

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def table_template(request, pk, code):
    """The indicators of the item as they stand, under the heads that the page of tables reads."""
    assessment = get_assessment(request, pk, to=VIEW)
    item = results_item(assessment, code)
    indicators = list(assessment.indicators.for_document().filter(area__item_id=item.pk))
    content = template_of(item, indicators, assessment.fiscal_year)
    name = f"indicators-{item.code}-{assessment.fiscal_year}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
