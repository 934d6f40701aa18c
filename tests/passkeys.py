"""A passkey device in software: it answers a site's challenges as a phone would."""

import hashlib
import json
import re
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://testserver"
SITE = hashlib.sha256(b"testserver").digest()
SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Device:
    """One device with one key."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.owner = b""

    def register(self, page):
        """The credential for the page that adds a passkey, as that page would post it."""
        options = data_of(page)["creation_options"]["publicKey"]
        self.owner = options["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(bytes(16), self.id, public)
        data = AuthenticatorData.create(SITE, SEEN | AuthenticatorData.FLAG.AT, 0, attested)
        return self.answer(
            clientDataJSON=client_data("webauthn.create", options),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def sign(self, options):
        """The credential that answers the challenge of a sign-in."""
        client = client_data("webauthn.get", options["publicKey"])
        data = AuthenticatorData.create(SITE, SEEN, 1)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.answer(
            clientDataJSON=client, authenticatorData=data, signature=signed, userHandle=self.owner
        )

    def answer(self, **parts):
        identity = websafe_encode(self.id)
        response = {
            name: part if isinstance(part, str) else websafe_encode(part)
            for name, part in parts.items()
            if part
        }
        return json.dumps(
            {
                "id": identity,
                "rawId": identity,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )


def client_data(kind, options):
    return CollectedClientData.create(kind, options["challenge"], ORIGIN)


def data_of(page):
    """What a page hands to its script."""
    return json.loads(re.search(r'id="js_data" type="application/json">(.*?)</script>', page)[1])


def add_passkey(client, device, *, name="My phone", alone=True):
    """Add this device to the account `client` is signed in to, through the page."""
    page = client.get("/account/2fa/webauthn/add/").text
    given = {"name": name, "credential": device.register(page)}
    return client.post(
        "/account/2fa/webauthn/add/", given | ({"passwordless": "on"} if alone else {})
    )
