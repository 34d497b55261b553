"""The files for Kubernetes name settings, topics, permissions and commands that exist.

`.ci/checks kubernetes` has the form of every object checked; this checks what the files hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.broker.permissions import needs_of_a_worker
from agents.cli.commands import COMMANDS
from agents.settings import PREFIX, Settings
from agents.topics import ARTICLES, required_topics

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"
STRIMZI = FOLDER / "overlays" / "strimzi"
OVERLAYS = sorted(path for path in (FOLDER / "overlays").iterdir() if path.is_dir())
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


def objects(*paths: Path) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield from (found for found in yaml.safe_load_all(path.read_text("utf-8")) if found)


def read(path: Path) -> dict[str, Any]:
    [found] = objects(path)
    return found


def base_settings() -> dict[str, str]:
    lines = (FOLDER / "base" / "settings.env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def overlay_settings(overlay: Path) -> dict[str, str]:
    generators = read(overlay / "kustomization.yaml")["configMapGenerator"]
    return base_settings() | dict(literal.split("=", 1) for maker in generators for literal in maker["literals"])


WORKER = read(FOLDER / "base" / "worker.yaml")
POD = WORKER["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.name)
def test_settings_exist_and_fit_each_other(overlay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = overlay_settings(overlay)
    assert set(told) - SETTINGS == set()
    for name, value in (told | {"COMMUNIQUE_SASL_PASSWORD": "from the secret"}).items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (settings.store, settings.web_port) == ("rocksdb", CONTAINER["ports"][0]["containerPort"])


def test_names_in_the_environment_of_a_pod_are_settings() -> None:
    patched = read(STRIMZI / "worker-login.yaml")["spec"]["template"]["spec"]["containers"][0]
    names = {entry["name"] for entry in (*CONTAINER["env"], *patched["env"])}
    assert names - SETTINGS == set()


def test_a_worker_keeps_name_address_and_volume_over_restarts() -> None:
    env = {entry["name"]: entry for entry in CONTAINER["env"]}
    service = WORKER["spec"]["serviceName"]
    [named] = [
        found
        for found in objects(FOLDER / "base" / "services.yaml")
        if (found["kind"], found["metadata"]["name"]) == ("Service", service)
    ]
    assert env["COMMUNIQUE_INSTANCE_ID"]["valueFrom"]["fieldRef"]["fieldPath"] == "metadata.name"
    assert env["COMMUNIQUE_WEB_ADVERTISED_HOST"]["value"] == f"$(COMMUNIQUE_INSTANCE_ID).{service}"
    # Workers ask each other while they are not ready, too.
    assert (named["spec"]["clusterIP"], named["spec"]["publishNotReadyAddresses"]) == ("None", True)
    [claim] = WORKER["spec"]["volumeClaimTemplates"]
    mounts = {mount["name"]: mount["mountPath"] for mount in CONTAINER["volumeMounts"]}
    assert mounts[claim["metadata"]["name"]] == base_settings()["COMMUNIQUE_DATA_DIR"]


def pods() -> Iterator[Any]:
    yield pytest.param(POD, id="worker")
    yield pytest.param(read(FOLDER / "overlays" / "own-kafka" / "topics.yaml")["spec"]["template"]["spec"], id="topics")


@pytest.mark.parametrize("pod", list(pods()))
def test_a_pod_runs_a_command_that_exists_with_no_more_rights_than_it_needs(pod: dict[str, Any]) -> None:
    [container] = pod["containers"]
    assert container["args"][0] in {"worker", *(command.name for command in COMMANDS)}
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {"cpu", "memory"} <= set(container["resources"]["requests"])
    assert "memory" in container["resources"]["limits"]


def test_the_user_of_a_pod_is_that_of_the_image() -> None:
    dockerfile = (FOLDER.parent / "Dockerfile").read_text("utf-8")
    context = POD["securityContext"]
    assert f"USER {context['runAsUser']}:{context['runAsGroup']}\n" in dockerfile


def test_probes_ask_pages_that_need_no_login() -> None:
    asked = {probe: CONTAINER[probe]["httpGet"]["path"] for probe in CONTAINER if probe.endswith("Probe")}
    assert asked == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}


def test_what_keeps_strangers_out_and_pods_up_chooses_the_workers() -> None:
    labels = WORKER["spec"]["template"]["metadata"]["labels"]
    chosen = [
        read(FOLDER / "base" / "disruption.yaml")["spec"]["selector"]["matchLabels"],
        read(FOLDER / "base" / "network.yaml")["spec"]["podSelector"]["matchLabels"],
        read(FOLDER / "components" / "monitoring" / "podmonitor.yaml")["spec"]["selector"]["matchLabels"],
        WORKER["spec"]["selector"]["matchLabels"],
    ]
    assert [selector for selector in chosen if not selector.items() <= labels.items()] == []


def strimzi_settings() -> Settings:
    told = overlay_settings(STRIMZI)
    return Settings(
        partitions=int(told["COMMUNIQUE_PARTITIONS"]), replication_factor=int(told["COMMUNIQUE_REPLICATION_FACTOR"])
    )


def test_strimzi_makes_every_topic_as_the_stream_needs_it() -> None:
    made = {
        topic["metadata"]["name"]: (
            topic["spec"]["partitions"],
            topic["spec"]["replicas"],
            {key: str(value) for key, value in topic["spec"]["config"].items()},
        )
        for topic in objects(STRIMZI / "topics.yaml")
    }
    settings = strimzi_settings()
    needed = {
        spec.name: (spec.partitions, settings.replication_factor, dict(spec.config))
        for spec in required_topics(settings)
    }
    assert made == needed


def test_strimzi_lets_a_worker_do_what_it_must_and_nothing_else() -> None:
    user = read(STRIMZI / "user.yaml")
    let = {
        (acl["resource"]["type"], acl["resource"]["name"], *(name.lower() for name in acl["operations"]))
        for acl in user["spec"]["authorization"]["acls"]
    }
    settings = strimzi_settings()
    needed = {
        (need.kind, need.name, *(operation.replace("_", "").lower() for operation in need.operations))
        for need in needs_of_a_worker(required_topics(settings), settings)
    }
    assert let == needed
    assert user["metadata"]["name"] == overlay_settings(STRIMZI)["COMMUNIQUE_SASL_USERNAME"]


@pytest.mark.parametrize(
    "path", [FOLDER / "components" / "autoscaling" / "scaledobject.yaml", STRIMZI / "scaledobject-login.yaml"]
)
def test_workers_are_counted_by_the_lag_of_articles(path: Path) -> None:
    [trigger] = read(path)["spec"]["triggers"]
    told = trigger["metadata"]
    assert (told["topic"], told["consumerGroup"]) == (ARTICLES, Settings().app_id)
    assert told["allowIdleConsumers"] == "false"


def test_there_are_never_more_workers_than_partitions() -> None:
    scaled = read(FOLDER / "components" / "autoscaling" / "scaledobject.yaml")["spec"]
    assert scaled["maxReplicaCount"] == int(base_settings()["COMMUNIQUE_PARTITIONS"])
    assert scaled["scaleTargetRef"]["name"] == WORKER["metadata"]["name"]


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.name)
def test_every_file_is_part_of_what_is_applied(overlay: Path) -> None:
    told = read(overlay / "kustomization.yaml")
    named = {*told["resources"], *(patch["path"] for patch in told.get("patches", ()))}
    assert {path.name for path in overlay.glob("*.yaml")} - {"kustomization.yaml"} <= named
    assert [path for path in (*named, *told.get("components", ())) if not (overlay / path).exists()] == []


def test_no_secret_stands_in_a_file() -> None:
    secrets = [
        found
        for path in FOLDER.rglob("*.yaml")
        for found in objects(path)
        if found["kind"] == "Secret" or "secretGenerator" in found
    ]
    assert [secret["stringData"] for secret in secrets] == [{"username": "communique"}]


@pytest.mark.parametrize(
    "overlay, standard",
    [
        pytest.param("own-kafka", "restricted", id="where workers are alone"),
        pytest.param("strimzi", "baseline", id="beside Strimzi's own pods, which would be refused otherwise"),
    ],
)
def test_a_namespace_lets_in_the_pods_that_its_overlay_makes(overlay: str, standard: str) -> None:
    labels = read(FOLDER / "overlays" / overlay / "namespace.yaml")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == standard
    assert POD["securityContext"]["runAsNonRoot"]
