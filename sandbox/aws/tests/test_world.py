import json
import tempfile
import unittest
from pathlib import Path

from emulated_aws import world
from tests.emulation import HOME, Account, EmulationTest, client, start, stop, url

WORLD = world.read(HOME / "world.json")
MANAGEMENT = WORLD["organization"]["managementAccount"]


class WorldTest(unittest.TestCase):
    def test_every_account_has_an_operator(self):
        for account in WORLD["accounts"]:
            with self.subTest(account["name"]):
                caller = client("sts", key=account["accessKeyId"]).get_caller_identity()
                self.assertEqual(f"arn:aws:iam::{account['id']}:user/operator", caller["Arn"])
                self.assertEqual(account["id"], caller["Account"])

    def test_every_account_has_its_roles(self):
        for account in WORLD["accounts"]:
            iam = client("iam", key=account["accessKeyId"])
            for path_and_name, principal in account.get("roles", {}).items():
                with self.subTest(f"{account['name']}: {path_and_name}"):
                    role = iam.get_role(RoleName=path_and_name.rpartition("/")[2])["Role"]
                    self.assertEqual(f"arn:aws:iam::{account['id']}:role/{path_and_name}", role["Arn"])
                    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
                    self.assertEqual((principal, "sts:AssumeRole"), (statement["Principal"], statement["Action"]))

    def test_every_account_has_its_clusters(self):
        for account in WORLD["accounts"]:
            for name, cluster in account.get("clusters", {}).items():
                with self.subTest(f"{account['name']}: {name}"):
                    eks = client("eks", key=account["accessKeyId"], region=cluster["region"])
                    described = eks.describe_cluster(name=name)["cluster"]
                    groups = {
                        group: eks.describe_nodegroup(clusterName=name, nodegroupName=group)["nodegroup"]["nodeRole"]
                        for group in eks.list_nodegroups(clusterName=name)["nodegroups"]
                    }
                    profiles = {
                        profile: eks.describe_fargate_profile(clusterName=name, fargateProfileName=profile)[
                            "fargateProfile"
                        ]["podExecutionRoleArn"]
                        for profile in eks.list_fargate_profiles(clusterName=name)["fargateProfileNames"]
                    }
                    self.assertEqual(self.arns(account, cluster.get("nodeGroups", {})), groups)
                    self.assertEqual(self.arns(account, cluster.get("fargateProfiles", {})), profiles)
                    auto = {"nodeRoleArn": cluster["autoMode"]} if "autoMode" in cluster else {}
                    compute = described.get("computeConfig", {})
                    self.assertEqual(self.arns(account, auto).get("nodeRoleArn"), compute.get("nodeRoleArn"))

    @staticmethod
    def arns(account: dict, roles: dict[str, str]) -> dict[str, str]:
        return {name: f"arn:aws:iam::{account['id']}:role/{role}" for name, role in roles.items()}

    def test_every_account_sees_the_organisation(self):
        for account in WORLD["accounts"]:
            with self.subTest(account["name"]):
                seen = client("organizations", key=account["accessKeyId"]).describe_organization()["Organization"]
                self.assertEqual((WORLD["organization"]["id"], MANAGEMENT), (seen["Id"], seen["MasterAccountId"]))
                self.assertRegex(seen["Id"], "^o-[a-z0-9]{10,32}$")
        members = client("organizations").list_accounts()["Accounts"]
        self.assertEqual({account["id"] for account in WORLD["accounts"]}, {member["Id"] for member in members})

    def test_an_entry_with_a_count_is_that_many_accounts(self):
        teams = [account for account in WORLD["accounts"] if account["id"].startswith("5000000000")]
        self.assertEqual([f"team-{number:02}" for number in range(1, 21)], [team["name"] for team in teams])
        self.assertEqual("500000000020", teams[-1]["id"])
        self.assertEqual({"deploy", "team-20-nodes"}, teams[-1]["roles"].keys())

    def test_any_static_key_is_the_management_account(self):
        self.assertEqual(MANAGEMENT, client("sts", key="test").get_caller_identity()["Account"])

    def test_an_assumed_role_acts_in_its_account(self):
        caller = Account("333333333333").client("sts").get_caller_identity()
        self.assertEqual("333333333333", caller["Account"])
        self.assertRegex(caller["Arn"], "^arn:aws:sts::333333333333:assumed-role/deploy/")


class CommandTest(unittest.TestCase):
    def test_serves_another_world_until_it_is_stopped(self):
        another = {
            "organization": {"id": "o-another0001", "managementAccount": "555555555555"},
            "accounts": [{"id": "555555555555", "name": "only", "accessKeyId": "AKIAONLY555555555555"}],
        }
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "world.json")
            file.write_text(json.dumps(another))
            process, port_file = start(Path(folder), "--world", str(file))
            try:
                organizations = client("organizations", key="AKIAONLY555555555555", at=url(port_file))
                self.assertEqual("o-another0001", organizations.describe_organization()["Organization"]["Id"])
            finally:
                status = stop(process)
            self.assertEqual(0, status)
            self.assertFalse(port_file.exists())


class FailureTest(EmulationTest):
    def test_says_at_once_what_moto_cannot_do(self):
        with self.refused("NotImplemented", "start_lifecycle_policy_preview") as refusal:
            self.account.ecr.start_lifecycle_policy_preview(repositoryName="app")
        self.assertEqual(501, refusal.exception.response["ResponseMetadata"]["HTTPStatusCode"])
