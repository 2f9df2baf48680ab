"""Addresses of rewards."""

from django.urls import URLPattern, URLResolver, path

from awards.rewards import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settlement/<key:term_pk>/rewards/", views.queue, name="entitlements"),
    path("settlement/<key:term_pk>/rewards/eligibility/", views.eligible, name="eligible"),
    path("settlement/<key:term_pk>/rewards/handed-out/", views.hand_out, name="hand_out"),
    path("settlement/rewards/<key:pk>/", views.entitlement, name="entitlement"),
    path("settlement/rewards/<key:pk>/withdraw/", views.withdraw, name="withdraw_entitlement"),
    path("settlement/rewards/<key:pk>/reissue/", views.reissue, name="reissue_entitlement"),
]
