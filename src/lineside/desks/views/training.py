"""The trainer's desk: a scenario is chosen, played, let stand and ended, and talked through with what was done."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.training_forms import ExerciseForm, SpeedForm, StandForm, TrainingRemarkForm
from lineside.kernel.commands import once
from lineside.training import commands, queries
from lineside.training.permissions import CanTrain
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on


@require_GET
@page(needs=CanTrain.VIEW)
def desk(request: Asking) -> HttpResponse:
    return _list(request)


@require_GET
@page(needs=CanTrain.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_exercise_rows.html", {"exercises": queries.exercises(request.actor)})


@require_GET
@page(needs=CanTrain.VIEW)
def row(request: Asking, exercise_id: UUID) -> HttpResponse:
    return render(request, "desks/_exercise_row.html", {"row": queries.exercise(request.actor, exercise_id)})


@require_GET
@page(needs=CanTrain.VIEW, sighting="training.debrief")
def exercise(request: Asking, exercise_id: UUID) -> HttpResponse:
    return _show(request, exercise_id)


@require_POST
@page(needs=CanTrain.RUN)
def start(request: Asking) -> HttpResponse:
    form, made = ExerciseForm(request.POST), None
    if form.is_valid():
        said = form.cleaned_data
        facts = {"scenario": said["scenario"], "trainees": said["trainees"], "speed": said["speed"] or 0.0}
        with refusals_shown_on(form):
            seed = said["seed"] or 0
            made = once(form.once_key, commands.start_exercise, actor=request.actor, seed=seed, **facts)
    return _show(request, made.id) if made else _list(request, form)


@require_POST
@page(needs=CanTrain.RUN)
def pause(request: Asking, exercise_id: UUID) -> HttpResponse:
    return _done(request, exercise_id, "stand_form", StandForm(request.POST), commands.pause_exercise)


@require_POST
@page(needs=CanTrain.RUN)
def resume(request: Asking, exercise_id: UUID) -> HttpResponse:
    return _done(request, exercise_id, "speed_form", SpeedForm(request.POST), commands.resume_exercise, "speed")


@require_POST
@page(needs=CanTrain.RUN)
def end(request: Asking, exercise_id: UUID) -> HttpResponse:
    return _done(request, exercise_id, "end_form", StandForm(request.POST), commands.end_exercise)


@require_POST
@page(needs=CanTrain.RUN)
def remark(request: Asking, exercise_id: UUID) -> HttpResponse:
    form = TrainingRemarkForm(request.POST)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("words", "point")}
        with refusals_shown_on(form):
            once(form.once_key, commands.write_remark, actor=request.actor, exercise_id=exercise_id, **said)
    kept = {} if form.accepted else {"remark_form": form}
    return _show(request, exercise_id, status=form.status, **kept)


def _done(
    request: Asking, exercise_id: UUID, name: str, form: DeskForm, work: Callable[..., object], *fields: str
) -> HttpResponse:
    if form.is_valid():
        said = {field: form.cleaned_data[field] for field in fields}
        seen = form.cleaned_data["seen_version"] or 0
        with refusals_shown_on(form):
            once(form.once_key, work, actor=request.actor, exercise_id=exercise_id, seen_version=seen, **said)
    return _show(request, exercise_id, status=form.status, **({} if form.accepted else {name: form}))


def _list(request: Asking, form: ExerciseForm | None = None) -> HttpResponse:
    facts = {"chosen": None, "start_form": form or ExerciseForm(), **_beside(request)}
    template = "desks/_exercise_start.html" if is_fragment(request) and form else "desks/training.html"
    return render(request, template, facts, status=form.status if form else 200)


def _show(request: Asking, exercise_id: UUID, status: int = 200, **kept: DeskForm) -> HttpResponse:
    told = queries.debrief(request.actor, exercise_id)
    facts = {
        "chosen": told.exercise,
        "told": told,
        "points": [(point, _then(point.at, point.reference, told.exercise.reference)) for point in told.points],
        "point_choices": [(point.code, f"{point.item}: {point.text}") for point in told.points],
        "begin_link": _then(told.exercise.started_at, "", told.exercise.reference),
        "stand_form": StandForm(),
        "speed_form": SpeedForm(initial={"speed": str(told.exercise.speed)}),
        "end_form": StandForm(),
        "remark_form": TrainingRemarkForm(),
        **_beside(request),
        **kept,
    }
    template = "desks/_exercise.html" if is_fragment(request) else "desks/training.html"
    return render(request, template, facts, status=status)


def _then(at: Any, incident: str, exercise_reference: str) -> str:  # noqa: ANN401 - a moment, or none
    """The board as it was at that moment, where the debrief steps on."""
    if at is None:
        return ""
    said = {"at": at.isoformat(), "incident": incident, "why": f"Debrief of {exercise_reference}"}
    return f"{reverse('desks:as-it-was')}?{urlencode({name: value for name, value in said.items() if value})}"


def _beside(request: Asking) -> dict[str, Any]:
    return {
        "exercises": queries.exercises(request.actor),
        "scenarios": queries.scenarios(request.actor),
        "speeds": queries.speeds(),
        "open_one": queries.now_open(request.actor),
        "is_copy": queries.is_training_copy(),
        "may_run": request.actor.may(CanTrain.RUN),
    }


PATHS = [
    path("training/", desk, name="training"),
    path("training/rows/", rows, name="exercise-rows"),
    path("training/start/", start, name="exercise-start"),
    path("training/<uuid:exercise_id>/", exercise, name="exercise"),
    path("training/<uuid:exercise_id>/row/", row, name="exercise-row"),
    path("training/<uuid:exercise_id>/pause/", pause, name="exercise-pause"),
    path("training/<uuid:exercise_id>/resume/", resume, name="exercise-resume"),
    path("training/<uuid:exercise_id>/end/", end, name="exercise-end"),
    path("training/<uuid:exercise_id>/remark/", remark, name="exercise-remark"),
]
