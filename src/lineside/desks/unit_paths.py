"""Paths of units: at the control desk, and on the officers' own page."""

from django.urls import path

from lineside.desks.views import own_unit, units

UNIT_PATHS = [
    path("control/units/book/", units.book, name="unit-book"),
    path("control/units/<uuid:unit_id>/row/", units.row, name="unit-row"),
    path("control/units/<uuid:unit_id>/", units.sheet, name="unit-sheet"),
    path("control/units/<uuid:unit_id>/crew/", units.crew, name="unit-crew"),
    path("control/units/<uuid:unit_id>/place/", units.place, name="unit-place"),
    path("control/units/<uuid:unit_id>/well/", units.well, name="unit-well"),
    path("control/units/<uuid:unit_id>/accepted/<uuid:message_id>/", units.accepted, name="unit-accepted"),
    path("control/units/<uuid:unit_id>/fence/", units.fence, name="unit-fence"),
    path("control/units/<uuid:unit_id>/release/", units.release, name="unit-release"),
    path("control/units/<uuid:unit_id>/off/", units.off, name="unit-off"),
    path("control/units/<uuid:unit_id>/confidential/", units.confidential, name="unit-confidential"),
    path("unit/", own_unit.desk, name="own-unit"),
    path("unit/here/", own_unit.here, name="own-here"),
    path("unit/state/", own_unit.state, name="own-state"),
    path("unit/line/", own_unit.line, name="own-line"),
    path("unit/step/", own_unit.step, name="own-step"),
    path("unit/photo/", own_unit.photo, name="own-photo"),
    path("unit/emergency/", own_unit.emergency, name="own-emergency"),
]
