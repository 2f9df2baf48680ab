"""Addresses of public notices."""

from django.urls import URLPattern, URLResolver, path

from reports.notices import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("public/<slug:code>/", views.public_notices, name="public_notices"),
    path("public/<slug:code>/<key:pk>/", views.public_notice_of_class, name="public_notice"),
    path("notices/class/<key:pk>/", views.class_notice, name="class_notice"),
    path("notices/rounds/<key:round_pk>/", views.school_notice, name="school_notice"),
    path("notices/rounds/<key:round_pk>/classes/", views.round_notices, name="round_notices"),
    path("notices/rounds/<key:round_pk>/grades/<key:grade>/", views.grade_notice, name="grade_notice"),
]
