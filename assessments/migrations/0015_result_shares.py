from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Q


def make_anew(apps, schema_editor):
    """Every summary with a result counts as out of date: the next sweep of the worker fills the new column."""
    summaries = apps.get_model("assessments", "Summary").objects
    summaries.filter(result_points__isnull=False).update(complete_until=datetime(1970, 1, 1, tzinfo=UTC))


class Migration(migrations.Migration):

    dependencies = [
        ("assessments", "0014_told_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="summary",
            name="result_shares",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="ผลเป็นร้อยละของคะแนนเต็ม"
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=Q(("result_points__isnull", False), ("result_shares", ""), _connector="OR"),
                name="summary_shares_of_a_result",
            ),
        ),
        migrations.RunPython(make_anew, migrations.RunPython.noop),
    ]
