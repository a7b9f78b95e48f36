"""How ECR signs in: secrets for other registries, roles for repositories and registries of AWS.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
"""

import json
import time

from moto.core.base_backend import BaseBackend
from moto.iam.models import iam_backends
from moto.secretsmanager.exceptions import SecretsManagerClientError
from moto.secretsmanager.models import SecretsManagerBackend, secretsmanager_backends

from emulated_aws.ecr import conditions
from emulated_aws.ecr.errors import (
    InvalidParameterException,
    SecretNotFoundException,
    UnableToAccessSecretException,
    UnableToDecryptSecretValueException,
)

SECRET_MEMBERS = {"username", "accessToken"}


def check_secret(arn: str, registry: BaseBackend) -> None:
    """Refuse a secret that ECR could not sign in with: see the errors of CreatePullThroughCacheRule."""
    _, _, _, region, account, *_ = arn.split(":")
    if account != registry.account_id:
        raise UnableToAccessSecretException(reason="it is in another account than the rule")
    if region != registry.region_name:
        raise SecretNotFoundException(reason="it is in another Region than the rule")

    secrets = secretsmanager_backends[account][region]
    secret = next((secret for secret in secrets.secrets.values() if secret.arn == arn), None)
    if secret is None:
        raise SecretNotFoundException(reason="no secret has this ARN")
    if time.time() - secret.created_date < conditions.NOW.secret_delay:
        raise SecretNotFoundException(reason="it is not known yet")
    if secret.is_deleted():
        raise UnableToAccessSecretException(reason="it is scheduled for deletion")
    if secret.kms_key_id not in (None, SecretsManagerBackend.DEFAULT_KMS_KEY_ALIAS):
        raise UnableToDecryptSecretValueException(reason="ECR supports the key aws/secretsmanager only")
    try:
        value = secrets.get_secret_value(arn, version_id=None, version_stage="AWSCURRENT")
    except SecretsManagerClientError:
        raise SecretNotFoundException(reason="it has no current version") from None
    if not is_credential(value.get("SecretString")):
        raise UnableToDecryptSecretValueException(reason="it must be JSON with username and accessToken")


def is_credential(text: str | None) -> bool:
    try:
        value = json.loads(text or "")
    except ValueError:
        return False
    return isinstance(value, dict) and all(isinstance(value.get(member), str) for member in SECRET_MEMBERS)


def check_role(arn: str, registry: BaseBackend) -> None:
    """Refuse a ``customRoleArn`` that is not a role of the registry's account."""
    roles = iam_backends[registry.account_id][registry.partition].get_roles()
    if arn not in {role.arn for role in roles}:
        raise InvalidParameterException(
            "Invalid parameter at 'customRoleArn' failed to satisfy constraint: "
            f"'must be a role of account {registry.account_id}; {arn} is not'"
        )
