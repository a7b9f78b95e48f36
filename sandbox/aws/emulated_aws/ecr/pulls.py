"""Pulls through the rules of one registry, for the API and for the registry API alike.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-working-pulling.html
"""

import threading
import time
from collections import defaultdict
from typing import Any

from moto.ecr.exceptions import RepositoryNotFoundException
from moto.ecr.models import ECRBackend, Repository

from emulated_aws.ecr import conditions, prefixes
from emulated_aws.ecr.errors import (
    UnableToGetUpstreamImageException,
    UnableToListUpstreamImageReferrersException,
    UpstreamAccessDeniedException,
)
from emulated_aws.ecr.image import Image
from emulated_aws.ecr.images import failure, is_immutable, shown
from emulated_aws.ecr.made_up import Artifact
from emulated_aws.ecr.paging import page
from emulated_aws.ecr.rules import Rule
from emulated_aws.ecr.sources import Source, source_of


class Pulls:
    """What is cached is served; a tag that is not is imported, a digest never."""

    def __init__(self, registry: ECRBackend):
        self._registry = registry
        self._imports: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._checked: dict[tuple[str, str], float] = {}

    def batch_get(self, request: dict[str, Any], principal: str | None) -> dict[str, Any]:
        """BatchGetImage."""
        name = request["repositoryName"]
        result: dict[str, Any] = {"images": [], "failures": []}
        for image_id in request["imageIds"]:
            image = self.pull(name, image_id, principal)
            if image is None:
                result["failures"].append(failure(image_id, "ImageNotFound", "Requested image not found"))
            else:
                repository = self._registry.repositories[name]
                result["images"].append(shown(repository, image, image_id.get("imageTag")))
        return result

    def pull(self, name: str, image_id: dict[str, str], principal: str | None) -> Image | None:
        """The image, which is recorded as pulled; None when the repository or the rule has no such image.

        Without both, and when upstream has nothing of the name either, RepositoryNotFoundException.
        """
        rule = self._registry.rules.for_repository(name)
        repository = self._registry.repositories.get(name)
        image = repository and image_id and self._registry.images.find(repository, image_id)
        if rule and image_id.keys() == {"imageTag"}:
            tag = image_id["imageTag"]
            image = self._refreshed(rule, repository, image, tag) if image else self._import(rule, name, tag)
            if image is None and name not in self._registry.repositories:
                raise RepositoryNotFoundException(name, self._registry.account_id)
        elif rule is None and repository is None:
            raise RepositoryNotFoundException(name, self._registry.account_id)
        if image and principal not in self._registry.exclusions:
            image.record_pull()
        return image or None

    def list_referrers(self, request: dict[str, Any]) -> dict[str, Any]:
        """ListImageReferrers."""
        types = request.get("filter", {}).get("artifactTypes")
        found = [
            (image.serial, {**image.descriptor, "artifactStatus": "ACTIVE"})
            for image in self.referrers(request["repositoryName"], request["subjectId"]["imageDigest"])
            if types is None or image.artifact_type in types
        ]
        referrers, next_token = page(found, {"maxResults": 50, **request})
        return {"referrers": referrers, "nextToken": next_token}

    def referrers(self, name: str, digest: str) -> list[Image]:
        """What refers to an image: in the repository, and of a rule's repository upstream too."""
        repository = self._registry._get_repository(name)
        rule = self._registry.rules.for_repository(name)
        subject = self._registry.images.find(repository, {"imageDigest": digest})
        if rule and subject:
            try:
                self._import_referrers(rule, repository, digest)
            except UnableToGetUpstreamImageException as failed:
                raise UnableToListUpstreamImageReferrersException(failed.message) from None
        return [image for image in repository.images if image.subject == digest]

    def _import(self, rule: Rule, name: str, tag: str) -> Image | None:
        """BatchImportUpstreamImage, the permission that ECR asks for here, has no API operation."""
        with self._imports[name]:
            repository = self._registry.repositories.get(name)
            cached = repository and self._registry.images.find(repository, {"imageTag": tag})
            if cached:
                return cached  # by another pull, in the meantime
            source, path = self._source(rule), upstream_path(name, rule)
            artifact = source.manifest(path, tag)
            if artifact is None:
                return None
            if repository is None:
                repository = self._registry.create_from_template(name)
            return self._store(repository, source, path, artifact, tag)

    def _refreshed(self, rule: Rule, repository: Repository, cached: Image, tag: str) -> Image:
        """The tag as upstream has it now, asked at most once a day; as it is cached where upstream does not answer."""
        key = repository.name, tag
        checked = self._checked.get(key)
        if checked is not None and time.monotonic() - checked < conditions.NOW.tag_lifetime:
            return cached
        with self._imports[repository.name]:
            path = upstream_path(repository.name, rule)
            try:
                source = self._source(rule)
                digest = source.digest(path, tag)
                self._checked[key] = time.monotonic()
                if digest in (None, cached.digest) or is_immutable(repository, tag):
                    return cached
                artifact = source.manifest(path, digest)
                return self._store(repository, source, path, artifact, tag) if artifact else cached
            except UnableToGetUpstreamImageException:
                return cached

    def _import_referrers(self, rule: Rule, repository: Repository, digest: str) -> None:
        with self._imports[repository.name]:
            source, path = self._source(rule), upstream_path(repository.name, rule)
            for referrer in source.referrers(path, digest):
                if self._registry.images.find(repository, {"imageDigest": referrer}) is None:
                    artifact = source.manifest(path, referrer)
                    if artifact:
                        self._store(repository, source, path, artifact)

    def _source(self, rule: Rule) -> Source:
        state = self._registry.rules.validate(rule["ecrRepositoryPrefix"])
        if not state["isValid"]:
            raise UpstreamAccessDeniedException(prefix=rule["ecrRepositoryPrefix"], reason=state["failure"])
        return source_of(rule)

    def _store(
        self, repository: Repository, source: Source, path: str, artifact: Artifact, tag: str | None = None
    ) -> Image:
        """Adds an image with its blobs; an index with all its images, which come first."""
        images = self._registry.images
        new = Image(0, artifact.manifest, artifact.media_type, None)
        for child in new.children:
            if images.find(repository, {"imageDigest": child}) is None:
                found = source.manifest(path, child)
                if found:
                    self._store(repository, source, path, found)
        missing = new.blobs.keys() - artifact.blobs.keys() - images.blobs.keys()
        blobs = {digest: source.blob(path, digest) for digest in missing}
        if tag is not None:
            self._checked[repository.name, tag] = time.monotonic()
        return images.add(repository, Artifact(artifact.manifest, artifact.media_type, artifact.blobs | blobs), tag)


def upstream_path(repository_name: str, rule: Rule) -> str:
    return prefixes.upstream_path(
        repository_name,
        prefixes.normal(rule["ecrRepositoryPrefix"]),
        prefixes.normal(rule.get("upstreamRepositoryPrefix", prefixes.ROOT)),
    )
