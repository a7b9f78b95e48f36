import json

from tests.emulation import DOCKER_HUB, Account, EmulationTest

UPSTREAMS = {
    "public.ecr.aws": "ecr-public",
    "registry.k8s.io": "k8s",
    "quay.io": "quay",
    DOCKER_HUB: "docker-hub",
    "ghcr.io": "github-container-registry",
    "registry.gitlab.com": "gitlab-container-registry",
    "ours.azurecr.io": "azure-container-registry",
    "cgr.dev": "chainguard",
}
OPEN = ("public.ecr.aws", "registry.k8s.io", "quay.io")


class RulesTest(EmulationTest):
    def test_creates_a_rule_for_every_upstream(self):
        secret = self.account.secret()
        for number, (host, upstream) in enumerate(UPSTREAMS.items()):
            with self.subTest(host):
                credential = {} if host in OPEN else {"credentialArn": secret}
                rule = self.account.rule(f"cache{number}", host, **credential)
                created_at = rule.pop("createdAt")
                rule.pop("ResponseMetadata")
                self.assertEqual(
                    {
                        "ecrRepositoryPrefix": f"cache{number}",
                        "upstreamRegistryUrl": host,
                        "upstreamRegistry": upstream,
                        "registryId": self.account.id,
                        **credential,
                    },
                    rule,
                )
                (described,) = self.account.ecr.describe_pull_through_cache_rules(
                    ecrRepositoryPrefixes=[f"cache{number}"]
                )["pullThroughCacheRules"]
                self.assertEqual({**rule, "createdAt": created_at, "updatedAt": created_at}, described)

    def test_creates_a_rule_for_ecr_in_another_region(self):
        rule = self.account.rule("far", f"{self.account.id}.dkr.ecr.us-east-1.amazonaws.com")
        self.assertEqual("ecr", rule["upstreamRegistry"])
        self.assertEqual("ROOT", rule["upstreamRepositoryPrefix"])

    def test_creates_a_rule_for_ecr_in_another_account(self):
        role = self.account.role()
        rule = self.account.rule(
            "shared",
            "111111111111.dkr.ecr.eu-central-1.amazonaws.com",
            customRoleArn=role,
            upstreamRepositoryPrefix="base",
        )
        self.assertEqual(role, rule["customRoleArn"])
        self.assertEqual("base", rule["upstreamRepositoryPrefix"])

    def test_describes_pages(self):
        for prefix in ("aa", "bb", "cc"):
            self.account.rule(prefix, "quay.io")
        pages = self.account.ecr.get_paginator("describe_pull_through_cache_rules").paginate(
            PaginationConfig={"PageSize": 2}
        )
        self.assertEqual(
            [["aa", "bb"], ["cc"]],
            [[rule["ecrRepositoryPrefix"] for rule in page["pullThroughCacheRules"]] for page in pages],
        )
        with self.refused("InvalidParameterException", "nextToken"):
            self.account.ecr.describe_pull_through_cache_rules(nextToken="no token")

    def test_updates_the_credential(self):
        first, second = self.account.secret("ecr-pullthroughcache/one"), self.account.secret("ecr-pullthroughcache/two")
        self.account.rule("hub", DOCKER_HUB, credentialArn=first)
        updated = self.account.ecr.update_pull_through_cache_rule(ecrRepositoryPrefix="hub", credentialArn=second)
        seen = tuple(updated[member] for member in ("ecrRepositoryPrefix", "registryId", "credentialArn"))
        self.assertEqual(("hub", self.account.id, second), seen)
        (rule,) = self.account.ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]
        self.assertEqual(second, rule["credentialArn"])
        self.assertGreater(rule["updatedAt"], rule["createdAt"])

    def test_updates_the_role(self):
        first, second = self.account.role("one"), self.account.role("two")
        self.account.rule("shared", "111111111111.dkr.ecr.eu-central-1.amazonaws.com", customRoleArn=first)
        updated = self.account.ecr.update_pull_through_cache_rule(ecrRepositoryPrefix="shared", customRoleArn=second)
        self.assertEqual(second, updated["customRoleArn"])

    def test_refuses_an_update_of_nothing(self):
        self.account.rule("quay", "quay.io")
        with self.refused("InvalidParameterException", "Please set either credential arn or role arn"):
            self.account.ecr.update_pull_through_cache_rule(ecrRepositoryPrefix="quay")

    def test_deletes(self):
        self.account.rule("quay", "quay.io")
        self.account.pull("quay/argoproj/argocd")
        deleted = self.account.ecr.delete_pull_through_cache_rule(ecrRepositoryPrefix="quay")
        self.assertEqual("quay.io", deleted["upstreamRegistryUrl"])
        self.assertEqual([], self.account.ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"])
        self.assertIn("quay/argoproj/argocd", self.account.repositories())

    def test_validates(self):
        secret = self.account.secret()
        self.account.rule("hub", DOCKER_HUB, credentialArn=secret)
        answer = self.account.ecr.validate_pull_through_cache_rule(ecrRepositoryPrefix="hub")
        self.assertTrue(answer["isValid"])
        self.assertNotIn("failure", answer)
        seen = tuple(answer[member] for member in ("registryId", "upstreamRegistryUrl", "credentialArn"))
        self.assertEqual((self.account.id, DOCKER_HUB, secret), seen)

    def test_validates_what_has_become_of_the_secret(self):
        secret = self.account.secret()
        self.account.rule("hub", DOCKER_HUB, credentialArn=secret)
        self.account.client("secretsmanager").put_secret_value(
            SecretId=secret, SecretString=json.dumps({"username": "someone"})
        )
        answer = self.account.ecr.validate_pull_through_cache_rule(ecrRepositoryPrefix="hub")
        self.assertFalse(answer["isValid"])
        self.assertIn("username and accessToken", answer["failure"])

    def test_takes_a_prefix_with_its_assumed_slash(self):
        self.account.rule("quay/", "quay.io")
        with self.refused("PullThroughCacheRuleAlreadyExistsException", "'quay'"):
            self.account.rule("quay", "quay.io")
        self.account.ecr.delete_pull_through_cache_rule(ecrRepositoryPrefix="quay")

    def test_refuses_a_second_rule_of_a_prefix(self):
        self.account.rule("quay", "quay.io")
        with self.refused("PullThroughCacheRuleAlreadyExistsException", "'quay'"):
            self.account.rule("quay", "public.ecr.aws")

    def test_refuses_a_rule_that_does_not_exist(self):
        ecr = self.account.ecr
        for operation in (
            ecr.update_pull_through_cache_rule,
            ecr.delete_pull_through_cache_rule,
            ecr.validate_pull_through_cache_rule,
        ):
            with self.subTest(operation.__name__), self.refused("PullThroughCacheRuleNotFoundException", "'none'"):
                operation(ecrRepositoryPrefix="none")
        with self.refused("PullThroughCacheRuleNotFoundException", "'none'"):
            ecr.describe_pull_through_cache_rules(ecrRepositoryPrefixes=["none"])

    def test_refuses_other_upstreams(self):
        for host in (
            "gcr.io",
            "docker.io",
            "mcr.microsoft.com",
            "https://quay.io",
            "quay.io/argoproj",
            "evil-ghcr.io",
            "111111111111.dkr.ecr.eu-central-1.example.com",
        ):
            with self.subTest(host), self.refused("UnsupportedUpstreamRegistryException", host):
                self.account.rule("other", host)

    def test_refuses_an_upstream_without_the_credential_that_it_requires(self):
        for host in UPSTREAMS.keys() - OPEN:
            with self.subTest(host), self.refused("UnsupportedUpstreamRegistryException", "requires authentication"):
                self.account.rule("locked", host)

    def test_refuses_a_credential_that_the_upstream_does_not_take(self):
        secret, role = self.account.secret(), self.account.role()
        for host in (*OPEN, f"{self.account.id}.dkr.ecr.us-east-1.amazonaws.com"):
            with self.subTest(host), self.refused("InvalidParameterException", "takes no credentialArn"):
                self.account.rule("open", host, credentialArn=secret)
        with self.refused("InvalidParameterException", "takes no customRoleArn"):
            self.account.rule("open", "quay.io", customRoleArn=role)

    def test_refuses_an_upstream_name_that_is_not_the_hosts(self):
        with self.refused("InvalidParameterException", "'quay'"):
            self.account.rule("quay", "quay.io", upstreamRegistry="k8s")

    def test_refuses_ecr_of_another_account_without_a_role_of_the_own(self):
        host = "111111111111.dkr.ecr.eu-central-1.amazonaws.com"
        with self.refused("InvalidParameterException", "requires a customRoleArn"):
            self.account.rule("shared", host)
        for role in (Account().role(), f"arn:aws:iam::{self.account.id}:role/none"):
            with self.subTest(role), self.refused("InvalidParameterException", "customRoleArn"):
                self.account.rule("shared", host, customRoleArn=role)

    def test_refuses_an_upstream_prefix_beside_root(self):
        with self.refused("InvalidParameterException", "ROOT"):
            self.account.rule(
                "ROOT", f"{self.account.id}.dkr.ecr.us-east-1.amazonaws.com", upstreamRepositoryPrefix="base"
            )

    def test_refuses_more_rules_than_the_quota(self):
        for number in range(50):
            self.account.rule(f"cache{number}", "quay.io")
        with self.refused("LimitExceededException", "50"):
            self.account.rule("one-more", "quay.io")

    def test_refuses_what_the_api_model_forbids(self):
        for constraint, request in {
            "Missing required parameter": {"ecrRepositoryPrefix": "quay"},
            "Invalid type": {"ecrRepositoryPrefix": 7, "upstreamRegistryUrl": "quay.io"},
            "valid min length: 2": {"ecrRepositoryPrefix": "q", "upstreamRegistryUrl": "quay.io"},
            "length less than or equal to 30": {"ecrRepositoryPrefix": "q" * 31, "upstreamRegistryUrl": "quay.io"},
            "'ecrRepositoryPrefix' failed to satisfy constraint: 'must satisfy regular expression": {
                "ecrRepositoryPrefix": "Quay",
                "upstreamRegistryUrl": "quay.io",
            },
            "must be one of": {
                "ecrRepositoryPrefix": "quay",
                "upstreamRegistryUrl": "quay.io",
                "upstreamRegistry": "gcr",
            },
            "'credentialArn'": {
                "ecrRepositoryPrefix": "hub",
                "upstreamRegistryUrl": DOCKER_HUB,
                "credentialArn": f"arn:aws:secretsmanager:eu-central-1:{self.account.id}:secret:docker-hub-AbCdEf",
            },
        }.items():
            with self.subTest(constraint), self.refused("InvalidParameterException", constraint):
                self.account.ecr.create_pull_through_cache_rule(**request)
        with self.refused("InvalidParameterException", "value less than or equal to 1000"):
            self.account.ecr.describe_pull_through_cache_rules(maxResults=1001)
        with self.refused("InvalidParameterException", "'ecrRepositoryPrefixes[1]'"):
            self.account.ecr.describe_pull_through_cache_rules(ecrRepositoryPrefixes=["quay", "Quay"])

    def test_keeps_accounts_and_regions_apart(self):
        self.account.rule("quay", "quay.io")
        elsewhere = self.account.client("ecr", "us-east-1"), Account().ecr
        for ecr in elsewhere:
            self.assertEqual([], ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"])


class SecretsTest(EmulationTest):
    def refuses(self, code: str, message: str, secret: str) -> None:
        with self.refused(code, message):
            self.account.rule("hub", DOCKER_HUB, credentialArn=secret)

    def test_refuses_a_secret_that_does_not_exist(self):
        arn = f"arn:aws:secretsmanager:eu-central-1:{self.account.id}:secret:ecr-pullthroughcache/none-AbCdEf"
        self.refuses("SecretNotFoundException", "no secret has this ARN", arn)

    def test_refuses_a_secret_without_a_version(self):
        self.refuses("SecretNotFoundException", "no current version", self.account.secret(value=None))

    def test_refuses_a_secret_of_another_region(self):
        far = Account(self.account.id, region="us-east-1").secret()
        self.refuses("SecretNotFoundException", "another Region", far)

    def test_refuses_a_secret_of_another_account(self):
        self.refuses("UnableToAccessSecretException", "another account", Account().secret())

    def test_refuses_a_secret_that_is_being_deleted(self):
        secret = self.account.secret()
        self.account.client("secretsmanager").delete_secret(SecretId=secret, RecoveryWindowInDays=7)
        self.refuses("UnableToAccessSecretException", "scheduled for deletion", secret)

    def test_refuses_a_secret_under_a_customer_key(self):
        key = self.account.client("kms").create_key()["KeyMetadata"]["Arn"]
        self.refuses("UnableToDecryptSecretValueException", "aws/secretsmanager", self.account.secret(KmsKeyId=key))

    def test_refuses_a_secret_that_is_not_a_credential(self):
        for number, value in enumerate(
            ("token", "[]", "{}", '{"username": "someone"}', '{"username": "someone", "accessToken": 7}')
        ):
            with self.subTest(value):
                secret = self.account.secret(f"ecr-pullthroughcache/hub{number}", value)
                self.refuses("UnableToDecryptSecretValueException", "username and accessToken", secret)
