"""Apache Kafka for tests: fetched once from Maven Central, run as one KRaft node, stopped and started at will."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.admin import MemberToRemove

from agents.broker.embedded import HOST, free_port, is_listening

POM = Path(__file__).with_name("pom.xml")
OLDEST_JAVA = 17
FETCH_SECONDS = 240
START_SECONDS = 60
STOP_SECONDS = 30
WIPE_SECONDS = 30

JVM = (
    *("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
    *("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true"),
)

SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers={host}:{controller_port}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller_port}
advertised.listeners=PLAINTEXT://{host}:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={log_dirs}
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=300
broker.session.timeout.ms=1500
log.cleaner.dedupe.buffer.size=16777216
"""


class NoKafkaError(RuntimeError):
    """This machine can not run Apache Kafka; the message says what is missing."""


class Cluster:
    """A Kafka cluster that holds nothing but what tests put there.

    Args:
        bootstrap: its bootstrap server as `host:port`.
    """

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap

    @contextmanager
    def admin(self) -> Iterator[KafkaAdminClient]:
        """An administration client, closed at the end."""
        client = KafkaAdminClient(bootstrap_servers=self.bootstrap, bootstrap_timeout_ms=START_SECONDS * 1000)
        try:
            yield client
        finally:
            client.close()

    def topics(self) -> list[str]:
        """The topics there are, without the broker's own."""
        with self.admin() as admin:
            return _topics(admin)

    def wipe(self) -> None:
        """Delete every topic and every consumer group, and wait until they are gone.

        Raises:
            TimeoutError: something is still there after `WIPE_SECONDS`.
        """
        deadline = time.monotonic() + WIPE_SECONDS
        with self.admin() as admin:
            while left := _wipe_once(admin):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"Kafka still holds {', '.join(left)}")
                time.sleep(0.05)

    def start(self) -> None:
        """Start the broker, where it does not run, and wait until it answers."""

    def stop(self) -> None:
        """Shut the broker down in good order; its log stays."""
        raise NotImplementedError("this Kafka is not the tests' own to stop")

    def kill(self) -> None:
        """End the broker at once, as a power cut would; its log stays."""
        raise NotImplementedError("this Kafka is not the tests' own to kill")


class ApacheKafka(Cluster):
    """One node of Apache Kafka that the tests start, stop and kill; it keeps its address and its log all the while.

    Args:
        directory: an empty directory for its settings, its log and what it prints (`kafka.out`).

    Raises:
        NoKafkaError: Java or Maven is missing, Java is too old, or the jars can't be fetched.
    """

    format_options: tuple[str, ...] = ()
    """Further options for formatting the log directory."""

    def __init__(self, directory: Path) -> None:
        self._classpath = f"{kafka_jars()}/*"
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._output = directory / "kafka.out"
        self._settings = directory / "server.properties"
        self._settings.write_text(self.server_properties(directory), encoding="utf-8")
        self._format()
        super().__init__(f"{HOST}:{self._port}")

    def server_properties(self, directory: Path) -> str:
        """The broker's own settings."""
        return SETTINGS.format(host=HOST, port=self._port, controller_port=free_port(), log_dirs=directory / "log")

    def start(self) -> None:
        if self._process is not None:
            return
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                ["java", *JVM, "-cp", self._classpath, "kafka.Kafka", str(self._settings)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_it_answers(self._process)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def _format(self) -> None:
        # One that began with "-" would be taken for an option.
        cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "A")
        tool = ["java", "-Xmx128m", *JVM[2:], "-cp", self._classpath, "kafka.tools.StorageTool"]
        subprocess.run(
            [
                *(*tool, "format", "--standalone", "--cluster-id", cluster_id, "--config", str(self._settings)),
                *self.format_options,
            ],
            check=True,
            capture_output=True,
            timeout=START_SECONDS,
        )

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not is_listening(self._port):
            if process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"Apache Kafka did not start:\n{self._output.read_text('utf-8')[-4000:]}")
            time.sleep(0.05)
        with self.admin() as admin:
            admin.describe_cluster()

    def _end(self, with_signal: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(with_signal)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def kafka_jars() -> Path:
    """The directory of Apache Kafka's jars in the user's cache, fetched from Maven Central the first time.

    Several test runs may ask at once: one fetches, the others wait for it.

    Raises:
        NoKafkaError: Java or Maven is missing, Java is too old, or Maven could not fetch.
    """
    _require_java()
    pom = POM.read_bytes()
    version = re.search(rb"<kafka\.version>(.+?)</kafka\.version>", pom)
    if version is None:
        raise NoKafkaError(f"{POM} names no kafka.version")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "communique"
    cache.mkdir(parents=True, exist_ok=True)
    jars = cache / f"kafka-{version[1].decode()}-{hashlib.sha256(pom).hexdigest()[:8]}"
    with (cache / "kafka.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jars.is_dir():
            _fetch(jars)
    return jars


def _require_java() -> None:
    if shutil.which("java") is None:
        raise NoKafkaError(f"no Java on this machine; Apache Kafka needs Java {OLDEST_JAVA} or later")
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    if version is None or int(version[1]) < OLDEST_JAVA:
        first_line = told.strip().partition("\n")[0]
        raise NoKafkaError(f"Apache Kafka needs Java {OLDEST_JAVA} or later, here is: {first_line}")


def _fetch(jars: Path) -> None:
    """Fetch into a directory beside the target and rename it, so that what is there is whole."""
    if shutil.which("mvn") is None:
        raise NoKafkaError("no Maven on this machine; it fetches Apache Kafka")
    with tempfile.TemporaryDirectory(dir=jars.parent) as scratch:
        wanted = ["-DincludeScope=runtime", f"-DoutputDirectory={scratch}/jars"]
        # Strict checksums: a jar that does not match the one Maven Central tells ends the fetch.
        command = ["mvn", "-B", "-q", "-C", "-f", str(POM), "dependency:copy-dependencies", *wanted]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=FETCH_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise NoKafkaError(f"Maven did not fetch Apache Kafka within {FETCH_SECONDS} s") from error
        if done.returncode:
            told = re.sub(r"\x1b\[[\d;]*m", "", done.stdout).strip()
            raise NoKafkaError(f"Maven could not fetch Apache Kafka: {told.partition(chr(10))[0][:300]}")
        Path(scratch, "jars").rename(jars)


def _wipe_once(admin: KafkaAdminClient) -> list[str]:
    """Ask for all topics and groups to go; what there still was is returned."""
    topics = _topics(admin)
    groups = [group["group_id"] for group in admin.list_groups()]
    for group in groups:
        _drop_members(admin, group)
    if groups:
        admin.delete_groups(groups)
    if topics:
        admin.delete_topics(topics, raise_errors=False)
    return topics + groups


def _drop_members(admin: KafkaAdminClient, group: str) -> None:
    """A killed consumer stays a member until its session ends; a group with members can't be deleted."""
    members = admin.describe_groups([group])[group]["members"]
    if members:
        admin.remove_group_members(group, [_to_remove(member) for member in members])


def _to_remove(member: dict[str, str | None]) -> MemberToRemove:
    return MemberToRemove(member_id=member["member_id"], group_instance_id=member["group_instance_id"])


def _topics(admin: KafkaAdminClient) -> list[str]:
    return sorted(name for name in admin.list_topics() if not name.startswith("__"))
