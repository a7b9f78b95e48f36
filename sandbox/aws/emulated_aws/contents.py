"""Repositories and images that a test lays down, as they would be after months of pulls.

``PUT /contents`` takes what one registry holds, in place of what it held; README.md has its shape.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from moto.core.utils import utcnow
from moto.ecr.models import Repository, ecr_backends

from emulated_aws.ecr import made_up, scans
from emulated_aws.ecr.image import Image
from emulated_aws.ecr.made_up import Artifact
from emulated_aws.ecr.models import CachingRegistry
from emulated_aws.requests import reply

PATH = "/contents"
# The newest of generated images is of today, each other of so many days before the next.
DAYS_APART = 10


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The control endpoint."""
    try:
        lay_down(**json.loads(environ["emulated_aws.request"].body))
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        return reply(start_response, "400 Bad Request", "text/plain", f"{type(wrong).__name__}: {wrong}\n")
    start_response("204 No Content", [])
    return []


def lay_down(
    account: str,
    region: str,
    repositories: list[dict[str, Any]] | None = None,
    generate: dict[str, Any] | None = None,
) -> None:
    registry = ecr_backends[account][region]
    registry.repositories.clear()
    for repository in [*(repositories or []), *(generated(**generate) if generate else [])]:
        fill(registry, **repository)


def generated(
    prefix: str, repositories: int, images: int, image: dict[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """So many repositories of so many images: the tag ``v1`` is that of the oldest."""
    for number in range(1, repositories + 1):
        entries = []
        for version in range(1, images + 1):
            days = DAYS_APART * (images - version)
            entry = {"tags": [f"v{version}"], "pushed": days, "pulled": days, "size": 30_000_000}
            entries.append(entry | (image or {}))
        yield {"name": f"{prefix}/app-{number:04}", "images": entries}


def fill(
    registry: CachingRegistry, name: str, images: list[dict[str, Any]], created: float | str | None = None
) -> None:
    repository = registry.create_from_template(name)
    if created is not None:
        repository.created_at = moment(created)
    for number, image in enumerate(images, 1):
        put(registry, repository, f"{name}:{number}", **image)


def put(
    registry: CachingRegistry,
    repository: Repository,
    reference: str,
    tags: list[str] = [],
    size: int | None = None,
    platform: str = "linux/amd64",
    platforms: dict[str, dict[str, Any]] | None = None,
    manifest: str | dict[str, Any] | None = None,
    pushed: float | str = 0,
    pulled: float | str | None = None,
    scan: dict[str, Any] | None = None,
    referrers: dict[str, dict[str, Any]] | None = None,
) -> Image:
    """An image that is made up of these; one of ``platforms`` is an index of theirs, which come before it."""
    if platforms is not None:
        parts = {
            of: put(registry, repository, reference, platform=of, **{"pushed": pushed, **part})
            for of, part in platforms.items()
        }
        artifact = made_up.index({of: Artifact(part.manifest, part.media_type) for of, part in parts.items()})
    elif manifest is not None:
        text = manifest if isinstance(manifest, str) else json.dumps(manifest)
        artifact = Artifact(text, json.loads(text)["mediaType"])
    else:
        artifact = made_up.image(reference, platform, size)
    image = place(registry, repository, artifact, pushed, pulled, scan)
    for tag in tags:
        registry.images.add(repository, artifact, tag)
    for artifact_type, of in (referrers or {}).items():
        place(registry, repository, made_up.referrer(artifact, artifact_type), **{"pushed": pushed, **of})
    return image


def place(
    registry: CachingRegistry,
    repository: Repository,
    artifact: Artifact,
    pushed: float | str,
    pulled: float | str | None = None,
    scan: dict[str, Any] | None = None,
) -> Image:
    image = registry.images.add(repository, artifact, pushed_at=moment(pushed))
    image.pulled_at = None if pulled is None else moment(pulled)
    image.scan = None if scan is None else scans.scan_of(scan)
    return image


def moment(told: float | str) -> datetime:
    """So many days ago, or a time such as ``2026-11-01T12:00:00Z``."""
    if isinstance(told, str):
        return datetime.fromisoformat(told.replace("Z", "+00:00")).replace(tzinfo=None)
    return utcnow() - timedelta(days=told)
