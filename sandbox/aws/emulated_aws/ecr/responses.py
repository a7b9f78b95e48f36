"""The operations of the ECR API, in moto's manner: one method each."""

import json
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.ecr.models import Repository, ecr_backends
from moto.ecr.responses import ECRResponse
from moto.utilities.paginator import paginate

from emulated_aws.ecr import api, scans, tokens
from emulated_aws.ecr.image import Image
from emulated_aws.ecr.models import CachingRegistry
from emulated_aws.ecr.paging import InvalidNextToken, page
from emulated_aws.ecr.principals import principal_of

PAGES = {
    operation: {
        "input_token": "nextToken",
        "limit_key": "maxResults",
        "limit_default": 100,
        "unique_attribute": unique,
        "fail_on_invalid_token": InvalidNextToken,
    }
    for operation, unique in {"rules_page": "ecrRepositoryPrefix", "templates_page": "prefix"}.items()
}


class CachingRegistryResponse(ECRResponse):
    """Checks every ECR request against the API model, and adds the operations that moto lacks."""

    def call_action(self) -> TYPE_RESPONSE:
        self.request: dict[str, Any] = json.loads(self.body or "{}")
        try:
            api.check(self._get_action(), self.request)
        except ServiceException as refusal:
            return self.serialized(ActionResult(refusal))
        return super().call_action()

    @property
    def ecr_backend(self) -> CachingRegistry:
        """The registry that the request names, else the caller's own: accounts pull from one another."""
        return ecr_backends[self.request.get("registryId", self.current_account)][self.region]

    def create_pull_through_cache_rule(self) -> ActionResult:
        return ActionResult(self.ecr_backend.rules.create(self.request))

    def describe_pull_through_cache_rules(self) -> ActionResult:
        rules, next_token = self.rules_page(**self.request)
        return ActionResult({"pullThroughCacheRules": rules, "nextToken": next_token})

    def update_pull_through_cache_rule(self) -> ActionResult:
        return ActionResult(self.ecr_backend.rules.update(self.request))

    def delete_pull_through_cache_rule(self) -> ActionResult:
        return ActionResult(self.ecr_backend.rules.delete(self.request["ecrRepositoryPrefix"]))

    def validate_pull_through_cache_rule(self) -> ActionResult:
        return ActionResult(self.ecr_backend.rules.validate(self.request["ecrRepositoryPrefix"]))

    def create_repository_creation_template(self) -> ActionResult:
        return self._template(self.ecr_backend.templates.create(self.request))

    def describe_repository_creation_templates(self) -> ActionResult:
        templates, next_token = self.templates_page(**self.request)
        return ActionResult(
            {
                "registryId": self.current_account,
                "repositoryCreationTemplates": templates,
                "nextToken": next_token,
            }
        )

    def update_repository_creation_template(self) -> ActionResult:
        return self._template(self.ecr_backend.templates.update(self.request))

    def delete_repository_creation_template(self) -> ActionResult:
        return self._template(self.ecr_backend.templates.delete(self.request["prefix"]))

    def put_account_setting(self) -> ActionResult:
        self.ecr_backend.put_account_setting(**self.request)
        return ActionResult(self.request)

    def get_account_setting(self) -> ActionResult:
        name = self.request["name"]
        return ActionResult({"name": name, "value": self.ecr_backend.get_account_setting(name)})

    def describe_repositories(self) -> ActionResult:
        """Page by page in the order of names, or those that the request names."""
        registry, wanted = self.ecr_backend, self.request.get("repositoryNames")
        if wanted:
            return ActionResult({"repositories": registry.describe_repositories(repository_names=wanted)})
        every = list(registry.repositories.items())
        repositories, next_token = page(sorted(every, key=lambda it: it[0]), self.request)
        return ActionResult({"repositories": repositories, "nextToken": next_token})

    def put_image(self) -> ActionResult:
        return ActionResult(self.ecr_backend.images.put(self.request))

    def list_images(self) -> ActionResult:
        return ActionResult(self.ecr_backend.images.list(self.request))

    def describe_images(self) -> ActionResult:
        return ActionResult(self.ecr_backend.images.describe(self.request))

    def batch_get_image(self) -> ActionResult:
        principal = principal_of(self.get_access_key(), self.current_account)
        return ActionResult(self.ecr_backend.pulls.batch_get(self.request, principal))

    def batch_delete_image(self) -> ActionResult:
        return ActionResult(self.ecr_backend.images.delete(self.request))

    def list_image_referrers(self) -> ActionResult:
        return ActionResult(self.ecr_backend.pulls.list_referrers(self.request))

    def get_download_url_for_layer(self) -> ActionResult:
        return ActionResult(self.ecr_backend.images.download_url(self.request))

    def get_authorization_token(self) -> ActionResult:
        principal = principal_of(self.get_access_key(), self.current_account)
        caller = tokens.Caller(self.current_account, principal, self.region)
        return ActionResult(tokens.give(caller, self.request.get("registryIds", [self.current_account])))

    def start_image_scan(self) -> ActionResult:
        repository, image = self._image()
        return ActionResult(scans.start(repository, image, self.request["imageId"].get("imageTag")))

    def describe_image_scan_findings(self) -> ActionResult:
        return ActionResult(scans.findings(*self._image(), self.request))

    def register_pull_time_update_exclusion(self) -> ActionResult:
        return ActionResult(self.ecr_backend.exclusions.register(self.request))

    def list_pull_time_update_exclusions(self) -> ActionResult:
        return ActionResult(self.ecr_backend.exclusions.list(self.request))

    def deregister_pull_time_update_exclusion(self) -> ActionResult:
        return ActionResult(self.ecr_backend.exclusions.deregister(self.request))

    def _image(self) -> tuple[Repository, Image]:
        registry = self.ecr_backend
        repository = registry._get_repository(self.request["repositoryName"])
        return repository, registry.images.existing(repository, self.request["imageId"])

    def _template(self, template: dict[str, Any]) -> ActionResult:
        return ActionResult({"registryId": self.current_account, "repositoryCreationTemplate": template})

    @paginate(PAGES)
    def rules_page(self, ecrRepositoryPrefixes: list[str] | None = None, **_: Any) -> list[dict[str, Any]]:
        return self.ecr_backend.rules.describe(ecrRepositoryPrefixes)

    @paginate(PAGES)
    def templates_page(self, prefixes: list[str] | None = None, **_: Any) -> list[dict[str, Any]]:
        return self.ecr_backend.templates.describe(prefixes)
