"""Paths of the desk for victim care."""

from django.urls import path

from lineside.desks.views import victims

ONE = "victims/<uuid:victim_id>/"
VICTIM_PATHS = [
    path("victims/", victims.desk, name="victims"),
    path("victims/rows/", victims.rows, name="victim-rows"),
    path(ONE, victims.victim, name="victim"),
    path(f"{ONE}row/", victims.row, name="victim-row"),
    path(f"{ONE}needs/", victims.assess, name="victim-needs"),
    path(f"{ONE}referral/", victims.refer, name="victim-refer"),
    path(f"{ONE}plan/", victims.plan, name="victim-plan"),
    path(f"{ONE}stands/", victims.stands, name="victim-stands"),
    path(f"{ONE}choice/", victims.choose, name="victim-choice"),
    path(f"{ONE}statement/", victims.statement, name="victim-statement"),
    path(f"{ONE}correct/", victims.correct, name="victim-correct"),
    path(f"{ONE}step/", victims.step, name="victim-step"),
    path(f"{ONE}add/", victims.add, name="victim-add"),
    path(f"{ONE}complaint/", victims.complain, name="victim-complain"),
    path(f"{ONE}letter/", victims.write, name="victim-letter"),
    path("victims/duties/<uuid:victim_duty_id>/keep/", victims.keep, name="victim-keep"),
    path("victims/letters/<uuid:letter_id>/send/", victims.send, name="victim-letter-send"),
    path("victims/letters/<uuid:letter_id>/letter.pdf", victims.pdf, name="victim-letter-pdf"),
    path("victims/complaints/<uuid:complaint_id>/answer/", victims.answer, name="victim-answer"),
]
