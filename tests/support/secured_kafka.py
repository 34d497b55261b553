"""Apache Kafka that lets nobody in without a login or a certificate, and nobody do what no ACL allows.

Beside the plain listener, where tests administer it, it has one for logins over TLS and one for client certificates.
Certificates are made on the fly by authorities of the tests' own, and worth nothing outside them.
"""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import trustme
from cryptography.hazmat.primitives import serialization
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType

from agents.broker.embedded import HOST, free_port
from brokers import SETTINGS, ApacheKafka

NAME = "localhost"
"""The name that the broker's certificate bears; by its address the broker is somebody else."""

PASSWORDS = {
    "PLAIN": "plain-4vQ0secret",
    "SCRAM-SHA-256": "scram256-9kTsecret",
    "SCRAM-SHA-512": "scram512-Zr7secret",
}
"""The password of each mechanism's user."""

USERS = {mechanism: f"user-{mechanism.lower()}" for mechanism in PASSWORDS}
CERTIFIED = "certified"
"""The user that the client certificate names."""

STRANGER, STRANGERS_PASSWORD = "stranger", "stranger-X3secret"
"""A user that may log in, with SCRAM-SHA-512, and do nothing."""

KEY_PASSWORD = "key-Bd5secret"  # noqa: S105 -- a test's

SECURITY = """\
listeners={open},{secured},CONTROLLER://{host}:{controller_port}
advertised.listeners={open},{secured}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.plain.sasl.jaas.config={login}.plain.PlainLoginModule required user_{plain_user}="{password}";
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config={login}.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config={login}.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={truststore}
listener.name.ssl.ssl.client.auth=required
ssl.principal.mapping.rules=RULE:^.*CN=([^,]+).*$/$1/,DEFAULT
"""


class Certificates:
    """An authority, and what it and a stranger issue, as PEM files in a directory.

    Args:
        directory: where the files are written.
    """

    def __init__(self, directory: Path) -> None:
        authority, stranger = trustme.CA(), trustme.CA()
        self.authority = directory / "ca.pem"
        self.stranger = directory / "other-ca.pem"
        authority.cert_pem.write_to_path(self.authority)
        stranger.cert_pem.write_to_path(self.stranger)
        self.server = _with_key(authority.issue_cert(NAME), directory / "server.pem")
        self.encrypted_server = _with_key(authority.issue_cert(NAME), directory / "server-encrypted.pem", KEY_PASSWORD)
        self.client = _with_key(
            authority.issue_cert("worker@communique.example", common_name=CERTIFIED),
            directory / "client.pem",
            KEY_PASSWORD,
        )
        self.unknown_client = _with_key(
            stranger.issue_cert("nobody@communique.example", common_name=CERTIFIED), directory / "unknown.pem"
        )


def _with_key(certificate: trustme.LeafCert, path: Path, password: str | None = None) -> Path:
    """One file with the private key, in the form that Kafka reads, and the certificate behind it."""
    key = serialization.load_pem_private_key(certificate.private_key_pem.bytes(), password=None)
    encryption = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, encryption)
    path.write_bytes(pem + b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    path.chmod(0o600)
    return path


class SecuredKafka(ApacheKafka):
    """One node of Apache Kafka with TLS, logins, client certificates and ACLs.

    Args:
        directory: as for `ApacheKafka`.
    """

    def __init__(self, directory: Path) -> None:
        self.certificates = Certificates(directory)
        self._sasl_port, self._mtls_port = free_port(), free_port()
        self.format_options = tuple(
            word
            for mechanism, name, password in (
                *((m, USERS[m], PASSWORDS[m]) for m in USERS if m != "PLAIN"),
                ("SCRAM-SHA-512", STRANGER, STRANGERS_PASSWORD),
            )
            for word in ("--add-scram", f"{mechanism}=[name={name},password={password}]")
        )
        super().__init__(directory)

    def server_properties(self, directory: Path) -> str:
        ports = {"host": HOST, "port": self._port, "controller_port": free_port()}
        kept = SETTINGS.format(**ports, log_dirs=directory / "log").splitlines()
        security = SECURITY.format(
            **ports,
            open=f"PLAINTEXT://{HOST}:{self._port}",
            secured=f"SASL_SSL://{NAME}:{self._sasl_port},SSL://{NAME}:{self._mtls_port}",
            login="org.apache.kafka.common.security",
            plain_user=USERS["PLAIN"],
            password=PASSWORDS["PLAIN"],
            keystore=self.certificates.server,
            truststore=self.certificates.authority,
        )
        ours = {line.partition("=")[0] for line in security.splitlines()}
        return security + "\n".join(line for line in kept if line.partition("=")[0] not in ours)

    def login(self, mechanism: str) -> dict[str, str]:
        """Settings of a user that logs in over TLS."""
        return {
            "bootstrap_servers": f"{NAME}:{self._sasl_port}",
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": mechanism,
            "sasl_username": USERS[mechanism],
            "sasl_password": PASSWORDS[mechanism],
            "ssl_cafile": str(self.certificates.authority),
        }

    def certificate(self) -> dict[str, str]:
        """Settings of a user that shows a certificate."""
        return {
            "bootstrap_servers": f"{NAME}:{self._mtls_port}",
            "security_protocol": "SSL",
            "ssl_cafile": str(self.certificates.authority),
            "ssl_certfile": str(self.certificates.client),
            "ssl_keyfile": str(self.certificates.client),
            "ssl_keyfile_password": KEY_PASSWORD,
        }

    def obey(self, command: str) -> None:
        """Do what a command line of Apache Kafka's `kafka-acls.sh` says; that tool itself is not among the jars."""
        told = ACL_COMMAND.parse_args(shlex.split(command)[1:])
        resources = [(ResourceType.TOPIC, name) for name in told.topic] + [
            (ResourceType.GROUP, name) for name in told.group
        ]
        acls = [
            ACL(told.principal, "*", operation, ACLPermissionType.ALLOW, ResourcePattern(kind, name))
            for kind, name in resources
            for operation in told.operation
        ]
        with self.admin() as admin:
            (admin.delete_acls if told.remove else admin.create_acls)(acls)


def _operation(name: str) -> ACLOperation:
    """An operation as the tool writes it: `DescribeConfigs`."""
    return ACLOperation[re.sub(r"(?<!^)([A-Z])", r"_\1", name).upper()]


ACL_COMMAND = argparse.ArgumentParser(exit_on_error=False)
ACL_COMMAND.add_argument("--add", action="store_true")
ACL_COMMAND.add_argument("--remove", action="store_true")
ACL_COMMAND.add_argument("--allow-principal", dest="principal", required=True)
ACL_COMMAND.add_argument("--operation", action="append", type=_operation, required=True)
ACL_COMMAND.add_argument("--topic", action="append", default=[])
ACL_COMMAND.add_argument("--group", action="append", default=[])
