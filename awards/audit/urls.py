"""Addresses of the audit."""

from django.urls import URLPattern, URLResolver, path

from awards.audit import views

urlpatterns: list[URLPattern | URLResolver] = [path("audit/", views.audit, name="audit")]
