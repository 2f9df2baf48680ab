"""Addresses of the door: names without a namespace, as Django's own settings and pages expect them."""

from django.urls import URLPattern, URLResolver, path

from students.views import door, own

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", door.sign_in, name="sign_in"),
    path("sign-out", door.sign_out, name="sign_out"),
    path("account", own.own_account, name="own_account"),
    path("password", door.change_password, name="change_password"),
]
