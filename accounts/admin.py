"""People, units and roles for superusers (PMQA_ADMIN=1)."""

from django.contrib import admin

from accounts.models import Digest, Holiday, Letter, Membership, Unit, User
from accounts.read_only_admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Names and whether a person may sign in. Passwords are set by a one-time link, never here."""

    list_display = ["username", "first_name", "last_name", "email", "is_active"]
    search_fields = ["username", "first_name", "last_name"]
    fields = ["username", "first_name", "last_name", "email", "is_active", "is_superuser", "last_login"]
    readonly_fields = ["last_login"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    """Units are loaded by `load_units`, which keeps their tree; one switch is set here, the rest is read."""

    list_display = ["code", "name_th", "kind", "parent", "one_person_certifies"]
    list_filter = ["one_person_certifies"]
    search_fields = ["code", "name_th"]
    list_select_related = ["parent"]
    readonly_fields = ["code", "name_th", "name_en", "kind", "parent"]
    fields = [*readonly_fields, "one_person_certifies"]

    def has_change_permission(self, request, obj=None) -> bool:
        return True

    def save_model(self, request, obj, form, change):
        obj.save(update_fields=form.changed_data)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who holds which role where."""

    list_display = ["user", "role", "unit"]
    list_filter = ["role"]
    list_select_related = ["user", "unit"]
    autocomplete_fields = ["user", "unit"]


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """Days on which offices are closed; what the cabinet adds during a year is written here."""

    list_display = ["day", "name_th", "note"]
    date_hierarchy = "day"
    search_fields = ["name_th"]


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    """Which daily mail left when, and which were interrupted (send_digests --retry)."""

    list_display = ["day", "recipient", "state", "started_at", "sent_at", "problem"]
    list_filter = ["state"]
    list_select_related = ["recipient"]


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """Which letter left when, and which were interrupted (send_digests --retry); never its text."""

    list_display = ["created_at", "subject", "recipient", "state", "started_at", "sent_at", "problem"]
    list_filter = ["state"]
    list_select_related = ["recipient"]
    exclude = ["text"]
