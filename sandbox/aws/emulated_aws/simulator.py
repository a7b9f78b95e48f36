"""IAM's policy simulator, which moto lacks: SimulatePrincipalPolicy, decided by the simulator of ``sandbox/iam``."""

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.models import Role
from moto.iam.responses import IamResponse

EVALUATE = Path(__file__).parent.parent.parent / "iam" / "evaluate"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


class Simulator:
    """The process that decides, from the first question on; it ends with this one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def allowed(self, question: dict[str, Any]) -> set[str]:
        """Those of the actions that the policies allow."""
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    [EVALUATE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
                )
            assert self._process.stdin and self._process.stdout
            self._process.stdin.write(json.dumps(question) + "\n")
            answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return set(answer["allowed"])


SIMULATOR = Simulator()


def simulate_principal_policy(self: IamResponse) -> ActionResult:
    """By the policies of the role alone: the caller's resource policy, boundary and organisation take no part."""
    source = self._get_param("PolicySourceArn")
    role = self.backend.get_role(source.rpartition("/")[2])
    actions = self._get_param("ActionNames")
    results = []
    for resource in self._get_param("ResourceArns") or ["*"]:
        allowed = decide(role, actions, resource, policies(role))
        permitted = decide(role, actions, resource, [*policies(role), EVERYTHING])
        for action in actions:
            decision = "allowed" if action in allowed else "implicitDeny" if action in permitted else "explicitDeny"
            results.append(
                {"EvalActionName": action, "EvalResourceName": resource, "EvalDecision": decision, "MatchedStatements": []}
            )
    return ActionResult({"EvaluationResults": results, "IsTruncated": False})


def decide(role: Role, actions: list[str], resource: str, identity: list[Any]) -> set[str]:
    account = role.arn.split(":")[4]
    return SIMULATOR.allowed(
        {
            "principal": role.arn,
            "context": {"aws:ResourceAccount": account, "aws:PrincipalAccount": account},
            "identityPolicies": identity,
            "resource": resource,
            "account": account,
            "resourcePolicy": None,
            "actions": actions,
        }
    )


def policies(role: Role) -> list[Any]:
    """The documents that a role has: its own and those attached to it."""
    attached = [
        version.document
        for policy in role.managed_policies.values()
        for version in policy.versions
        if version.version_id == policy.default_version_id
    ]
    return [json.loads(document) for document in [*role.policies.values(), *attached]]


def extend_moto() -> None:
    IamResponse.simulate_principal_policy = simulate_principal_policy
