"""Addresses of reminders."""

from django.urls import URLPattern, URLResolver, path

from awards.reminders import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/set", views.set_reminders, name="set_reminders"),
    path("reminders/try", views.try_reminders, name="try_reminders"),
    path("reminders/mine", views.own_reminders, name="own_reminders"),
    path("reminders/calendar/make", views.make_calendar, name="make_calendar"),
    path("reminders/calendar/remove", views.remove_calendar, name="remove_calendar"),
    path("calendar/<str:secret>.ics", views.calendar, name="calendar"),
]
