"""Addresses of the door: names without a namespace, as Django's own settings and pages expect them."""

from django.urls import URLPattern, URLResolver, path

from students.sign_in import views, views_own

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/code", views.sign_in_code, name="sign_in_code"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("account", views_own.own_account, name="own_account"),
    path("account/sessions", views_own.own_sessions, name="own_sessions"),
    path("account/sessions/others/end", views_own.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<key:pk>/end", views_own.end_session, name="end_session"),
    path("account/second-step", views_own.second_step, name="second_step"),
    path("account/second-step/off", views_own.second_step_off, name="second_step_off"),
    path("account/second-step/recovery", views_own.recovery_codes, name="recovery_codes"),
    path("password", views.change_password, name="change_password"),
]
