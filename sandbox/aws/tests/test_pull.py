import hashlib
import json

from tests.emulation import DOCKER_HUB, Account, EmulationTest
from tests.test_templates import LIFECYCLE, POLICY, TAGS

UNCACHED = "sha256:" + "0" * 64


class PullTest(EmulationTest):
    def test_imports_an_image_into_a_new_repository(self):
        self.account.rule("k8s", "registry.k8s.io")
        (image,) = self.account.pull("k8s/external-dns/external-dns")["images"]
        manifest = image["imageManifest"]
        self.assertEqual("v1", image["imageId"]["imageTag"])
        self.assertEqual(f"sha256:{hashlib.sha256(manifest.encode()).hexdigest()}", image["imageId"]["imageDigest"])
        self.assertEqual(json.loads(manifest)["mediaType"], image["imageManifestMediaType"])

        repository = self.account.repositories()["k8s/external-dns/external-dns"]
        self.assertEqual("MUTABLE", repository["imageTagMutability"])
        self.assertEqual({"encryptionType": "AES256"}, repository["encryptionConfiguration"])
        (detail,) = self.account.ecr.describe_images(repositoryName="k8s/external-dns/external-dns")["imageDetails"]
        self.assertEqual((["v1"], image["imageId"]["imageDigest"]), (detail["imageTags"], detail["imageDigest"]))

    def test_serves_the_cached_image(self):
        self.account.rule("k8s", "registry.k8s.io")
        first, second = (self.account.pull("k8s/pause")["images"] for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(1, len(self.account.ecr.describe_images(repositoryName="k8s/pause")["imageDetails"]))

    def test_imports_another_tag_into_the_repository(self):
        self.account.rule("k8s", "registry.k8s.io")
        self.account.pull("k8s/pause")
        pulled = self.account.pull("k8s/pause", {"imageTag": "v1"}, {"imageTag": "v2"})
        self.assertEqual(["v1", "v2"], [image["imageId"]["imageTag"] for image in pulled["images"]])

    def test_gives_the_same_image_whatever_the_prefix(self):
        self.account.rule("quay", "quay.io")
        self.account.rule("team/quay", "quay.io")
        self.assertEqual(self.account.manifest("quay/argo/cd"), self.account.manifest("team/quay/argo/cd"))
        self.assertNotEqual(self.account.manifest("quay/argo/cd"), self.account.manifest("quay/argo/rollouts"))

    def test_goes_by_the_longest_prefix_else_by_root(self):
        self.account.rule("ROOT", "quay.io")
        self.account.rule("hub", "registry.k8s.io")
        self.account.rule("hub/mirror", "public.ecr.aws")
        other = Account()
        for prefix, host in {"quay": "quay.io", "k8s": "registry.k8s.io", "public": "public.ecr.aws"}.items():
            other.rule(prefix, host)
        for name, same_elsewhere in {
            "hub/mirror/app": "public/app",
            "hub/app": "k8s/app",
            "app": "quay/app",
            "hubble/app": "quay/hubble/app",
        }.items():
            with self.subTest(name):
                self.assertEqual(other.manifest(same_elsewhere), self.account.manifest(name))

    def test_exchanges_the_prefix_for_the_upstream_prefix(self):
        host = f"{self.account.id}.dkr.ecr.us-east-1.amazonaws.com"
        self.account.rule("my-app", host, upstreamRepositoryPrefix="upstream-app")
        self.account.rule("all", host)
        self.assertEqual(self.account.manifest("all/upstream-app/image"), self.account.manifest("my-app/image"))

    def test_fails_for_a_digest_that_is_not_cached(self):
        self.account.rule("quay", "quay.io")
        for image_id in ({"imageDigest": UNCACHED}, {"imageDigest": UNCACHED, "imageTag": "v1"}):
            with self.subTest(image_id):
                pulled = self.account.pull("quay/argo/cd", image_id)
                self.assertEqual([], pulled["images"])
                (failure,) = pulled["failures"]
                self.assertEqual((image_id, "ImageNotFound"), (failure["imageId"], failure["failureCode"]))
        self.assertEqual({}, self.account.repositories())

    def test_serves_a_digest_that_was_cached_by_tag(self):
        self.account.rule("quay", "quay.io")
        (image,) = self.account.pull("quay/argo/cd")["images"]
        digest = {"imageDigest": image["imageId"]["imageDigest"]}
        self.assertEqual([image], self.account.pull("quay/argo/cd", digest)["images"])
        pulled = self.account.pull("quay/argo/cd", {"imageTag": "v1", "imageDigest": UNCACHED})
        self.assertEqual((0, 1), (len(pulled["images"]), len(pulled["failures"])))

    def test_finds_official_images_of_docker_hub_under_library_only(self):
        self.account.rule("hub", DOCKER_HUB, credentialArn=self.account.secret())
        with self.refused("RepositoryNotFoundException", "'hub/nats'"):
            self.account.pull("hub/nats")
        self.assertEqual(1, len(self.account.pull("hub/library/nats")["images"]))
        self.assertEqual(1, len(self.account.pull("hub/natsio/nats-box")["images"]))

    def test_finds_nothing_without_a_rule(self):
        with self.refused("RepositoryNotFoundException", "'quay/argo/cd'"):
            self.account.pull("quay/argo/cd")
        self.account.ecr.create_repository(repositoryName="own/app")
        self.assertEqual([], self.account.pull("own/app")["images"])

    def test_fails_when_the_secret_has_gone(self):
        secret = self.account.secret()
        self.account.rule("hub", DOCKER_HUB, credentialArn=secret)
        self.account.pull("hub/library/nats")
        self.account.client("secretsmanager").delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
        self.assertEqual(1, len(self.account.pull("hub/library/nats")["images"]))
        with self.refused("UnableToGetUpstreamImageException", "'hub'"):
            self.account.pull("hub/library/nginx")

    def test_pulls_from_the_registry_of_another_account(self):
        shared, workload = self.account, Account()
        shared.rule("quay", "quay.io")
        (image,) = workload.pull("quay/argo/cd", registry=shared)["images"]
        self.assertEqual(shared.id, image["registryId"])
        self.assertIn("quay/argo/cd", shared.repositories())
        self.assertEqual({}, workload.repositories())

    def test_accepts_every_name_of_the_api_model(self):
        self.account.rule("quay", "quay.io")
        self.assertEqual(1, len(self.account.pull("quay/some--team/under__score")["images"]))
        with self.refused("InvalidParameterException", "'repositoryName'"):
            self.account.pull("quay/Team/app")


class TemplatedPullTest(EmulationTest):
    def setUp(self):
        super().setUp()
        self.account.rule("hub", "quay.io")

    def pulled_mutability(self, repository: str) -> str:
        self.account.pull(repository)
        return self.account.repositories()[repository]["imageTagMutability"]

    def test_gives_the_repository_everything_of_the_template(self):
        encryption = {"encryptionType": "KMS", "kmsKey": f"arn:aws:kms:eu-central-1:{self.account.id}:key/0000"}
        self.account.template(
            "hub",
            encryptionConfiguration=encryption,
            resourceTags=TAGS,
            imageTagMutability="IMMUTABLE",
            repositoryPolicy=POLICY,
            lifecyclePolicy=LIFECYCLE,
            customRoleArn=self.account.role(),
        )
        self.account.pull("hub/team/app")
        repository = self.account.repositories()["hub/team/app"]
        ecr, name = self.account.ecr, {"repositoryName": "hub/team/app"}
        self.assertEqual("IMMUTABLE", repository["imageTagMutability"])
        self.assertEqual(encryption, repository["encryptionConfiguration"])
        self.assertEqual(TAGS, ecr.list_tags_for_resource(resourceArn=repository["repositoryArn"])["tags"])
        self.assertEqual(POLICY, ecr.get_repository_policy(**name)["policyText"])
        self.assertEqual(LIFECYCLE, ecr.get_lifecycle_policy(**name)["lifecyclePolicyText"])

    def test_goes_by_the_longest_prefix_else_by_root(self):
        self.account.template("ROOT", imageTagMutability="IMMUTABLE")
        self.assertEqual("IMMUTABLE", self.pulled_mutability("hub/one"))
        self.account.template("hub", imageTagMutability="MUTABLE")
        self.assertEqual("MUTABLE", self.pulled_mutability("hub/two"))
        self.account.template("hub/team", imageTagMutability="IMMUTABLE")
        self.assertEqual("IMMUTABLE", self.pulled_mutability("hub/team/three"))
        self.assertEqual("MUTABLE", self.pulled_mutability("hub/teams/four"))

    def test_ignores_templates_for_other_purposes(self):
        self.account.template("hub", ("REPLICATION", "CREATE_ON_PUSH"), imageTagMutability="IMMUTABLE")
        self.assertEqual("MUTABLE", self.pulled_mutability("hub/team/app"))

    def test_leaves_existing_repositories_as_they_are(self):
        self.account.pull("hub/team/app")
        self.account.template("hub", imageTagMutability="IMMUTABLE")
        self.account.pull("hub/team/app", {"imageTag": "v2"})
        self.assertEqual("MUTABLE", self.account.repositories()["hub/team/app"]["imageTagMutability"])
