"""Fills moto with the organisation, accounts, roles and operators of a ``world.json``, in process."""

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

from moto.eks.models import eks_backends
from moto.iam.models import IAMBackend, iam_backends
from moto.organizations import utils as organization_ids
from moto.organizations.models import organizations_backends

PARTITION = "aws"
REGION = "us-east-1"


def read(file: Path) -> dict[str, Any]:
    world = json.loads(file.read_text())
    return {**world, "accounts": [account for entry in world["accounts"] for account in numbered(entry)]}


def numbered(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The accounts that an entry stands for: as many as its ``count``, each with its number for ``NN``."""
    entry = dict(entry)
    text = [f"{number:02}" for number in range(1, entry.pop("count", 1) + 1)]
    return [json.loads(json.dumps(entry).replace("NN", number)) for number in text]


def populate(world: dict[str, Any]) -> None:
    """Create what the world describes; see ``README.md`` for its shape."""
    create_organization(**world["organization"], accounts=world["accounts"])
    for account in world["accounts"]:
        iam = iam_backends[account["id"]][PARTITION]
        create_operator(iam, account["accessKeyId"])
        for role, principal in account.get("roles", {}).items():
            create_role(iam, role, principal)
        for name, cluster in account.get("clusters", {}).items():
            create_cluster(account["id"], name, **cluster)


def create_organization(id: str, managementAccount: str, accounts: list[dict[str, Any]]) -> None:
    """CreateOrganization and CreateAccount, with the ids of the world in place of random ones."""
    management = organizations_backends[managementAccount][PARTITION]
    with (
        patch.object(organization_ids, "make_random_org_id", return_value=id),
        patch.object(organization_ids, "make_random_account_id", return_value=managementAccount),
    ):
        management.create_organization(REGION, FeatureSet="ALL")
    for account in accounts:
        if account["id"] != managementAccount:
            with patch.object(organization_ids, "make_random_account_id", return_value=account["id"]):
                management.create_account(AccountName=account["name"], Email=f"{account['name']}@example.com")


def create_operator(iam: IAMBackend, access_key_id: str) -> None:
    """CreateUser and CreateAccessKey: moto finds the account of a request by its access key id."""
    iam.create_user(REGION, "operator")
    key = iam.create_access_key("operator")
    del iam.access_keys[key.access_key_id]
    key.access_key_id = access_key_id
    iam.access_keys[access_key_id] = key


def create_role(iam: IAMBackend, path_and_name: str, principal: dict[str, str]) -> None:
    """CreateRole: ``eks/nodes/spot`` is the role ``spot`` under the path ``/eks/nodes/``."""
    path, _, name = f"/{path_and_name}".rpartition("/")
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    iam.create_role(
        role_name=name,
        path=f"{path}/",
        assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        description="",
        permissions_boundary=None,
        tags=[],
        max_session_duration="3600",
    )


def create_cluster(
    account: str,
    name: str,
    region: str,
    autoMode: str | None = None,
    nodeGroups: dict[str, str] | None = None,
    fargateProfiles: dict[str, str] | None = None,
) -> None:
    """CreateCluster, CreateNodegroup and CreateFargateProfile, with roles by path and name."""

    def arn(role: str) -> str:
        return f"arn:{PARTITION}:iam::{account}:role/{role}"

    eks = eks_backends[account][region]
    cluster = eks.create_cluster(name, role_arn=arn("cluster"), resources_vpc_config={})
    if autoMode:
        # moto's clusters know no Auto Mode, but answer with every attribute that the API model has.
        cluster.compute_config = {"enabled": True, "nodePools": ["general-purpose"], "nodeRoleArn": arn(autoMode)}
    for group, role in (nodeGroups or {}).items():
        eks.create_nodegroup(name, node_role=arn(role), nodegroup_name=group, subnets=[])
    for profile, role in (fargateProfiles or {}).items():
        eks.create_fargate_profile(profile, name, [{"namespace": "default"}], arn(role))
