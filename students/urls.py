from django.urls import URLPattern, URLResolver, path

from students.views import accounts, classes, importing

app_name = "students"
urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/", classes.roster, name="roster"),
    path("classes/<int:pk>/", classes.class_page, name="class"),
    path("import/roster/", importing.roster_upload, name="roster_upload"),
    path("import/roster/template", importing.roster_form, name="roster_template"),
    path("import/roster/<int:pk>/", importing.roster_preview, name="roster_preview"),
    path("import/roster/<int:pk>/confirm", importing.roster_confirm, name="roster_confirm"),
    path("import/roster/<int:pk>/drop", importing.roster_drop, name="roster_drop"),
    path("import/staff/", importing.staff_upload, name="staff_upload"),
    path("import/staff/<int:pk>/", importing.staff_preview, name="staff_preview"),
    path("import/staff/<int:pk>/confirm", importing.staff_confirm, name="staff_confirm"),
    path("import/staff/<int:pk>/drop", importing.staff_drop, name="staff_drop"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/passwords", accounts.issue_passwords, name="issue_passwords"),
]
