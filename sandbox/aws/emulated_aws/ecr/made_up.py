"""Made-up images of upstream registries: the same tag is the same image, in whichever cache.

https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md
"""

import gzip
import hashlib
import io
import json
import tarfile
from dataclasses import dataclass, field

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
EMPTY = "application/vnd.oci.empty.v1+json"


@dataclass(frozen=True)
class Artifact:
    """A manifest, and of its blobs those that exist."""

    manifest: str
    media_type: str
    blobs: dict[str, bytes] = field(default_factory=dict)

    @property
    def descriptor(self) -> dict[str, object]:
        return described(self.manifest.encode(), self.media_type)


def image(reference: str, platform: str = "linux/amd64", size: int | None = None) -> Artifact:
    """A small image such as ``quay.io/argoproj/argocd:v3``; one of a ``size`` says so, and has nothing to pull."""
    name = f"{reference} {platform}"
    tar = layer(name) if size is None else name.encode()
    config = json.dumps(
        {
            **platform_of(platform),
            "config": {"Env": ["PATH=/bin"]},
            "rootfs": {"type": "layers", "diff_ids": [digest_of(tar)]},
        }
    ).encode()
    if size is None:
        zipped = gzip.compress(tar, mtime=0)
        layers = [described(zipped, LAYER)]
        blobs = {digest_of(config): config, digest_of(zipped): zipped}
    else:
        layers = [{"mediaType": LAYER, "digest": digest_of(tar), "size": size}]
        blobs = {}
    return Artifact(manifest(MANIFEST, config=described(config, CONFIG), layers=layers), MANIFEST, blobs)


def platform_of(text: str) -> dict[str, str]:
    """The members of a platform such as ``linux/arm/v7``."""
    return dict(zip(("os", "architecture", "variant"), text.split("/")))


def index(images: dict[str, Artifact]) -> Artifact:
    """An index of images by platform, such as ``linux/arm64``."""
    manifests = [
        {**artifact.descriptor, "platform": platform_of(platform)} for platform, artifact in images.items()
    ]
    return Artifact(manifest(INDEX, manifests=manifests), INDEX)


def referrer(subject: Artifact, artifact_type: str) -> Artifact:
    """An artifact about another, such as its SBOM."""
    content = json.dumps({"about": subject.descriptor["digest"]}).encode()
    nothing = b"{}"
    text = manifest(
        MANIFEST,
        artifactType=artifact_type,
        config=described(nothing, EMPTY),
        layers=[described(content, artifact_type)],
        subject=subject.descriptor,
    )
    return Artifact(text, MANIFEST, {digest_of(nothing): nothing, digest_of(content): content})


def manifest(media_type: str, **members: object) -> str:
    return json.dumps({"schemaVersion": 2, "mediaType": media_type, **members})


def described(content: bytes, media_type: str) -> dict[str, object]:
    return {"mediaType": media_type, "digest": digest_of(content), "size": len(content)}


def layer(text: str) -> bytes:
    """A tar with one file of this text."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        entry = tarfile.TarInfo("image")
        entry.size = len(text.encode())
        archive.addfile(entry, io.BytesIO(text.encode()))
    return tar.getvalue()


def digest_of(content: str | bytes) -> str:
    content = content.encode() if isinstance(content, str) else content
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
