"""Addresses of the rules of data processing and of incidents."""

from django.urls import URLPattern, URLResolver, path

from students.privacy import views, views_public

urlpatterns: list[URLPattern | URLResolver] = [
    path("data-rules/", views_public.schools, name="rules_of_schools"),
    path("data-rules/<slug:code>/", views_public.rules, name="rules"),
    path("data-rules/<slug:code>/<key:version>/", views_public.rules_then, name="rules_then"),
    path("settings/data-rules/", views.edit_rules, name="edit_rules"),
    path("settings/data-rules/save", views.adopt_rules, name="adopt_rules"),
    path("settings/incidents/", views.incidents, name="incidents"),
    path("settings/incidents/note", views.note_incident, name="note_incident"),
    path("settings/incidents/<key:pk>/remove", views.remove_incident, name="remove_incident"),
]
