"""The registry of one account in one Region, as a moto backend."""

from typing import Any

from moto.ecr.exceptions import ImageNotFoundException
from moto.ecr.models import ECRBackend, Image

from emulated_aws.ecr import images, prefixes
from emulated_aws.ecr.errors import InvalidParameterException, UnableToGetUpstreamImageException
from emulated_aws.ecr.policies import check_registry_policy
from emulated_aws.ecr.rules import PullThroughCacheRules, Rule
from emulated_aws.ecr.templates import RepositoryCreationTemplates
from emulated_aws.ecr.upstreams import upstream_at

ACCOUNT_SETTINGS = {
    "BASIC_SCAN_TYPE_VERSION": ["AWS_NATIVE"],
    "REGISTRY_POLICY_SCOPE": ["V2"],
    "BLOB_MOUNTING": ["DISABLED", "ENABLED"],
}


class CachingRegistry(ECRBackend):
    """moto's registry with rules and templates, which a pull of an image not yet cached goes by."""

    def __init__(self, region_name: str, account_id: str):
        super().__init__(region_name, account_id)
        self.rules = PullThroughCacheRules(self)
        self.templates = RepositoryCreationTemplates(self)
        self.account_settings = {name: allowed[0] for name, allowed in ACCOUNT_SETTINGS.items()}

    def put_account_setting(self, name: str, value: str) -> None:
        """PutAccountSetting, with the values that its documentation lists."""
        if value not in ACCOUNT_SETTINGS.get(name, []):
            raise InvalidParameterException(f"'{value}' is not a value of the account setting '{name}'.")
        self.account_settings[name] = value

    def get_account_setting(self, name: str) -> str:
        """GetAccountSetting."""
        if name not in self.account_settings:
            raise InvalidParameterException(f"There is no account setting '{name}'.")
        return self.account_settings[name]

    def put_registry_policy(self, policy_text: str) -> dict[str, Any]:
        """PutRegistryPolicy: every ECR action is allowed, where moto knows those of replication only."""
        check_registry_policy(policy_text)
        self.registry_policy = policy_text
        return self.get_registry_policy()

    def put_registry_scanning_configuration(self, scan_type: str, rules: list[dict[str, Any]]) -> None:
        """PutRegistryScanningConfiguration: continuous scans are for ENHANCED scanning."""
        if scan_type == "BASIC" and any(rule["scanFrequency"] == "CONTINUOUS_SCAN" for rule in rules):
            raise InvalidParameterException("CONTINUOUS_SCAN requires the scan type ENHANCED.")
        super().put_registry_scanning_configuration(scan_type, rules)

    def batch_get_image(
        self,
        repository_name: str,
        registry_id: str | None = None,
        image_ids: list[dict[str, str]] | None = None,
    ) -> dict[str, Any]:
        """BatchGetImage: a rule imports tags that are not cached yet, but never digests."""
        rule = self.rules.for_repository(repository_name)
        if rule is None or not upstream_at(rule["upstreamRegistryUrl"]).has(upstream_path(repository_name, rule)):
            return super().batch_get_image(repository_name, registry_id, image_ids)

        result: dict[str, Any] = {"images": [], "failures": []}
        for image_id in image_ids or []:
            image = self._cached(repository_name, image_id)
            if image is None and image_id.keys() == {"imageTag"}:
                image = self._import(rule, repository_name, image_id["imageTag"])
            if image is None:
                reason = {"failureCode": "ImageNotFound", "failureReason": "Requested image not found"}
                result["failures"].append({"imageId": image_id, **reason})
            else:
                result["images"].append(image)
        return result

    def _cached(self, repository_name: str, image_id: dict[str, str]) -> Image | None:
        repository = self.repositories.get(repository_name)
        if repository is None or not image_id:
            return None
        try:
            return repository._get_image(image_id.get("imageTag"), image_id.get("imageDigest"))
        except ImageNotFoundException:
            return None

    def _import(self, rule: Rule, repository_name: str, tag: str) -> Image:
        """BatchImportUpstreamImage, the permission that ECR asks for here, has no API operation."""
        state = self.rules.validate(rule["ecrRepositoryPrefix"])
        if not state["isValid"]:
            raise UnableToGetUpstreamImageException(prefix=rule["ecrRepositoryPrefix"], reason=state["failure"])
        if repository_name not in self.repositories:
            self._create_from_template(repository_name)
        manifest = images.manifest_of(f"{rule['upstreamRegistryUrl']}/{upstream_path(repository_name, rule)}:{tag}")
        return self.put_image(repository_name, manifest, tag, digest=images.digest_of(manifest))

    def _create_from_template(self, repository_name: str) -> None:
        template = self.templates.for_pull(repository_name)
        self.create_repository(
            repository_name,
            registry_id=None,
            encryption_config=dict(template["encryptionConfiguration"]),
            image_scan_config=None,
            image_tag_mutability=template["imageTagMutability"],
            image_tag_mutability_exclusion_filters=template.get("imageTagMutabilityExclusionFilters"),
            tags=template.get("resourceTags", []),
        )
        if "repositoryPolicy" in template:
            self.set_repository_policy(self.account_id, repository_name, template["repositoryPolicy"])
        if "lifecyclePolicy" in template:
            self.put_lifecycle_policy(self.account_id, repository_name, template["lifecyclePolicy"])


def upstream_path(repository_name: str, rule: Rule) -> str:
    return prefixes.upstream_path(
        repository_name,
        prefixes.normal(rule["ecrRepositoryPrefix"]),
        prefixes.normal(rule.get("upstreamRepositoryPrefix", prefixes.ROOT)),
    )
