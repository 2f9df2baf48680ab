"""Addresses of the door: names without a namespace, as Django's own settings and pages expect them."""

from django.urls import URLPattern, URLResolver, path

from students.views import door, jobs, own, second_step

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
    path("account/files", jobs.own_files, name="own_files"),
    path("account/files/<int:pk>", jobs.own_file, name="own_file"),
    path("account/files/<int:pk>/state", jobs.own_file_state, name="own_file_state"),
    path("account/files/<int:pk>/cancel", jobs.cancel_file, name="cancel_file"),
    path("account/files/<int:pk>/fetch", jobs.fetch_file, name="fetch_file"),
    path("password", door.change_password, name="change_password"),
]
