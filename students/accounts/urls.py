"""Addresses of accounts."""

from django.urls import URLPattern, URLResolver, path

from students.accounts import views, views_account

urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/<key:pk>/accounts", views.make_pupil_accounts, name="make_pupil_accounts"),
    path("classes/<key:pk>/passwords", views.pupil_passwords, name="pupil_passwords"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/passwords", views.issue_passwords, name="issue_passwords"),
    path("accounts/add", views_account.add_account, name="add_account"),
    path("accounts/<key:pk>/", views_account.account, name="account"),
    path("accounts/<key:pk>/details", views_account.change_details, name="change_details"),
    path("accounts/<key:pk>/roles", views_account.grant_role, name="grant_role"),
    path("accounts/<key:pk>/deactivate", views_account.deactivate, name="deactivate"),
    path("accounts/<key:pk>/reactivate", views_account.reactivate, name="reactivate"),
    path("accounts/<key:pk>/sessions/end", views_account.end_sessions, name="end_sessions"),
    path("accounts/<key:pk>/second-step/end", views_account.take_second_step, name="take_second_step"),
    path("roles/<key:pk>/end", views_account.end_role, name="end_role"),
]
