"""Repository creation templates of one registry.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html
"""

from typing import Any

from moto.core.base_backend import BaseBackend
from moto.core.utils import utcnow
from moto.ecr.models import ECRBackend

from emulated_aws.ecr import prefixes
from emulated_aws.ecr.credentials import check_role
from emulated_aws.ecr.errors import (
    InvalidParameterException,
    TemplateAlreadyExistsException,
    TemplateNotFoundException,
)
from emulated_aws.ecr.policies import check_lifecycle_policy, check_repository_policy

DEFAULTS = {"encryptionConfiguration": {"encryptionType": "AES256"}, "imageTagMutability": "MUTABLE"}

Template = dict[str, Any]


class RepositoryCreationTemplates:
    """Templates are kept as the API shows them: members of the model's ``RepositoryCreationTemplate``."""

    def __init__(self, registry: BaseBackend):
        self._registry = registry
        self._templates: dict[str, Template] = {}

    def create(self, request: dict[str, Any]) -> Template:
        """CreateRepositoryCreationTemplate."""
        prefix = prefixes.normal(request["prefix"])
        if prefix in self._templates:
            raise TemplateAlreadyExistsException(prefix=prefix, registry=self._registry.account_id)
        now = utcnow()
        template = {**DEFAULTS, **filled(request), "createdAt": now, "updatedAt": now}
        self._check(template)
        self._templates[prefix] = template
        return template

    def describe(self, wanted: list[str] | None) -> list[Template]:
        """DescribeRepositoryCreationTemplates: all, or those of the wanted prefixes that exist."""
        if not wanted:
            return list(self._templates.values())
        found = (self._templates.get(prefixes.normal(prefix)) for prefix in wanted)
        return [template for template in found if template]

    def update(self, request: dict[str, Any]) -> Template:
        """UpdateRepositoryCreationTemplate: what is left out stays, what is empty goes."""
        template = self._template(request["prefix"])
        updated = filled({**template, **request, "updatedAt": utcnow()})
        if "imageTagMutabilityExclusionFilters" not in request and not excludes_tags(updated):
            updated.pop("imageTagMutabilityExclusionFilters", None)
        self._check(updated)
        self._templates[prefixes.normal(request["prefix"])] = updated
        return updated

    def delete(self, prefix: str) -> Template:
        """DeleteRepositoryCreationTemplate: repositories stay as they are."""
        template = self._template(prefix)
        del self._templates[prefixes.normal(prefix)]
        return template

    def for_pull(self, repository: str) -> Template:
        """The template that a pulled repository is created from; the defaults of ECR when there is none."""
        applied = {
            prefix: template
            for prefix, template in self._templates.items()
            if "PULL_THROUGH_CACHE" in template["appliedFor"]
        }
        prefix = prefixes.best_match(repository, applied)
        return applied[prefix] if prefix else DEFAULTS

    def _template(self, prefix: str) -> Template:
        try:
            return self._templates[prefixes.normal(prefix)]
        except KeyError:
            raise TemplateNotFoundException(prefix=prefix, registry=self._registry.account_id) from None

    def _check(self, template: Template) -> None:
        encryption = template["encryptionConfiguration"]
        role = template.get("customRoleArn")
        if not role and (template.get("resourceTags") or encryption["encryptionType"] != "AES256"):
            raise InvalidParameterException("A template with resource tags or a KMS key requires a customRoleArn.")
        if encryption["encryptionType"] == "AES256" and encryption.get("kmsKey"):
            raise InvalidParameterException("A KMS key requires the encryption type KMS or KMS_DSSE.")
        ECRBackend.validate_image_tag_mutability_params_compatibility(
            template["imageTagMutability"], template.get("imageTagMutabilityExclusionFilters")
        )
        if role:
            check_role(role, self._registry)
        if "repositoryPolicy" in template:
            check_repository_policy(template["repositoryPolicy"])
        if "lifecyclePolicy" in template:
            check_lifecycle_policy(template["lifecyclePolicy"])


def filled(members: dict[str, Any]) -> dict[str, Any]:
    """The members without empty texts and lists, which is how a client takes one away."""
    return {member: value for member, value in members.items() if value not in ("", [])}


def excludes_tags(template: Template) -> bool:
    return template["imageTagMutability"].endswith("_WITH_EXCLUSION")
