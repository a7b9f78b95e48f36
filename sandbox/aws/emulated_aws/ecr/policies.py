"""Refuses malformed repository, registry and lifecycle policies.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html and ``registry-permissions.html``
"""

from typing import Any

from moto.ecr.policy_validation import EcrLifecyclePolicyValidator
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.policy_validation import IAMPolicyDocumentValidator

from emulated_aws.ecr.errors import InvalidParameterException


class RegistryPolicyValidator(IAMPolicyDocumentValidator):
    """moto's IAM policy validator, plus the principal and the ECR actions that a resource policy must name."""

    def validate(self) -> None:
        super().validate()
        for statement in self._statements:
            if not {"Principal", "NotPrincipal"} & statement.keys():
                raise MalformedPolicyDocument("Policy statement must contain principals.")
            for action in listed(statement.get("Action", [])) + listed(statement.get("NotAction", [])):
                if action != "*" and not action.startswith("ecr:"):
                    raise MalformedPolicyDocument(f"Action {action} is not an action of ECR.")


class RepositoryPolicyValidator(RegistryPolicyValidator):
    """A repository policy names no resource, and may be of the older version."""

    def _validate_resource_exist(self) -> None:
        pass

    def _validate_version(self) -> None:
        pass


def check_registry_policy(text: str) -> None:
    check_policy(RegistryPolicyValidator(text), "registry")


def check_repository_policy(text: str) -> None:
    check_policy(RepositoryPolicyValidator(text), "repository")


def check_policy(validator: IAMPolicyDocumentValidator, kind: str) -> None:
    try:
        validator.validate()
    except MalformedPolicyDocument as malformed:
        raise InvalidParameterException(
            "Invalid parameter at 'PolicyText' failed to satisfy constraint: "
            f"'Invalid {kind} policy provided: {malformed.message}'"
        ) from None


def check_lifecycle_policy(text: str) -> None:
    try:
        EcrLifecyclePolicyValidator(text).validate()
    except (AttributeError, TypeError) as mistyped:  # moto's validator takes the types of values for granted
        raise InvalidParameterException(
            "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: "
            f"'Lifecycle policy validation failure: {mistyped}'"
        ) from None


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
