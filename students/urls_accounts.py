"""Addresses of the door: names without a namespace, as Django's own settings and pages expect them."""

from django.urls import URLPattern, URLResolver, path

from students.views import door, own, second_step

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", door.sign_in, name="sign_in"),
    path("sign-in/code", door.sign_in_code, name="sign_in_code"),
    path("sign-out", door.sign_out, name="sign_out"),
    path("account", own.own_account, name="own_account"),
    path("account/sessions", own.own_sessions, name="own_sessions"),
    path("account/sessions/others/end", own.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end", own.end_session, name="end_session"),
    path("account/second-step", second_step.second_step, name="second_step"),
    path("account/second-step/off", second_step.second_step_off, name="second_step_off"),
    path("account/second-step/recovery", second_step.recovery_codes, name="recovery_codes"),
    path("password", door.change_password, name="change_password"),
]
