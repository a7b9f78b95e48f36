"""The hosts that ECR's registries, and the bucket with their layers, are reached at.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
"""

import re

from emulated_aws.ecr.upstreams import DNS_SUFFIXES

REGISTRY = re.compile(rf"([0-9]{{12}})\.(?:dkr\.ecr\.([a-z0-9-]+)\.(?:{DNS_SUFFIXES})|dkr-ecr\.([a-z0-9-]+)\.on\.aws)")
BUCKET = re.compile(r"prod-([a-z0-9-]+)-starport-layer-bucket\.s3\.\1\.amazonaws\.com")


def name_of(authority: str) -> str:
    """The host of ``host:port``."""
    return authority.partition(":")[0].lower()


def registry_at(host: str) -> tuple[str, str] | None:
    """Account and Region of a registry's host."""
    found = REGISTRY.fullmatch(host)
    return (found[1], found[2] or found[3]) if found else None


def is_bucket(host: str) -> bool:
    return BUCKET.fullmatch(host) is not None


def is_ours(host: str) -> bool:
    return registry_at(host) is not None or is_bucket(host)
