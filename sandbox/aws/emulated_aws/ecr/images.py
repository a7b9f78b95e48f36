"""The images of one registry, and what the API does with them.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html and its neighbours
"""

import fnmatch
import itertools
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from moto.core.utils import utcnow
from moto.ecr.exceptions import ImageAlreadyExistsException, ImageNotFoundException
from moto.ecr.models import ECRBackend, Repository

from emulated_aws.ecr.errors import (
    ImageDigestDoesNotMatchException,
    ImageTagAlreadyExistsException,
    InvalidParameterException,
    LayersNotFoundException,
)
from emulated_aws.ecr.image import Image
from emulated_aws.ecr.made_up import Artifact, digest_of
from emulated_aws.ecr.paging import page

BUCKET = "prod-{region}-starport-layer-bucket.s3.{region}.amazonaws.com"


class Images:
    """What repositories hold is in moto's lists of images; moto does nothing with them but count."""

    def __init__(self, registry: ECRBackend):
        self._registry = registry
        self._serials = itertools.count(1)
        self.blobs: dict[str, bytes] = {}

    def find(self, repository: Repository, image_id: dict[str, str]) -> Image | None:
        return next((image for image in repository.images if image.is_it(image_id)), None)

    def existing(self, repository: Repository, image_id: dict[str, str]) -> Image:
        image = self.find(repository, image_id) if image_id else None
        if image is None:
            raise ImageNotFoundException(
                image_id=text_of(image_id), repository_name=repository.name, registry_id=repository.registry_id
            )
        return image

    def add(
        self, repository: Repository, artifact: Artifact, tag: str | None = None, pushed_at: datetime | None = None
    ) -> Image:
        """The image with this tag, which another loses; with everything that there is of its blobs."""
        digest = digest_of(artifact.manifest)
        image = self.find(repository, {"imageDigest": digest})
        if image is None:
            image = Image(
                next(self._serials), artifact.manifest, artifact.media_type, pushed_at or utcnow(), digest=digest
            )
            children = [self.find(repository, {"imageDigest": child}) for child in image.children]
            image.children_size = max((sum(child.blobs.values()) for child in children if child), default=0)
            repository.images.append(image)
            repository.layers.update(image.blobs)
        self.blobs.update(artifact.blobs)
        if tag is not None and tag not in image.tags:
            for other in repository.images:
                if tag in other.tags:
                    other.tags.remove(tag)
            image.tags.append(tag)
        return image

    def put(self, request: dict[str, Any]) -> dict[str, Any]:
        """PutImage."""
        repository = self._repository(request)
        manifest, tag = request["imageManifest"], request.get("imageTag")
        artifact = Artifact(manifest, media_type_of(manifest, request.get("imageManifestMediaType")))
        digest = digest_of(manifest)
        if request.get("imageDigest", digest) != digest:
            raise ImageDigestDoesNotMatchException(digest=request["imageDigest"])
        image = self.find(repository, {"imageDigest": digest})
        if image and (tag is None or tag in image.tags):
            raise ImageAlreadyExistsException(
                registry_id=repository.registry_id, image_tag=tag, digest=digest, repository_name=repository.name
            )
        tagged = tag and self.find(repository, {"imageTag": tag})
        if tagged and is_immutable(repository, tag):
            raise ImageTagAlreadyExistsException(
                tag=tag, repository=repository.name, registry=repository.registry_id
            )
        image = self.add(repository, artifact, tag)
        return {"image": shown(repository, image, tag)}

    def list(self, request: dict[str, Any]) -> dict[str, Any]:
        """ListImages: an entry for each tag, and one for an image without."""
        entries = (
            ((image.serial, tag or ""), shown_id(image, tag))
            for image in self._filtered(request)
            for tag in sorted(image.tags) or [None]
        )
        ids, next_token = page(entries, request)
        return {"imageIds": ids, "nextToken": next_token}

    def describe(self, request: dict[str, Any]) -> dict[str, Any]:
        """DescribeImages: those that the request names, or all, page by page."""
        repository = self._repository(request)
        if "imageIds" in request:
            if {"maxResults", "nextToken"} & request.keys():
                raise InvalidParameterException("imageIds cannot be used with maxResults or nextToken.")
            images = dict.fromkeys(self.existing(repository, image_id) for image_id in request["imageIds"])
            next_token = None
        else:
            images, next_token = page(((image.serial, image) for image in self._filtered(request)), request)
        details = [image.detail(repository.registry_id, repository.name) for image in images]
        return {"imageDetails": details, "nextToken": next_token}

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """BatchDeleteImage: by its tag an image loses that tag, and goes with the last; by its digest it goes."""
        repository = self._repository(request)
        deleted: list[dict[str, str]] = []
        failures = []
        for image_id in request["imageIds"]:
            image = self.find(repository, image_id) if image_id else None
            if not image_id:
                failures.append(failure(image_id, "MissingDigestAndTag", "both tag and digest cannot be null"))
            elif image is None:
                failures.append(failure(image_id, "ImageNotFound", "Requested image not found"))
            elif "imageDigest" not in image_id and len(image.tags) > 1:
                image.tags.remove(image_id["imageTag"])
                deleted.append(shown_id(image, image_id["imageTag"]))
            elif lists := [it.digest for it in repository.images if image.digest in it.children]:
                reason = f"Requested image referenced by manifest list: [{', '.join(lists)}]"
                failures.append(failure(image_id, "ImageReferencedByManifestList", reason))
            else:
                repository.images.remove(image)
                deleted += [shown_id(image, tag) for tag in image.tags or [None]]
        return {"imageIds": deleted, "failures": failures}

    def download_url(self, request: dict[str, Any]) -> dict[str, Any]:
        """GetDownloadUrlForLayer."""
        repository, digest = self._repository(request), request["layerDigest"]
        if digest not in repository.layers:
            raise LayersNotFoundException(digest=digest, repository=repository.name, registry=repository.registry_id)
        return {"downloadUrl": self.url(digest), "layerDigest": digest}

    def url(self, digest: str) -> str:
        """Where the bucket of ECR has a blob, signed: for an hour, on AWS."""
        bucket = BUCKET.format(region=self._registry.region_name)
        signed = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-Signature=none"
        return f"https://{bucket}/{self._registry.account_id}/{digest}?{signed}"

    def _repository(self, request: dict[str, Any]) -> Repository:
        return self._registry._get_repository(request["repositoryName"])

    def _filtered(self, request: dict[str, Any]) -> Iterable[Image]:
        wanted = request.get("filter", {})
        if wanted.get("imageStatus", "ACTIVE") not in ("ACTIVE", "ANY"):
            return ()
        tagged = {"TAGGED": [True], "UNTAGGED": [False]}.get(wanted.get("tagStatus"), [True, False])
        return (image for image in list(self._repository(request).images) if bool(image.tags) in tagged)


