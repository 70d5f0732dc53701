"""The registrar's desk: what is found, the figures with their intervals, dip samples seen by who may."""

import pytest

from lineside.access.queries import actor_of
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.testing import make_differing, make_finding, make_overdue, make_sample, make_sweep, marks_of
from lineside.crimes.permissions import CanCrime
from lineside.incidents.permissions import CanIncident
from lineside.people.testing import on_staff

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
REGISTRAR = (
    CanCompliance.VIEW,
    CanCompliance.WORK,
    CanCompliance.SWEEP,
    CanCompliance.DRAW,
    CanCompliance.REVIEW,
    CanIncident.VIEW,
    CanCrime.VIEW,
)


def words(answer):
    return " ".join(answer.content.decode().split())


def test_a_finding_is_shown_with_its_paragraph_and_kept_words(client, sign_in):
    sign_in(*REGISTRAR)
    row = make_finding()
    page = words(client.get("/compliance/"))
    assert row.reference in page
    assert "CRR 2026/27 p7, p10" in page
    one = words(client.get(f"/compliance/findings/{row.id}/", headers=HTMX))
    assert "“punched”" in one
    told = {"words": "It came to light in a review.", "seen_version": "0", "key": "k1"}
    after = client.post(f"/compliance/findings/{row.id}/explain/", told, headers=HTMX)
    assert after.status_code == 200
    assert "It came to light in a review." in words(after)
    assert "explained" in words(client.get("/compliance/rows/"))


def test_who_only_reads_is_shown_no_form(client, sign_in):
    sign_in(CanCompliance.VIEW, CanIncident.VIEW)
    row = make_finding()
    assert "<form hx-post" not in words(client.get(f"/compliance/findings/{row.id}/", headers=HTMX))
    assert client.post(f"/compliance/findings/{row.id}/dismiss/", {"words": "It is none at all"}).status_code == 403


def test_the_figures_tell_how_many_of_how_many_and_no_percentage_of_few(client, sign_in):
    sign_in(*REGISTRAR)
    assert "Nothing is counted yet" in words(client.get("/compliance/figures/"))
    for _ in range(5):
        make_overdue()
    make_sweep()
    page = words(client.get("/compliance/figures/"))
    told = ("0", "5", "0.0", "0.0 to 43.4")
    assert "".join(f'<td class="num">{each}</td>' for each in told) in page
    assert "under way" not in page
    assert client.get("/compliance/figures/?since=then").status_code == 422
    assert "no area" not in words(client.get("/compliance/figures/?by=area"))


def test_a_sweep_is_begun_at_the_desk_once(client, sign_in):
    sign_in(*REGISTRAR)
    assert "under way" in words(client.post("/compliance/sweeps/begin/", {"kind": "whole", "key": "a"}, headers=HTMX))
    again = client.post("/compliance/sweeps/begin/", {"kind": "whole", "key": "b"}, headers=HTMX)
    assert again.status_code == 422
    assert "it ends by itself" in words(again)


def test_a_reviewer_sees_nothing_of_the_other_and_a_third_decides(client, sign_in):
    me = actor_of(sign_in(*REGISTRAR))
    on_staff(me)
    row = make_sample(3)
    marks = {f"mark-{code}": mark for code, mark in marks_of().items()}
    assert "Ash Birch" not in words(client.get(f"/compliance/samples/{row.id}/", headers=HTMX))
    mine = client.post(f"/compliance/samples/{row.id}/review/", marks | {"key": "a"}, headers=HTMX)
    assert "Your marks are in" in words(mine)
    other = make_differing()
    page = words(client.get(f"/compliance/samples/{other.id}/", headers=HTMX))
    assert "Ash Birch" in page
    assert "mark-class" in page
    assert "mark-told" not in page
    told = {"mark-class": "with_advice", "words": "It was told late", "seen_version": str(other.version), "key": "b"}
    assert "Decided by" in words(client.post(f"/compliance/samples/{other.id}/decide/", told, headers=HTMX))
