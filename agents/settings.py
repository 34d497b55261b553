"""All settings, read from the environment.

Every name below stands in the environment with the prefix `COMMUNIQUE_`, in capitals: `bootstrap_servers` is
`COMMUNIQUE_BOOTSTRAP_SERVERS`. docs/settings.md documents each one; a test finds it there and compares the default.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "COMMUNIQUE_"

HEADER_OVERHEAD_BYTES = 64 * 1024
"""What a dead letter may add to the record it holds: the headers that tell why."""

ALIKE = 0.9
"""Share of letters, in order, from which on the name of a variable is taken for a misspelt one."""

_BROKER = re.compile(r"[^\s:@/]{1,253}:[0-9]{1,5}|\[[0-9A-Fa-f:.]{2,45}\]:[0-9]{1,5}")
"""A host and a port; no user name or password, which have settings of their own."""

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")
"""What can stand in a header as it is. Source: RFC 6750, section 2.1."""

SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class Settings(BaseSettings):
    """What an operator can change without touching code.

    Raises:
        pydantic.ValidationError: a value is out of its bounds, or two settings contradict each other.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=True,
        env_ignore_empty=True,
        # An error would show what was put in, secrets as they came included.
        hide_input_in_errors=True,
    )

    # The broker
    bootstrap_servers: Annotated[tuple[str, ...], NoDecode] = ("localhost:9092",)
    """Brokers to begin with, `host:port`, several with commas between."""

    security_protocol: SecurityProtocol = "PLAINTEXT"
    """How to speak to the broker."""

    sasl_mechanism: SaslMechanism = "PLAIN"
    """How to log in, where the protocol begins with `SASL_`."""

    sasl_username: str | None = None
    """Name to log in with."""

    sasl_password: SecretStr | None = None
    """Password to log in with; never logged."""

    ssl_cafile: Path | None = None
    """File of the certificate authorities to trust; the system's own where absent."""

    ssl_certfile: Path | None = None
    """File of the client's certificate, for brokers that ask for one."""

    ssl_keyfile: Path | None = None
    """File of the client certificate's private key."""

    ssl_keyfile_password: SecretStr | None = None
    """Password of that file; never logged."""

    ssl_check_hostname: bool = True
    """Whether the broker's certificate must name the host it is reached at."""

    # Topics
    partitions: int = Field(default=4, ge=1, le=10_000)
    """Partitions of every topic but what merging reads and keeps, which has one; the most workers that can share."""

    replication_factor: int = Field(default=1, ge=1, le=32)
    """Copies that the brokers keep of every topic."""

    retention_days: int = Field(default=30, ge=1, le=36_500)
    """Days that articles, internal records and dead letters are kept; a worker may stand still for no longer."""

    max_record_bytes: int = Field(default=8 * 1024 * 1024, ge=64 * 1024, le=256 * 1024 * 1024)
    """Largest record that the topic `articles` takes; the dead-letter topic takes as much and its headers."""

    # The worker
    app_id: str = Field(default="communique", pattern=r"^[A-Za-z0-9._-]{1,100}$")
    """Name of the consumer group, and the beginning of the changelog topics' names."""

    instance_id: str | None = None
    """Name of this worker that stays the same over restarts; lets it take its partitions up again at once."""

    session_timeout_seconds: float = Field(default=30.0, ge=6, le=1_800)
    """Seconds after which the broker takes a silent worker for dead and gives its partitions to another."""

    rebalance_timeout_seconds: float = Field(default=60.0, ge=1, le=3_600)
    """Seconds that workers get to finish what they hold when partitions move."""

    store: Literal["memory", "rocksdb"] = "memory"
    """Where tables live: `memory`, refilled from the changelogs at each start, or `rocksdb`, on disk."""

    data_dir: Path = Path("communique-data")
    """Directory of the tables on disk; one for each worker."""

    watchdog_seconds: float = Field(default=300.0, ge=0, le=86_400)
    """Seconds without progress, with work waiting, after which the worker ends itself to be restarted; 0 never."""

    log_format: Literal["text", "json"] = "text"
    """Form of the worker's log: lines for people, or one JSON object a line."""

    # Extraction
    model: str = "en_core_web_sm"
    """spaCy pipeline to load."""

    pool_processes: int = Field(default=0, ge=0, le=256)
    """Processes that extract; 0 stands for one a CPU core."""

    in_flight: int = Field(default=256, ge=1, le=1_024)
    """Articles that a worker holds at once, waiting or in extraction."""

    extraction_timeout_seconds: float = Field(default=60.0, gt=0, le=3_600)
    """Seconds that one article may take before it becomes a dead letter."""

    # Merging and entity rows
    merge_window_days: int = Field(default=30, ge=0, le=3_650)
    """Days between an article and a coming event that it tells without a date; between two dates of an appointment."""

    merge_tolerance_days: int = Field(default=1, ge=0, le=60)
    """Days that two told dates of one event may lie apart."""

    live_days: int = Field(default=90, ge=1, le=36_500)
    """Days of article time, behind the newest articles, after which an event takes in no more reports."""

    max_live_mentions: int = Field(default=200_000, ge=2, le=10_000_000)
    """Mentions that may still grow into events; beyond it the events longest silent are settled."""

    max_story_mentions: int = Field(default=200, ge=2, le=10_000)
    """Mentions linked with each other that stay open; beyond it the events longest silent among them are settled."""

    entity_events: int = Field(default=50, ge=1, le=50)
    """Newest events shown in the row of an entity."""

    entity_memory: int = Field(default=200, ge=50, le=5_000)
    """Events of an entity that its row remembers whole; older ones are only counted."""

    view_entries: int = Field(default=300, ge=10, le=5_000)
    """Events kept in one row of offices, measures or meetings; older ones go, those still shown last."""

    max_row_bytes: int = Field(default=524_288, ge=16_384, le=900_000)
    """Largest table row; older content is settled before a row is written that would be larger."""

    # The web view
    web_host: str = "127.0.0.1"
    """Address that the web view listens on."""

    web_port: int = Field(default=6066, ge=1, le=65_535)
    """Port that the web view listens on."""

    web_advertised_host: str | None = None
    """Name or address at which other workers reach this one; where absent, that of `web_host` or of the machine."""

    web_username: str | None = Field(default=None, pattern=r"^[!-9;-~]{1,100}$")
    """Name that people log in with; printable, and without a colon."""

    web_password: SecretStr | None = Field(default=None, min_length=12, max_length=200)
    """Password that people log in with; never logged."""

    web_token: SecretStr | None = Field(default=None, min_length=20, max_length=500)
    """Token that programs log in with; never logged."""

    web_ssl_certfile: Path | None = None
    """File of the certificate that the web view shows; with it, it is served over TLS alone."""

    web_ssl_keyfile: Path | None = None
    """File of that certificate's private key; where absent, it stands in the file of the certificate."""

    web_ssl_keyfile_password: SecretStr | None = None
    """Password of that file; never logged."""

    web_ssl_cafile: Path | None = None
    """File of the authorities to trust when another worker, or the web view, is asked; the system's where absent."""

    web_allow_insecure: bool = False
    """Whether the web view may be served beyond this machine without a login, or without TLS."""

    web_open_metrics: bool = False
    """Whether `/metrics` is given without a login."""

    web_max_requests: int = Field(default=64, ge=1, le=10_000)
    """Requests answered at once; more are refused until one is done."""

    web_timeout_seconds: float = Field(default=30.0, gt=0, le=3_600)
    """Seconds that one request may take."""

    # Export
    webhook_secret: SecretStr | None = Field(default=None, min_length=16, max_length=500)
    """Secret that `communique export webhook` signs with, as it stands or as `whsec_` and base64; never logged."""

    @field_validator("bootstrap_servers", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(server.strip() for server in value.split(",") if server.strip())
        return value

    @field_validator("bootstrap_servers")
    @classmethod
    def _name_at_least_one_broker(cls, servers: tuple[str, ...]) -> tuple[str, ...]:
        if not servers or not all(_BROKER.fullmatch(server) for server in servers):
            raise ValueError("name at least one broker as host:port, and each one so")
        return servers

    @model_validator(mode="after")
    def _a_login_is_whole(self) -> Self:
        if self.uses_sasl and (not self.sasl_username or self.sasl_password is None):
            raise ValueError(
                f"security_protocol {self.security_protocol} needs {PREFIX}SASL_USERNAME and {PREFIX}SASL_PASSWORD"
            )
        return self

    @model_validator(mode="after")
    def _a_key_has_its_certificate(self) -> Self:
        if self.ssl_keyfile and not self.ssl_certfile:
            raise ValueError(f"{PREFIX}SSL_KEYFILE needs {PREFIX}SSL_CERTFILE")
        return self

    @model_validator(mode="after")
    def _a_login_to_the_web_view_is_whole(self) -> Self:
        if (self.web_username is None) != (self.web_password is None):
            raise ValueError(f"{PREFIX}WEB_USERNAME and {PREFIX}WEB_PASSWORD need each other")
        if (self.web_ssl_keyfile or self.web_ssl_keyfile_password) and not self.web_ssl_certfile:
            raise ValueError(f"{PREFIX}WEB_SSL_KEYFILE and its password need {PREFIX}WEB_SSL_CERTFILE")
        if self.web_token and not _TOKEN.fullmatch(self.web_token.get_secret_value()):
            raise ValueError(f"{PREFIX}WEB_TOKEN may hold letters, digits and -._~+/= alone")
        return self

    @model_validator(mode="after")
    def _the_watchdog_waits_for_all_attempts(self) -> Self:
        # Together with other articles, then alone, then alone once more.
        if 0 < self.watchdog_seconds <= 3 * self.extraction_timeout_seconds:
            raise ValueError("watchdog_seconds must be more than three times extraction_timeout_seconds")
        return self

    @property
    def uses_sasl(self) -> bool:
        """Whether the worker logs in at the broker."""
        return self.security_protocol.startswith("SASL_")

    @property
    def uses_ssl(self) -> bool:
        """Whether the connection is encrypted."""
        return self.security_protocol.endswith("SSL")

    @property
    def reachable_at(self) -> str:
        """Host at which other workers reach this one."""
        everywhere = self.web_host in {"0.0.0.0", "::"}  # noqa: S104 -- read, not bound
        return self.web_advertised_host or (socket.gethostname() if everywhere else self.web_host)

    @property
    def web_scheme(self) -> str:
        """How the web view is spoken to: `https` or `http`."""
        return "https" if self.web_ssl_certfile else "http"

    @property
    def web_asks_for_login(self) -> bool:
        """Whether the web view asks for a password or a token."""
        return self.web_password is not None or self.web_token is not None

    @property
    def processes(self) -> int:
        """How many processes extract, with 0 resolved to one a CPU core."""
        return self.pool_processes or os.cpu_count() or 1

    @property
    def dead_letter_bytes(self) -> int:
        """Largest record that the dead-letter topic takes."""
        return self.max_record_bytes + HEADER_OVERHEAD_BYTES


def misspelt(environment: Iterable[str]) -> Iterator[str]:
    """A line for each variable that is no setting and looks like one: it would be passed over unseen.

    Others with the prefix are left in peace. Kubernetes, for one, adds `COMMUNIQUE_SERVICE_HOST` for a service of that
    name.

    Args:
        environment: the names of all variables.
    """
    known = {f"{PREFIX}{name.upper()}": name for name in Settings.model_fields}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            for meant in get_close_matches(name, known, n=1, cutoff=ALIKE):
                yield f"{name} is no setting and is not read; {meant} is one"