def is_immutable(repository: Repository, tag: str) -> bool:
    filters = repository.image_tag_mutability_exclusion_filters or []
    excluded = any(fnmatch.fnmatchcase(tag, it["filter"]) for it in filters)
    return repository.image_tag_mutability.startswith("IMMUTABLE") != excluded


def media_type_of(manifest: str, given: str | None) -> str:
    try:
        content = json.loads(manifest)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise InvalidParameterException(
            "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'"
        )
    media_type = given or content.get("mediaType")
    if media_type is None:
        raise InvalidParameterException("image manifest mediatype not provided in manifest or parameter")
    return media_type


def shown(repository: Repository, image: Image, tag: str | None) -> dict[str, Any]:
    """A member of BatchGetImage."""
    return {
        "registryId": repository.registry_id,
        "repositoryName": repository.name,
        "imageId": shown_id(image, tag or (image.tags[-1] if image.tags else None)),
        "imageManifest": image.manifest,
        "imageManifestMediaType": image.media_type,
    }


def shown_id(image: Image, tag: str | None) -> dict[str, str]:
    return {"imageDigest": image.digest, **({"imageTag": tag} if tag else {})}


def failure(image_id: dict[str, str], code: str, reason: str) -> dict[str, Any]:
    return {"imageId": image_id, "failureCode": code, "failureReason": reason}


def text_of(image_id: dict[str, str]) -> str:
    """An identifier as the API's errors write it."""
    digest, tag = (image_id.get(name, "null") for name in ("imageDigest", "imageTag"))
    return f"{{imageDigest:'{digest}', imageTag:'{tag}'}}"
