"""Made-up images of upstream registries: the same tag is the same image, in whichever cache.

https://distribution.github.io/distribution/spec/manifest-v2-2/
"""

import hashlib
import json

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


def manifest_of(reference: str) -> str:
    """The manifest of an image such as ``quay.io/argoproj/argocd:v3``."""

    def blob(media_type: str, size: int) -> dict[str, object]:
        return {"mediaType": media_type, "size": size, "digest": digest_of(f"{media_type} of {reference}")}

    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": blob(CONFIG, 1_500),
        "layers": [blob(LAYER, 3_000_000)],
    }
    return json.dumps(manifest)


def digest_of(content: str) -> str:
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
