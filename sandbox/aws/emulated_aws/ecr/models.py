"""The registry of one account in one Region, as a moto backend."""

from typing import Any

from moto.ecr.models import ECRBackend, Repository

from emulated_aws.ecr.errors import InvalidParameterException
from emulated_aws.ecr.exclusions import PullTimeUpdateExclusions
from emulated_aws.ecr.images import Images
from emulated_aws.ecr.policies import check_registry_policy
from emulated_aws.ecr.pulls import Pulls
from emulated_aws.ecr.rules import PullThroughCacheRules
from emulated_aws.ecr.templates import RepositoryCreationTemplates

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
        self.images = Images(self)
        self.pulls = Pulls(self)
        self.exclusions = PullTimeUpdateExclusions()
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

    def create_from_template(self, repository_name: str) -> Repository:
        """The repository that a pull creates."""
        template = self.templates.for_pull(repository_name)
        repository = self.create_repository(
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
        return repository
