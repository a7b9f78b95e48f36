"""Whose pulls are not recorded, such as those of a scanner.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegisterPullTimeUpdateExclusion.html
"""

from datetime import datetime
from typing import Any

from moto.core.utils import utcnow

from emulated_aws.ecr.errors import (
    ExclusionAlreadyExistsException,
    ExclusionNotFoundException,
    LimitExceededException,
)
from emulated_aws.ecr.paging import page

QUOTA = 100


class PullTimeUpdateExclusions:
    def __init__(self) -> None:
        self._principals: dict[str, datetime] = {}

    def __contains__(self, principal: str) -> bool:
        return principal in self._principals

    def register(self, request: dict[str, Any]) -> dict[str, Any]:
        """RegisterPullTimeUpdateExclusion."""
        principal = request["principalArn"]
        if principal in self._principals:
            raise ExclusionAlreadyExistsException(principal=principal)
        if len(self._principals) >= QUOTA:
            raise LimitExceededException(
                f"The registry already has {QUOTA} pull time update exclusions, which is the quota."
            )
        self._principals[principal] = utcnow()
        return {"principalArn": principal, "createdAt": self._principals[principal]}

    def list(self, request: dict[str, Any]) -> dict[str, Any]:
        """ListPullTimeUpdateExclusions."""
        principals, next_token = page(((it, it) for it in sorted(self._principals)), request)
        return {"pullTimeUpdateExclusions": principals, "nextToken": next_token}

    def deregister(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeregisterPullTimeUpdateExclusion."""
        if self._principals.pop(request["principalArn"], None) is None:
            raise ExclusionNotFoundException(principal=request["principalArn"])
        return {"principalArn": request["principalArn"]}
