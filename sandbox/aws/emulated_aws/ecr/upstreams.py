"""The upstream registries that ECR can cache.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
"""

import re
from dataclasses import dataclass

import botocore.session

from emulated_aws.ecr.errors import UnsupportedUpstreamRegistryException

PARTITIONS = botocore.session.get_session().get_data("endpoints")["partitions"]
DNS_SUFFIXES = "|".join(re.escape(partition["dnsSuffix"]) for partition in PARTITIONS)


@dataclass(frozen=True)
class Upstream:
    """``name`` is the API's UpstreamRegistry, ``host`` a pattern of its UpstreamRegistryUrl."""

    name: str
    host: str
    needs_secret: bool = False

    @property
    def is_ecr(self) -> bool:
        return self.name == "ecr"

    def has(self, path: str) -> bool:
        """Everything exists upstream, save that Docker Hub keeps official images under ``library/``."""
        return self.name != "docker-hub" or "/" in path


UPSTREAMS = (
    Upstream("docker-hub", r"registry-1\.docker\.io", needs_secret=True),
    Upstream("ecr-public", r"public\.ecr\.aws"),
    Upstream("k8s", r"registry\.k8s\.io"),
    Upstream("quay", r"quay\.io"),
    Upstream("github-container-registry", r"ghcr\.io", needs_secret=True),
    Upstream("gitlab-container-registry", r"registry\.gitlab\.com", needs_secret=True),
    Upstream("azure-container-registry", r"[a-z0-9-]+\.azurecr\.io", needs_secret=True),
    Upstream("chainguard", r"cgr\.dev", needs_secret=True),
    Upstream("ecr", rf"[0-9]{{12}}\.dkr\.ecr\.[a-z0-9-]+\.({DNS_SUFFIXES})"),
)


def upstream_at(host: str) -> Upstream:
    for upstream in UPSTREAMS:
        if re.fullmatch(upstream.host, host):
            return upstream
    raise UnsupportedUpstreamRegistryException(host=host)


def ecr_account(host: str) -> str:
    """The account of a private ECR registry."""
    return host.partition(".")[0]
