"""The classes of the school year and the pupils in them."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from starrating.web.paging import SHORT_ROWS, page_of
from students.classes import access, lists
from students.classes.page import class_accounts, class_list, class_page as page_of_class
from students.permits.menu import Spot, links
from students.permits.reach import StaffRequest, may_go, permitted_page, reach_of


@permitted_page
def roster(request: StaffRequest) -> HttpResponseBase:
    page = class_list(request.school, request.standing, timezone.localdate())
    columns = lists.ClassesResource()
    grades = [(grade, columns.on_page(grade.classes)) for grade in page.grades]
    context = {"page": page, "grades": grades, "links": links(Spot.CLASSES, request.standing)}
    return render(request, "students/classes/classes.html", context)


@permitted_page
def class_page(request: StaffRequest, pk: int) -> HttpResponseBase:
    school_class = access.class_for(request.school, request.standing, pk)
    page = page_of_class(school_class, timezone.localdate())
    accounts = class_accounts(page, request.standing)
    page_obj = page_of(page.pupils, request, SHORT_ROWS)
    context = {
        "page": page,
        "page_obj": page_obj,
        "table": lists.RosterResource(may_reset=accounts.may_reset).on_page(list(page_obj)),
        "may_staff": may_go(request.standing, "students:assign_homeroom"),
        "may_group": reach_of(request.standing, "students:groups").holds(school_class),
        "may_consent": reach_of(request.standing, "students:consents").holds(school_class),
        "accounts": accounts,
        "links": links(Spot.CLASS, request.standing, pk),
    }
    return render(request, "students/classes/class.html", context)
