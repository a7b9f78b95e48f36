"""Pull-through-cache rules of one registry.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
"""

from typing import Any

from moto.core.base_backend import BaseBackend
from moto.core.exceptions import ServiceException
from moto.core.utils import utcnow

from emulated_aws.ecr import conditions, prefixes
from emulated_aws.ecr.credentials import check_role, check_secret
from emulated_aws.ecr.errors import (
    InvalidParameterException,
    LimitExceededException,
    PullThroughCacheRuleAlreadyExistsException,
    PullThroughCacheRuleNotFoundException,
    UnsupportedUpstreamRegistryException,
)
from emulated_aws.ecr.upstreams import ecr_account, upstream_at

QUOTA = 50
SIGN_IN = ("credentialArn", "customRoleArn")

Rule = dict[str, Any]


class PullThroughCacheRules:
    """Rules are kept as the API shows them: members of the model's ``PullThroughCacheRule``."""

    def __init__(self, registry: BaseBackend):
        self._registry = registry
        self._rules: dict[str, Rule] = {}

    def create(self, request: dict[str, Any]) -> Rule:
        """CreatePullThroughCacheRule."""
        prefix, host = prefixes.normal(request["ecrRepositoryPrefix"]), request["upstreamRegistryUrl"]
        upstream = upstream_at(host)
        if request.get("upstreamRegistry", upstream.name) != upstream.name:
            raise InvalidParameterException(f"'{host}' is the upstream registry '{upstream.name}'.")
        if prefix == prefixes.ROOT and "upstreamRepositoryPrefix" in request:
            raise InvalidParameterException("upstreamRepositoryPrefix requires an ecrRepositoryPrefix other than ROOT.")
        if prefix in self._rules:
            raise PullThroughCacheRuleAlreadyExistsException(prefix=prefix, registry=self._registry.account_id)
        self._check_sign_in(request)
        if len(self._rules) >= QUOTA:
            raise LimitExceededException(limit=QUOTA)

        now = utcnow()
        rule = {
            **request,
            "registryId": self._registry.account_id,
            "upstreamRegistry": upstream.name,
            "createdAt": now,
            "updatedAt": now,
        }
        if upstream.is_ecr and prefix != prefixes.ROOT:
            rule.setdefault("upstreamRepositoryPrefix", prefixes.ROOT)
        self._rules[prefix] = rule
        return rule

    def describe(self, wanted: list[str] | None) -> list[Rule]:
        """DescribePullThroughCacheRules: all, or those of the wanted prefixes."""
        return [self._rule(prefix) for prefix in wanted] if wanted else list(self._rules.values())

    def update(self, request: dict[str, Any]) -> Rule:
        """UpdatePullThroughCacheRule: only how ECR signs in can change."""
        changes = {member: request[member] for member in SIGN_IN if member in request}
        if "credentialArn" in changes and not conditions.NOW.rule_first:
            check_secret(changes["credentialArn"], self._registry)
        rule = self._rule(request["ecrRepositoryPrefix"])
        if not changes:
            raise InvalidParameterException(
                "Invalid input: Please set either credential arn or role arn to update the credentials"
            )
        self._check_sign_in({**rule, **changes})
        rule.update(changes, updatedAt=utcnow())
        return rule

    def delete(self, prefix: str) -> Rule:
        """DeletePullThroughCacheRule: repositories and images stay."""
        rule = self._rule(prefix)
        del self._rules[prefixes.normal(prefix)]
        return rule

    def validate(self, prefix: str) -> dict[str, Any]:
        """ValidatePullThroughCacheRule: whether the secret or the role would still do."""
        rule = self._rule(prefix)
        try:
            self._check_sign_in(rule)
        except ServiceException as problem:
            return {**rule, "isValid": False, "failure": problem.message}
        return {**rule, "isValid": True}

    def for_repository(self, repository: str) -> Rule | None:
        prefix = prefixes.best_match(repository, self._rules)
        return self._rules[prefix] if prefix else None

    def _rule(self, prefix: str) -> Rule:
        try:
            return self._rules[prefixes.normal(prefix)]
        except KeyError:
            raise PullThroughCacheRuleNotFoundException(prefix=prefix, registry=self._registry.account_id) from None

    def _check_sign_in(self, rule: dict[str, Any]) -> None:
        host = rule["upstreamRegistryUrl"]
        upstream = upstream_at(host)
        secret, role = (rule.get(member) for member in SIGN_IN)
        if upstream.needs_secret and not secret:
            raise UnsupportedUpstreamRegistryException(
                "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN"
            )
        if secret and not upstream.needs_secret:
            raise InvalidParameterException(f"The upstream registry '{host}' takes no credentialArn.")
        if role and not upstream.is_ecr:
            raise InvalidParameterException(f"The upstream registry '{host}' takes no customRoleArn.")
        if upstream.is_ecr and not role and ecr_account(host) != self._registry.account_id:
            raise InvalidParameterException("An ECR upstream registry of another account requires a customRoleArn.")
        if secret:
            check_secret(secret, self._registry)
        if role:
            check_role(role, self._registry)
