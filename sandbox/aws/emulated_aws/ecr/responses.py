"""The operations of the ECR API, in moto's manner: one method each."""

import json
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.ecr.models import ecr_backends
from moto.ecr.responses import ECRResponse
from moto.utilities.paginator import paginate

from emulated_aws.ecr import api
from emulated_aws.ecr.errors import InvalidParameterException
from emulated_aws.ecr.models import CachingRegistry


class InvalidNextToken(InvalidParameterException):
    def __init__(self) -> None:
        super().__init__("Invalid parameter at 'nextToken': the token is not one that this request returned.")


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

    def _template(self, template: dict[str, Any]) -> ActionResult:
        return ActionResult({"registryId": self.current_account, "repositoryCreationTemplate": template})

    @paginate(PAGES)
    def rules_page(self, ecrRepositoryPrefixes: list[str] | None = None, **_: Any) -> list[dict[str, Any]]:
        return self.ecr_backend.rules.describe(ecrRepositoryPrefixes)

    @paginate(PAGES)
    def templates_page(self, prefixes: list[str] | None = None, **_: Any) -> list[dict[str, Any]]:
        return self.ecr_backend.templates.describe(prefixes)
