"""Paths of major incidents; part of the desks' own."""

from django.urls import path

from lineside.desks.views import major_answers, major_board, majors

urlpatterns = [
    path("major/", majors.desk, name="majors"),
    path("major/rows/", majors.rows, name="major-rows"),
    path("major/owed/", majors.owed, name="major-owed"),
    path("major/declare/", majors.declare, name="major-declare"),
    path("major/<uuid:major_incident_id>/", majors.board, name="major"),
    path("major/<uuid:major_incident_id>/parts/", majors.parts, name="major-parts"),
    path("major/<uuid:major_incident_id>/form/<slug:name>/", major_board.form, name="major-form"),
    path("major/<uuid:major_incident_id>/over/", majors.stand_down, name="major-over"),
    path("major/<uuid:major_incident_id>/mode/", majors.mode, name="major-mode"),
    path("major/<uuid:major_incident_id>/mode/off/", majors.mode_off, name="major-mode-off"),
    path("major/<uuid:major_incident_id>/count/", major_board.count, name="major-count"),
    path("major/<uuid:major_incident_id>/task/", major_board.task, name="major-task"),
    path("major/<uuid:major_incident_id>/decide/", major_board.decide, name="major-decide"),
    path("major/tasks/<uuid:major_task_id>/", major_board.task_form, name="major-task-form"),
    path("major/tasks/<uuid:major_task_id>/end/", major_board.task_end, name="major-task-end"),
    path("major/turns/<uuid:call_turn_id>/", major_board.turn_form, name="major-turn-form"),
    path("major/turns/<uuid:call_turn_id>/ring/", major_board.ring, name="major-ring"),
    path("major/turns/<uuid:call_turn_id>/answer/", major_board.answer, name="major-answer"),
    path("major/asked/<uuid:contact_id>/", major_answers.asked, name="major-asked"),
    path("major/<uuid:major_incident_id>/attach/<uuid:contact_id>/", major_answers.attach, name="major-attach"),
    path("major/<uuid:major_incident_id>/decline/<uuid:contact_id>/", major_answers.decline, name="major-decline"),
]
