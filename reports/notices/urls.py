"""Addresses of public notices."""

from django.urls import URLPattern, URLResolver, path

from reports.notices import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("public/<slug:code>/", views.public_notices, name="public_notices"),
    path("public/<slug:code>/<int:pk>/", views.public_notice_of_class, name="public_notice"),
    path("notices/class/<int:pk>/", views.class_notice, name="class_notice"),
    path("notices/rounds/<int:round_pk>/", views.school_notice, name="school_notice"),
    path("notices/rounds/<int:round_pk>/classes/", views.round_notices, name="round_notices"),
    path("notices/rounds/<int:round_pk>/grades/<int:grade>/", views.grade_notice, name="grade_notice"),
]
