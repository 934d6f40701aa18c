"""What every test stands on: browsers (Django's clients) signed in as each kind of person."""

import contextlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, connections
from django.test import Client

from commonweal.core.models import STAFF_ROLES
from tests.factories import MemberFactory, RoleGrantFactory, UserFactory

MEMBERS = ("member", "convenor", "assessor")


@pytest.fixture
def client_of():
    """client_of(user) is a client in which `user` is signed in; `client.user` is that user."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return sign_in


@pytest.fixture
def client_as(db, client_of):
    """client_as("team") is a client signed in as somebody new with that role.

    Knows visitor, guest, member and every `core.models.Role` in lower case. Members, convenors and
    assessors have a profile (`client.user.member`); staff have a second factor set up.
    """

    def sign_in(role):
        if role == "visitor":
            return Client()
        user = UserFactory(name=f"Any {role.capitalize()}")
        if role in MEMBERS:
            MemberFactory(user=user, name=user.name)
        if role not in ("guest", "member"):
            RoleGrantFactory(user=user, role=role.upper())
        if role.upper() in STAFF_ROLES:
            Authenticator.objects.create(
                user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
            )
        return client_of(user)

    return sign_in


@pytest.fixture
def visitor(client_as):
    return client_as("visitor")


@pytest.fixture
def guest(client_as):
    return client_as("guest")


@pytest.fixture
def member(client_as):
    return client_as("member")


@pytest.fixture
def team(client_as):
    return client_as("team")


@pytest.fixture
def at_once(transactional_db, tmp_path):
    """at_once(do, things) calls do(thing) for each at the same time, and lists the answers."""

    def run(do, things):
        def alone(thing):
            try:
                return do(thing)
            finally:
                connections.close_all()

        with in_a_file(tmp_path / "together.sqlite3"), ThreadPoolExecutor(len(things)) as pool:
            return list(pool.map(alone, things))

    return run


@contextlib.contextmanager
def in_a_file(path):
    """For SQLite, a file instead of memory, where nobody waits for a lock as the product does."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with contextlib.closing(sqlite3.connect(path)) as file:
        memory.backup(file)
        connection.settings_dict["NAME"] = str(path)
        try:
            yield
        finally:
            connection.settings_dict["NAME"] = name
        file.execute("PRAGMA journal_mode=DELETE")
        file.backup(memory)
