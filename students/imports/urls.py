"""Addresses of a school's own files."""

from django.urls import URLPattern, URLResolver, path

from students.imports import views, views_forms

urlpatterns: list[URLPattern | URLResolver] = [
    path("import/roster/", views.roster_upload, name="roster_upload"),
    path("import/roster/template", views_forms.roster_form, name="roster_template"),
    path("import/roster/<int:pk>/", views.roster_preview, name="roster_preview"),
    path("import/roster/<int:pk>/confirm", views.roster_confirm, name="roster_confirm"),
    path("import/roster/<int:pk>/drop", views.roster_drop, name="roster_drop"),
    path("import/staff/", views.staff_upload, name="staff_upload"),
    path("import/staff/template", views_forms.staff_form, name="staff_template"),
    path("import/staff/<int:pk>/", views.staff_preview, name="staff_preview"),
    path("import/staff/<int:pk>/confirm", views.staff_confirm, name="staff_confirm"),
    path("import/staff/<int:pk>/drop", views.staff_drop, name="staff_drop"),
    path("import/groups/", views.groups_upload, name="groups_upload"),
    path("import/groups/template", views_forms.groups_form, name="groups_template"),
    path("import/groups/<int:pk>/", views.groups_preview, name="groups_preview"),
    path("import/groups/<int:pk>/confirm", views.groups_confirm, name="groups_confirm"),
    path("import/groups/<int:pk>/drop", views.groups_drop, name="groups_drop"),
]
