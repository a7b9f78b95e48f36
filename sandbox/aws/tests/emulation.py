"""One emulated AWS for the whole run, and an account of its own for every test."""

import atexit
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

HOME = Path(__file__).parent.parent
REGION = "eu-central-1"
FRESH_ACCOUNTS = itertools.count(900_000_000_000)

DOCKER_HUB = "registry-1.docker.io"
CREDENTIAL = json.dumps({"username": "someone", "accessToken": "secret"})


def start(folder: Path, *options: str) -> tuple[subprocess.Popen, Path]:
    """Start the command; its port file exists when it serves."""
    port_file = folder / "port"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "emulated_aws", "--port-file", str(port_file), *options],
            env={**os.environ, "PYTHONPATH": str(HOME)},
            stderr=log,
        )
    deadline = time.monotonic() + 120
    while not port_file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.05)
    return process, port_file


def stop(process: subprocess.Popen) -> int:
    process.terminate()
    return process.wait(timeout=60)


@cache
def running() -> Path:
    """The port file of the emulated AWS that all tests share."""
    folder = tempfile.TemporaryDirectory()
    process, port_file = start(Path(folder.name))
    atexit.register(folder.cleanup)
    atexit.register(stop, process)
    return port_file


def endpoint() -> str:
    return url(running())


def trusted() -> tuple[tuple[str, int], Path]:
    """The proxy's address, and the certificate of its authority."""
    port_file = running()
    return ("127.0.0.1", int(port_file.read_text())), port_file.with_suffix(".pem")


def url(port_file: Path) -> str:
    return f"http://127.0.0.1:{int(port_file.read_text())}"


def client(
    service: str,
    *,
    key: str = "test",
    secret: str = "test",
    token: str | None = None,
    region: str = REGION,
    at: str | None = None,
) -> Any:
    """A client that leaves the checking of parameters to the service."""
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=at or endpoint(),
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )


class Account:
    """An account as a deployer sees it: through the credentials of an assumed role."""

    def __init__(self, id: str | None = None, region: str = REGION):
        self.id = id or str(next(FRESH_ACCOUNTS))
        self.region = region
        role = client("sts").assume_role(RoleArn=f"arn:aws:iam::{self.id}:role/deploy", RoleSessionName="test")
        self._credentials = role["Credentials"]

    @cache
    def client(self, service: str, region: str | None = None) -> Any:
        return client(
            service,
            key=self._credentials["AccessKeyId"],
            secret=self._credentials["SecretAccessKey"],
            token=self._credentials["SessionToken"],
            region=region or self.region,
        )

    @property
    def ecr(self) -> Any:
        return self.client("ecr")

    def secret(self, name: str = "ecr-pullthroughcache/docker-hub", value: str | None = CREDENTIAL, **options) -> str:
        """The ARN of a new secret, which has no version when there is no value."""
        if value is not None:
            options["SecretString"] = value
        return self.client("secretsmanager").create_secret(Name=name, **options)["ARN"]

    def role(self, name: str = "ecr") -> str:
        """The ARN of a new role that ECR may assume."""
        trust = {"Effect": "Allow", "Principal": {"Service": "ecr.amazonaws.com"}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        return self.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]

    def rule(self, prefix: str, host: str, **options) -> dict[str, Any]:
        return self.ecr.create_pull_through_cache_rule(ecrRepositoryPrefix=prefix, upstreamRegistryUrl=host, **options)

    def template(self, prefix: str, applied_for: tuple[str, ...] = ("PULL_THROUGH_CACHE",), **options) -> dict:
        response = self.ecr.create_repository_creation_template(prefix=prefix, appliedFor=applied_for, **options)
        return response["repositoryCreationTemplate"]

    def pull(self, repository: str, *image_ids: dict[str, str], registry: "Account | None" = None) -> dict[str, Any]:
        """BatchGetImage of tag ``v1`` or of the given images, from the own registry or another account's."""
        of = {"registryId": registry.id} if registry else {}
        return self.ecr.batch_get_image(
            repositoryName=repository, imageIds=list(image_ids) or [{"imageTag": "v1"}], **of
        )

    def manifest(self, repository: str) -> str:
        (image,) = self.pull(repository)["images"]
        return image["imageManifest"]

    def repositories(self) -> dict[str, dict[str, Any]]:
        repositories = self.ecr.describe_repositories()["repositories"]
        return {repository["repositoryName"]: repository for repository in repositories}


class EmulationTest(unittest.TestCase):
    maxDiff = None

    def setUp(self) -> None:
        self.account = Account()

    @contextmanager
    def refused(self, code: str, message: str = ""):
        """The call must fail with this error code, and a message that holds the given text."""
        with self.assertRaises(ClientError) as caught:
            yield caught
        error = caught.exception.response["Error"]
        self.assertEqual(code, error["Code"], error["Message"])
        self.assertIn(message, error["Message"])
