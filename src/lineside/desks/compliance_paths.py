"""Paths of the registrar's desk."""

from django.urls import path

from lineside.desks.views import compliance, dip_samples

FINDING = "compliance/findings/<uuid:finding_id>/"
SAMPLE = "compliance/samples/<uuid:sample_id>/"
COMPLIANCE_PATHS = [
    path("compliance/", compliance.desk, name="compliance"),
    path("compliance/rows/", compliance.rows, name="finding-rows"),
    path(FINDING, compliance.finding, name="finding"),
    path(f"{FINDING}row/", compliance.row, name="finding-row"),
    path(f"{FINDING}explain/", compliance.explain, name="finding-explain"),
    path(f"{FINDING}put-right/", compliance.put_right, name="finding-put-right"),
    path(f"{FINDING}dismiss/", compliance.dismiss, name="finding-dismiss"),
    path("compliance/figures/", compliance.figures, name="compliance-figures"),
    path("compliance/sweeps/", compliance.sweep_rows, name="sweep-rows"),
    path("compliance/sweeps/begin/", compliance.sweep, name="sweep-begin"),
    path("compliance/samples/", dip_samples.desk, name="dip-samples"),
    path("compliance/samples/rows/", dip_samples.rows, name="sample-rows"),
    path("compliance/samples/draw/", dip_samples.draw, name="samples-draw"),
    path("compliance/draws/<uuid:sample_draw_id>/", dip_samples.proof, name="samples-proof"),
    path(SAMPLE, dip_samples.sample, name="dip-sample"),
    path(f"{SAMPLE}row/", dip_samples.row, name="sample-row"),
    path(f"{SAMPLE}review/", dip_samples.review, name="sample-review"),
    path(f"{SAMPLE}decide/", dip_samples.decide, name="sample-decide"),
]
