"""Criteria for superusers (PMQA_ADMIN=1): read here, changed by `load_criteria` alone."""

from django.contrib import admin

from accounts.read_only_admin import ReadOnlyAdmin
from criteria.models import Area, Category, Characteristic, CriteriaSet, Item, Question, Rubric, SuccessFactor

admin.site.register([CriteriaSet, Category, Item, Area, Question, Rubric, Characteristic, SuccessFactor], ReadOnlyAdmin)
