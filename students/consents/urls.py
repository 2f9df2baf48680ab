"""Addresses of consents and photos."""

from django.urls import URLPattern, URLResolver, path

from students.consents import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/<key:pk>/consents/", views.consents, name="consents"),
    path("classes/<key:pk>/consents/record", views.record_consents, name="record_consents"),
    path("consents/<key:pk>/withdraw", views.withdraw_consent, name="withdraw_consent"),
    path("photos/add", views.add_photos, name="add_photos"),
    path("photos/<slug:key>.jpg", views.photo, name="photo"),
    path("photos/<key:pk>/remove", views.remove_photo, name="remove_photo"),
]
