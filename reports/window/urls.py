"""Addresses of the guardian's window. None of them carries a code: it comes behind # and is sent in a form."""

from django.urls import URLPattern, URLResolver, path

from reports.window import views, views_staff

urlpatterns: list[URLPattern | URLResolver] = [
    path("window/", views.door, name="window_door"),
    path("window/open", views.open_door, name="window_open"),
    path("window/child/", views.child, name="window_child"),
    path("window/ask", views.ask, name="window_ask"),
    path("window/object/<key:sheet_pk>", views.object_to, name="window_object"),
    path("window/appeal", views.appeal, name="window_appeal"),
    path("window/leave", views.leave, name="window_leave"),
    path("guardians/window/", views_staff.window, name="window"),
    path("guardians/window/change", views_staff.change, name="window_change"),
    path("guardians/questions/", views_staff.questions, name="window_questions"),
    path("guardians/questions/<key:pk>/answer", views_staff.answer, name="window_answer"),
    path("classes/<key:pk>/window/", views_staff.codes, name="window_class"),
    path("classes/<key:pk>/window/slips", views_staff.print_slips, name="window_print"),
    path("classes/<key:pk>/window/revoke", views_staff.revoke_class, name="window_revoke_class"),
    path("pupils/<key:pk>/window/", views_staff.preview, name="window_preview"),
    path("pupils/<key:pk>/window/revoke", views_staff.revoke, name="window_revoke"),
]
