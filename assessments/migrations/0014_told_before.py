from django.db import migrations

TOLD = (
    *("submit", "withdraw", "start_review", "return", "approve", "reopen"),
    *("due_extended", "assessors_changed", "handed_in", "handed_back", "work_assigned"),
)


def tell_only_what_comes(apps, schema_editor):
    """What happened before there were notices is not told of years later."""
    event, told = apps.get_model("assessments", "AssessmentEvent"), apps.get_model("assessments", "ToldEvent")
    keys = event.objects.filter(kind__in=TOLD, told__isnull=True).values_list("pk", flat=True)
    told.objects.bulk_create([told(event_id=pk) for pk in keys], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0013_told_event"),
    ]

    operations = [
        migrations.RunPython(tell_only_what_comes, migrations.RunPython.noop),
    ]
