"""How the admin shows what it must not change."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows everything and changes nothing."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
