from django.urls import URLPattern, URLResolver, path

from students.urls_groups import urlpatterns as groups
from students.views import account, accounts, classes, guardians, importing, pupil_accounts, staffing, years

app_name = "students"
urlpatterns: list[URLPattern | URLResolver] = [
    *groups,
    path("classes/", classes.roster, name="roster"),
    path("classes/<int:pk>/", classes.class_page, name="class"),
    path("classes/<int:pk>/accounts", pupil_accounts.make_pupil_accounts, name="make_pupil_accounts"),
    path("classes/<int:pk>/passwords", pupil_accounts.pupil_passwords, name="pupil_passwords"),
    path("classes/<int:pk>/homeroom", staffing.assign_homeroom, name="assign_homeroom"),
    path("classes/<int:pk>/subject-teacher", staffing.assign_subject, name="assign_subject"),
    path("guardians/<int:pk>/phone", guardians.guardian_phone, name="guardian_phone"),
    path("tasks/<int:pk>/end", staffing.end_task, name="end_task"),
    path("import/roster/", importing.roster_upload, name="roster_upload"),
    path("import/roster/template", importing.roster_form, name="roster_template"),
    path("import/roster/<int:pk>/", importing.roster_preview, name="roster_preview"),
    path("import/roster/<int:pk>/confirm", importing.roster_confirm, name="roster_confirm"),
    path("import/roster/<int:pk>/drop", importing.roster_drop, name="roster_drop"),
    path("import/staff/", importing.staff_upload, name="staff_upload"),
    path("import/staff/<int:pk>/", importing.staff_preview, name="staff_preview"),
    path("import/staff/<int:pk>/confirm", importing.staff_confirm, name="staff_confirm"),
    path("import/staff/<int:pk>/drop", importing.staff_drop, name="staff_drop"),
    path("years/start/", years.start_year, name="start_year"),
    path("years/start/confirm", years.confirm_year, name="confirm_year"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/passwords", accounts.issue_passwords, name="issue_passwords"),
    path("accounts/add", account.add_account, name="add_account"),
    path("accounts/<int:pk>/", account.account, name="account"),
    path("accounts/<int:pk>/details", account.change_details, name="change_details"),
    path("accounts/<int:pk>/roles", account.grant_role, name="grant_role"),
    path("accounts/<int:pk>/deactivate", account.deactivate, name="deactivate"),
    path("accounts/<int:pk>/reactivate", account.reactivate, name="reactivate"),
    path("accounts/<int:pk>/sessions/end", account.end_sessions, name="end_sessions"),
    path("accounts/<int:pk>/second-step/end", account.take_second_step, name="take_second_step"),
    path("roles/<int:pk>/end", account.end_role, name="end_role"),
]
