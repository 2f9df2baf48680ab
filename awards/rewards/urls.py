"""Addresses of rewards."""

from django.urls import URLPattern, URLResolver, path

from awards.rewards import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settlement/<int:term_pk>/rewards/", views.queue, name="entitlements"),
    path("settlement/<int:term_pk>/rewards/handed-out/", views.hand_out, name="hand_out"),
    path("settlement/rewards/<int:pk>/", views.entitlement, name="entitlement"),
    path("settlement/rewards/<int:pk>/withdraw/", views.withdraw, name="withdraw_entitlement"),
    path("settlement/rewards/<int:pk>/reissue/", views.reissue, name="reissue_entitlement"),
]
