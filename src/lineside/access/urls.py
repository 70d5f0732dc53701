"""Paths of the way in, of the sitting, and of what a person has of their own. Of allauth's, only those that we use."""

from allauth.account.views import login, logout
from allauth.mfa.base.views import authenticate
from django.urls import path

from lineside.access.views import entrance, own, sittings

app_name = "access"
urlpatterns = [
    path("session/lock/", sittings.lock, name="lock"),
    path("session/unlock/", sittings.unlock, name="unlock"),
    path("session/here/", sittings.here, name="here"),
    path("session/end-all/", sittings.end_all, name="end-all"),
    path("session/link/<str:token>/", sittings.demo_link, name="demo-link"),
    path("session/begin/", entrance.begin, name="begin"),
    path("session/begin/<str:token>/", entrance.open_link, name="open-link"),
    path("session/enrol/", entrance.enrol, name="enrol"),
    path("me/", own.show, name="own"),
    path("me/prove/", own.prove, name="prove"),
    path("me/password/", own.password, name="own-password"),
    path("me/second-step/", own.new_second_step, name="own-second-step"),
    path("me/codes/", own.new_codes, name="own-codes"),
    path("me/sittings/<str:mark>/end/", own.end_one, name="own-end"),
]
# allauth finds these by their names, so they stand outside our own; its other pages are not opened at all.
entrance_patterns = [
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("2fa/authenticate/", authenticate, name="mfa_authenticate"),
]
