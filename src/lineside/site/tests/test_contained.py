"""The rule by which nothing leaves a training copy, and what a training copy hears of its environment."""

import ast
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lineside.site import contained, settings, train
from lineside.site.postgres import ClusterFault

PEERS = contained.read_peers("127.0.0.1:2625, 127.0.0.1:4930")
# Names that say where we are ourselves.
OURS = {"STATIC_URL", "LOGIN_URL", "LOGIN_REDIRECT_URL", "ACCOUNT_LOGOUT_REDIRECT_URL"}


def test_a_peer_is_reached_and_nobody_else():
    assert contained.may_reach("127.0.0.1", 2625, PEERS)
    assert contained.may_reach("localhost", 4930, PEERS)
    assert not contained.may_reach("127.0.0.1", 25, PEERS)
    assert not contained.may_reach("192.0.2.7", 2625, PEERS)
    assert not contained.may_reach("127.0.0.1", 2625, ())


@pytest.mark.parametrize("told", ["192.0.2.7:25", "mail.force.example:25", "127.0.0.1", "127.0.0.1:smtp"])
def test_a_peer_on_another_machine_is_none(told):
    with pytest.raises(ImproperlyConfigured, match="port of this machine"):
        contained.read_peers(told)


@pytest.mark.parametrize("name", ["mail.force.example", b"mail.force.example", "192.0.2.7"])
def test_no_name_of_another_machine_is_asked_for(name):
    assert not contained.may_look_up(name)
    assert contained.may_look_up("localhost")
    assert contained.may_look_up(None)


@pytest.mark.parametrize("where", ["/run/clamav/clamd.ctl", ("::1", 25, 0, 0), ("192.0.2.7", 2625)])
def test_a_line_to_what_is_no_peer_is_a_fault_that_says_why(where):
    with pytest.raises(PermissionError, match="nothing leaves it"):
        contained._check(where, PEERS)
    contained._check(("127.0.0.1", 2625), PEERS)


def test_every_address_that_a_setting_may_name_is_known():
    """A new gateway's address cannot be forgotten here."""
    tree = ast.parse(Path(settings.__file__).read_text())
    named = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    addresses = {name for name in named if name.endswith("_URL")} | {"SMARTHOST", "DNS"}
    assert addresses - OURS == set(contained.OUTBOUND)


def test_a_live_systems_addresses_keys_and_names_stay_outside():
    environment = {
        "LINESIDE_HR_URL": "https://hr.force.example",
        "LINESIDE_X_TOKEN": "live",
        "LINESIDE_PORT": "8000",
        "DATABASE_OWNER_URL": "postgresql://live",
        "LINESIDE_FORCE_PREFIX": "LS",
        "HOME": "/home",
    }
    train.forget_live(environment)
    assert environment == {
        "LINESIDE_PORT": "8000",
        "HOME": "/home",
        "LINESIDE_FORCE": "Lineside Railway Police (TRAINING)",
        "LINESIDE_FORCE_PREFIX": "TRAINING",
    }


def test_a_training_copy_takes_no_database_of_somebody_else(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://lineside_app@db.force.example/lineside")
    with pytest.raises(ClusterFault, match="database of its own"):
        train.train(lambda _: None)


def test_its_peers_are_told_from_what_was_chosen():
    told = train.peers_told(
        {"LINESIDE_SMARTHOST": "127.0.0.1:2625", "LINESIDE_AMI_URL": "ami://a:b@127.0.0.1:5038", "LINESIDE_DNS": ""}
    )
    assert told == "127.0.0.1:2625,127.0.0.1:5038"


def test_its_data_stand_in_a_folder_of_their_own(monkeypatch, tmp_path):
    monkeypatch.setenv("LINESIDE_VAR", str(tmp_path))
    assert train.own_folder() == tmp_path / "training"
    monkeypatch.setenv("LINESIDE_VAR", str(tmp_path / "training"))
    assert train.own_folder() == tmp_path / "training"
