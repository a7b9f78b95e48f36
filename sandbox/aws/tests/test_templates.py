import json

from tests.emulation import Account, EmulationTest

LIFECYCLE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "any",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 7,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Pull",
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-ecrcache01"}},
            }
        ],
    }
)
TAGS = [{"Key": "team", "Value": "platform"}]
FILTERS = [{"filterType": "WILDCARD", "filter": "v*"}]


class TemplatesTest(EmulationTest):
    def described(self, *prefixes: str) -> list[dict]:
        return self.account.ecr.describe_repository_creation_templates(prefixes=list(prefixes))[
            "repositoryCreationTemplates"
        ]

    def test_creates_a_template_with_the_defaults(self):
        response = self.account.ecr.create_repository_creation_template(prefix="ROOT", appliedFor=["REPLICATION"])
        self.assertEqual(self.account.id, response["registryId"])
        template = response["repositoryCreationTemplate"]
        self.assertEqual(template.pop("createdAt"), template.pop("updatedAt"))
        self.assertEqual(
            {
                "prefix": "ROOT",
                "appliedFor": ["REPLICATION"],
                "encryptionConfiguration": {"encryptionType": "AES256"},
                "imageTagMutability": "MUTABLE",
            },
            template,
        )

    def test_creates_a_template_with_everything(self):
        key = self.account.client("kms").create_key()["KeyMetadata"]["Arn"]
        settings = {
            "description": "Docker Hub",
            "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": key},
            "resourceTags": TAGS,
            "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
            "imageTagMutabilityExclusionFilters": FILTERS,
            "repositoryPolicy": POLICY,
            "lifecyclePolicy": LIFECYCLE,
            "customRoleArn": self.account.role(),
        }
        created = self.account.template("docker-hub", **settings)
        self.assertEqual(settings, {member: created[member] for member in settings})
        self.assertEqual([created], self.described("docker-hub"))

    def test_accepts_a_repository_policy_of_the_older_version(self):
        older = POLICY.replace("2012-10-17", "2008-10-17")
        self.assertEqual(older, self.account.template("hub", repositoryPolicy=older)["repositoryPolicy"])

    def test_describes_all_or_some(self):
        for prefix in ("a", "b", "c"):
            self.account.template(prefix)
        self.assertEqual(["a", "b", "c"], [template["prefix"] for template in self.described()])
        self.assertEqual(["c"], [template["prefix"] for template in self.described("none", "c")])
        pages = self.account.ecr.get_paginator("describe_repository_creation_templates").paginate(
            PaginationConfig={"PageSize": 2}
        )
        self.assertEqual([2, 1], [len(page["repositoryCreationTemplates"]) for page in pages])

    def test_updates_what_is_given(self):
        self.account.template("hub", description="old", lifecyclePolicy=LIFECYCLE, repositoryPolicy=POLICY)
        updated = self.account.ecr.update_repository_creation_template(
            prefix="hub", description="new", repositoryPolicy=""
        )["repositoryCreationTemplate"]
        self.assertEqual([updated], self.described("hub"))
        self.assertEqual("new", updated["description"])
        self.assertEqual(LIFECYCLE, updated["lifecyclePolicy"])
        self.assertNotIn("repositoryPolicy", updated)
        self.assertGreater(updated["updatedAt"], updated["createdAt"])

    def test_updates_to_a_mutability_without_exclusions(self):
        self.account.template(
            "hub", imageTagMutability="MUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters=FILTERS
        )
        self.account.ecr.update_repository_creation_template(prefix="hub", imageTagMutability="MUTABLE")
        (template,) = self.described("hub")
        self.assertNotIn("imageTagMutabilityExclusionFilters", template)

    def test_keeps_the_template_when_an_update_is_refused(self):
        created = self.account.template("hub", lifecyclePolicy=LIFECYCLE)
        with self.refused("InvalidParameterException"):
            self.account.ecr.update_repository_creation_template(prefix="hub", lifecyclePolicy="{}")
        self.assertEqual([created], self.described("hub"))

    def test_deletes(self):
        created = self.account.template("hub")
        deleted = self.account.ecr.delete_repository_creation_template(prefix="hub")
        self.assertEqual((self.account.id, created), (deleted["registryId"], deleted["repositoryCreationTemplate"]))
        self.assertEqual([], self.described())

    def test_refuses_a_second_template_of_a_prefix(self):
        self.account.template("hub")
        with self.refused("TemplateAlreadyExistsException", "'hub'"):
            self.account.template("hub/")

    def test_refuses_a_template_that_does_not_exist(self):
        ecr = self.account.ecr
        for operation in (ecr.update_repository_creation_template, ecr.delete_repository_creation_template):
            with self.subTest(operation.__name__), self.refused("TemplateNotFoundException", "'none'"):
                operation(prefix="none")

    def test_refuses_tags_and_keys_without_a_role(self):
        for settings in (
            {"resourceTags": TAGS},
            {"encryptionConfiguration": {"encryptionType": "KMS"}},
            {"encryptionConfiguration": {"encryptionType": "KMS_DSSE"}},
        ):
            with self.subTest(settings), self.refused("InvalidParameterException", "requires a customRoleArn"):
                self.account.template("hub", **settings)

    def test_refuses_a_role_that_is_not_of_the_account(self):
        for role in (Account().role(), f"arn:aws:iam::{self.account.id}:role/none"):
            with self.subTest(role), self.refused("InvalidParameterException", "'customRoleArn'"):
                self.account.template("hub", customRoleArn=role)

    def test_refuses_what_is_not_a_key_arn(self):
        role = self.account.role()
        for key in ("alias/cache", f"arn:aws:kms:eu-central-1:{self.account.id}:alias/cache"):
            encryption = {"encryptionType": "KMS", "kmsKey": key}
            with self.subTest(key), self.refused("InvalidParameterException", "'encryptionConfiguration.kmsKey'"):
                self.account.template("hub", encryptionConfiguration=encryption, customRoleArn=role)
        key = f"arn:aws:kms:eu-central-1:{self.account.id}:key/0000"
        with self.refused("InvalidParameterException", "KMS or KMS_DSSE"):
            self.account.template("hub", encryptionConfiguration={"encryptionType": "AES256", "kmsKey": key})

    def test_refuses_exclusions_that_do_not_fit_the_mutability(self):
        for settings in (
            {"imageTagMutability": "MUTABLE_WITH_EXCLUSION"},
            {"imageTagMutability": "IMMUTABLE", "imageTagMutabilityExclusionFilters": FILTERS},
        ):
            with self.subTest(settings), self.refused("InvalidParameterException", "ExclusionFilters"):
                self.account.template("hub", **settings)

    def test_refuses_malformed_policies(self):
        statement = json.loads(POLICY)["Statement"][0]
        without_principal = {member: statement[member] for member in ("Effect", "Action")}
        foreign_action = {**statement, "Action": "s3:GetObject"}
        untyped_number = LIFECYCLE.replace("7", '"7"')
        for name, settings in {
            "repository policy: no JSON": {"repositoryPolicy": "pull"},
            "repository policy: no statement": {"repositoryPolicy": "{}"},
            "repository policy: no principal": {
                "repositoryPolicy": json.dumps({"Version": "2012-10-17", "Statement": [without_principal]})
            },
            "repository policy: action": {
                "repositoryPolicy": json.dumps({"Version": "2012-10-17", "Statement": [foreign_action]})
            },
            "repository policy: too long": {"repositoryPolicy": POLICY + " " * 10_240},
            "lifecycle: no JSON": {"lifecyclePolicy": "7 days"},
            "lifecycle: no rules": {"lifecyclePolicy": "{}"},
            "lifecycle: action": {"lifecyclePolicy": LIFECYCLE.replace("expire", "keep")},
            "lifecycle: type": {"lifecyclePolicy": untyped_number},
            "lifecycle: too long": {"lifecyclePolicy": LIFECYCLE + " " * 30_720},
        }.items():
            with self.subTest(name), self.refused("InvalidParameterException", "olicy"):
                self.account.template("hub", **settings)
        self.assertEqual([], self.described())

    def test_refuses_what_the_api_model_forbids(self):
        for constraint, request in {
            '"appliedFor"': {"prefix": "hub"},
            "'appliedFor[0]'": {"prefix": "hub", "appliedFor": ["PULL"]},
            "'prefix'": {"prefix": "Hub", "appliedFor": ["REPLICATION"]},
            "'description'": {"prefix": "hub", "appliedFor": ["REPLICATION"], "description": "d" * 257},
        }.items():
            with self.subTest(constraint), self.refused("InvalidParameterException", constraint):
                self.account.ecr.create_repository_creation_template(**request)

    def test_keeps_accounts_and_regions_apart(self):
        self.account.template("hub")
        for ecr in (self.account.client("ecr", "us-east-1"), Account().ecr):
            self.assertEqual([], ecr.describe_repository_creation_templates()["repositoryCreationTemplates"])
