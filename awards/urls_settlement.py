"""The end of a term: settlement and the queue of rewards."""

from django.urls import URLPattern, URLResolver, path

from awards.views import entitlements, settlement

urlpatterns: list[URLPattern | URLResolver] = [
    path("settlement/", settlement.overview, name="settlement"),
    path("settlement/<int:term_pk>/", settlement.settlement_of_term, name="settlement_of_term"),
    path("settlement/<int:term_pk>/settle/", settlement.settle, name="settle"),
    path("settlement/<int:term_pk>/reopen/", settlement.reopen_term, name="reopen_term"),
    path("settlement/<int:term_pk>/classes/<int:class_pk>/", settlement.levels_on, name="levels_on"),
    path("settlement/<int:term_pk>/rewards/", entitlements.queue, name="entitlements"),
    path("settlement/<int:term_pk>/rewards/handed-out/", entitlements.hand_out, name="hand_out"),
    path("settlement/rewards/<int:pk>/", entitlements.entitlement, name="entitlement"),
    path("settlement/rewards/<int:pk>/withdraw/", entitlements.withdraw, name="withdraw_entitlement"),
    path("settlement/rewards/<int:pk>/reissue/", entitlements.reissue, name="reissue_entitlement"),
]
