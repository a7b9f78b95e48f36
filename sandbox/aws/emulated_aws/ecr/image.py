"""An image as a repository holds it: a manifest, its tags, when it was pushed and pulled, and what a scan found.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from moto.core.utils import utcnow

from emulated_aws.ecr.made_up import digest_of

# AWS records a pull at least once in this time.
PULLS_ARE_RECORDED_EVERY = timedelta(hours=24)


@dataclass(eq=False)
class Image:
    """``serial`` is its place among all images of the registry; ``scan`` is what DescribeImageScanFindings tells."""

    serial: int
    manifest: str
    media_type: str
    pushed_at: datetime
    digest: str = ""
    tags: list[str] = field(default_factory=list)
    pulled_at: datetime | None = None
    scan: dict[str, Any] | None = None
    children_size: int = 0

    def __post_init__(self) -> None:
        self.digest = self.digest or digest_of(self.manifest)

    @cached_property
    def content(self) -> dict[str, Any]:
        return json.loads(self.manifest)

    @property
    def children(self) -> list[str]:
        """The digests of an index's manifests."""
        return [it["digest"] for it in self.content.get("manifests", [])]

    @property
    def blobs(self) -> dict[str, int]:
        """Configuration and layers by digest, each with its size."""
        found = [self.content["config"]] if "config" in self.content else []
        return {it["digest"]: it["size"] for it in found + self.content.get("layers", [])}

    @property
    def subject(self) -> str | None:
        return self.content.get("subject", {}).get("digest")

    @property
    def artifact_type(self) -> str | None:
        return self.content.get("artifactType") or self.content.get("config", {}).get("mediaType")

    @property
    def descriptor(self) -> dict[str, Any]:
        """How an index of referrers tells of it."""
        told = {"mediaType": self.media_type, "digest": self.digest, "size": len(self.manifest.encode())}
        if self.artifact_type:
            told["artifactType"] = self.artifact_type
        if "annotations" in self.content:
            told["annotations"] = self.content["annotations"]
        return told

    def is_it(self, image_id: dict[str, str]) -> bool:
        """Whether it has the tag and the digest, as far as they are given."""
        tag, digest = image_id.get("imageTag"), image_id.get("imageDigest")
        return (tag is None or tag in self.tags) and (digest is None or digest == self.digest)

    def record_pull(self) -> None:
        now = utcnow()
        if self.pulled_at is None or now - self.pulled_at >= PULLS_ARE_RECORDED_EVERY:
            self.pulled_at = now

    def detail(self, registry: str, repository: str) -> dict[str, Any]:
        """A member of DescribeImages; what a scan found is told by DescribeImageScanFindings alone."""
        members = {
            "registryId": registry,
            "repositoryName": repository,
            "imageDigest": self.digest,
            "imageTags": self.tags or None,
            "imageSizeInBytes": sum(self.blobs.values()) or self.children_size,
            "imagePushedAt": self.pushed_at,
            "imageManifestMediaType": self.media_type,
            "artifactMediaType": self.artifact_type,
            "lastRecordedPullTime": self.pulled_at,
            "subjectManifestDigest": self.subject,
            "imageStatus": "ACTIVE",
        }
        return {name: value for name, value in members.items() if value is not None}
