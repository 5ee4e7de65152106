"""The Django admin, mounted only with PMQA_ADMIN=1: for superusers, and read-only where the product has rules."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

OWN_APPS = {"accounts", "criteria", "assessments"}


class SuperuserSite(AdminSite):
    """Opens for superusers alone, shows our own models alone, and has no bulk action at all."""

    site_header = site_title = _("PMQA 4.0 สำหรับผู้ดูแลระบบ")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([model for model in models if model._meta.app_label in OWN_APPS], admin_class, **options)

    def has_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_superuser


class SuperuserAdminConfig(AdminConfig):
    default_site = "pmqa.admin_site.SuperuserSite"
