"""Trying out other numbers on a term that has been lived; nothing is written."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from awards.models import Scheme
from awards.terms import access as terms_access
from awards.whatif.facts import facts_of, numbers_of
from awards.whatif.forms import WhatIfForm
from awards.whatif.page import what_if_page
from starrating.web.keys import key_in
from students.permits.reach import StaffRequest, permitted_page


@permitted_page
def what_if(request: StaffRequest, term_pk: int | None = None) -> HttpResponseBase:
    today = timezone.localdate()
    terms = list(terms_access.terms_of(request.school).order_by("-starts_on"))
    if term_pk is not None:
        term = terms_access.term_of_school(request.school, term_pk)
    elif terms:
        term = next((row for row in terms if row.ends_on < today), terms[0])
    else:
        return render(request, "awards/whatif/page.html", {"page": None})
    schemes = list(Scheme.objects.filter(school=request.school))
    chosen = request.GET.get("scheme", "")
    scheme = term.pinned.scheme
    if chosen:
        own = Scheme.objects.filter(school=request.school)
        scheme = get_object_or_404(own, pk=key_in(chosen))
    numbers = numbers_of(scheme)
    form = WhatIfForm(request.GET if "cap" in request.GET else None, numbers=numbers)
    tried = form.settings() if form.is_valid() else None
    page = what_if_page(term, facts_of(term, today), numbers, tried)
    context = {"page": page, "form": form, "terms": terms, "schemes": schemes, "scheme": scheme}
    return render(request, "awards/whatif/page.html", context, status=422 if form.errors else 200)
