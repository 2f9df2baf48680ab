"""Groups of a class and its star committee."""

from django.urls import URLPattern, URLResolver, path

from students.views import form_files, groups, importing

urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/<int:pk>/groups/", groups.groups, name="groups"),
    path("classes/<int:pk>/groups/add", groups.group_add, name="group_add"),
    path("classes/<int:pk>/committee", groups.committee_members, name="committee_members"),
    path("groups/<int:pk>/name", groups.group_rename, name="group_rename"),
    path("groups/<int:pk>/members", groups.group_members, name="group_members"),
    path("groups/<int:pk>/leader", groups.group_leader, name="group_leader"),
    path("import/groups/", importing.groups_upload, name="groups_upload"),
    path("import/groups/template", form_files.groups_form, name="groups_template"),
    path("import/groups/<int:pk>/", importing.groups_preview, name="groups_preview"),
    path("import/groups/<int:pk>/confirm", importing.groups_confirm, name="groups_confirm"),
    path("import/groups/<int:pk>/drop", importing.groups_drop, name="groups_drop"),
]
