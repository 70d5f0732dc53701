"""The paths of the public's own process; the desks' process has none of them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from lineside.gateways.web import views

# The language stands in the address: so it is kept, and no cookie tells of it.
urlpatterns = i18n_patterns(
    path("", views.start, name="start"),
    path("report/", views.report, name="report"),
    path("report/kept/", views.kept, name="kept"),
    path("follow/<str:link>/", views.follow, name="follow"),
    path("leave/", views.leave, name="leave"),
    path("privacy/", views.privacy, name="privacy"),
    prefix_default_language=False,
)
handler400 = "lineside.gateways.web.manners.unreadable"
handler404 = "lineside.gateways.web.manners.not_here"
handler500 = "lineside.gateways.web.manners.broken"
