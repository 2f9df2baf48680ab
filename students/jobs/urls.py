"""Addresses of the files made for oneself; without a namespace, beside the own account."""

from django.urls import URLPattern, URLResolver, path

from students.jobs import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/files", views.own_files, name="own_files"),
    path("account/files/<key:pk>", views.own_file, name="own_file"),
    path("account/files/<key:pk>/state", views.own_file_state, name="own_file_state"),
    path("account/files/<key:pk>/cancel", views.cancel_file, name="cancel_file"),
    path("account/files/<key:pk>/fetch", views.fetch_file, name="fetch_file"),
]
