import json
import urllib.error
import urllib.request

from emulated_aws.ecr import made_up
from tests.emulation import CREDENTIAL, DOCKER_HUB, EmulationTest, endpoint
from tests.registry import Client
from tests.test_faults import plan
from tests.upstream import Upstream, stand_for

SBOM = "application/spdx+json"
SECRET = "ecr-pullthroughcache/docker-hub"
NO_IMAGE = (404, "MANIFEST_UNKNOWN", "Requested image not found")


class UpstreamTest(EmulationTest):
    def setUp(self):
        super().setUp()
        self.upstream = Upstream(DOCKER_HUB)
        self.addCleanup(self.upstream.close)
        self.addCleanup(plan)
        self.secret = self.account.secret(SECRET)
        self.account.rule("hub", DOCKER_HUB, credentialArn=self.secret)
        self.client = Client(self.account)

    def push(self, text: str, *tags: str, name: str = "library/app") -> str:
        return self.upstream.push(name, made_up.image(text), *tags)

    def digest(self, reference: str = "v1") -> str:
        answer = self.client.manifest("hub/library/app", reference)
        self.assertEqual(200, answer.status, answer.body)
        return answer.headers["Docker-Content-Digest"]


class ImportTest(UpstreamTest):
    def test_an_image_comes_byte_by_byte(self):
        digest = self.push("one", "v1")
        answer = self.client.manifest("hub/library/app")
        artifact = self.upstream.manifests["/v2/library/app/manifests/v1"]
        self.assertEqual(artifact.manifest, answer.body.decode())
        self.assertEqual(artifact.media_type, answer.headers["Content-Type"])
        for blob, content in artifact.blobs.items():
            self.assertEqual(content, self.client.blob("hub/library/app", blob).body)
        self.assertEqual(digest, answer.headers["Docker-Content-Digest"])
        asked = self.upstream.asked
        self.assertEqual("GET library/app/manifests/v1", asked[0])
        self.assertEqual({f"GET library/app/blobs/{it}" for it in artifact.blobs}, set(asked[1:]))

    def test_the_api_pulls_the_same(self):
        digest = self.push("one", "v1")
        (image,) = self.account.pull("hub/library/app")["images"]
        self.assertEqual(digest, image["imageId"]["imageDigest"])
        self.assertEqual(digest, self.digest())

    def test_an_index_comes_with_all_its_images(self):
        parts = {platform: made_up.image("one", platform) for platform in ("linux/amd64", "linux/arm64")}
        digests = [self.upstream.push("library/app", part) for part in parts.values()]
        index = self.upstream.push("library/app", made_up.index(parts), "v1")
        for digest in (index, *digests):
            self.assertEqual(NO_IMAGE, self.client.manifest("hub/library/app", digest).error)
        self.assertEqual(index, self.digest())
        for digest in (index, *digests):
            self.assertEqual(digest, self.digest(digest))
        details = self.account.ecr.describe_images(repositoryName="hub/library/app")["imageDetails"]
        self.assertEqual([[], [], ["v1"]], [detail.get("imageTags", []) for detail in details])

    def test_referrers_come_when_they_are_asked_for(self):
        image = made_up.image("one")
        digest = self.upstream.push("library/app", image, "v1")
        sbom = made_up.referrer(image, SBOM)
        self.upstream.push("library/app", sbom)
        told = {"mediaType": made_up.INDEX, "schemaVersion": 2, "manifests": [sbom.descriptor]}
        fallback = made_up.Artifact(json.dumps(told), made_up.INDEX)
        self.upstream.push("library/app", fallback, digest.replace(":", "-"))
        self.digest()
        answer = self.client.get(f"hub/library/app/referrers/{digest}")
        (found,) = json.loads(answer.body)["manifests"]
        self.assertEqual((sbom.descriptor["digest"], SBOM), (found["digest"], found["artifactType"]))
        self.assertEqual(sbom.manifest, self.client.manifest("hub/library/app", found["digest"]).body.decode())
        of = {"repositoryName": "hub/library/app", "subjectId": {"imageDigest": digest}}
        self.assertEqual(1, len(self.account.ecr.list_image_referrers(**of)["referrers"]))
        self.upstream.status = 500
        with self.refused("UnableToListUpstreamImageReferrersException"):
            self.account.ecr.list_image_referrers(**of)

    def test_what_upstream_does_not_have_is_told(self):
        registry = f"in the registry with id '{self.account.id}'"
        missing = f"The repository with name 'hub/library/app' does not exist {registry}"
        self.assertEqual((404, "NAME_UNKNOWN", missing), self.client.manifest("hub/library/app").error)
        self.assertEqual({}, self.account.repositories())
        self.push("one", "v1")
        self.digest()
        self.assertEqual(NO_IMAGE, self.client.manifest("hub/library/app", "v2").error)

    def test_other_hosts_have_everything_still(self):
        self.account.rule("quay", "quay.io")
        self.assertEqual(200, self.client.manifest("quay/argo/cd").status)
        self.assertEqual([], self.upstream.asked)


class RefusalTest(UpstreamTest):
    def setUp(self):
        super().setUp()
        self.push("one", "v1")

    def test_the_rules_secret_signs_in(self):
        self.upstream.wants_user = True
        self.digest()
        self.push("other", "v2")
        other = json.dumps({**json.loads(CREDENTIAL), "accessToken": "revoked"})
        self.account.client("secretsmanager").put_secret_value(SecretId=self.secret, SecretString=other)
        status, code, message = self.client.manifest("hub/library/app", "v2").error
        self.assertEqual((403, "DENIED"), (status, code))
        self.assertTrue(message.startswith("The authentication to the upstream registry failed."), message)
        self.assertNotIn("revoked", message)
        self.digest("v1")
        with self.refused("UnableToGetUpstreamImageException", "authentication"):
            self.account.pull("hub/library/app", {"imageTag": "v2"})

    def test_an_upstream_that_fails_is_told(self):
        for status, expected in {403: (403, "DENIED"), 429: (429, "TOOMANYREQUESTS"), 503: (500, "UNKNOWN")}.items():
            with self.subTest(status):
                self.upstream.status = status
                self.assertEqual(expected, self.client.manifest("hub/library/app").error[:2])

    def test_an_upstream_that_is_away_is_told(self):
        self.upstream.stop()
        status, code, message = self.client.manifest("hub/library/app").error
        self.assertEqual((500, "UNKNOWN"), (status, code))
        self.assertIn("does not answer", message)


class CachedTest(UpstreamTest):
    def setUp(self):
        super().setUp()
        self.old = self.push("old", "v1")
        self.assertEqual(self.old, self.digest())
        self.new = self.push("new", "v1")
        self.upstream.asked

    def test_upstream_is_asked_once_a_day(self):
        self.assertEqual(self.old, self.digest())
        self.assertEqual([], self.upstream.asked)
        plan({"fault": "check-tags", "seconds": 0})
        self.assertEqual(self.new, self.digest())
        self.assertEqual(self.old, self.digest(self.old))

    def test_what_has_not_changed_is_asked_for_by_its_head(self):
        self.push("old", "v1")
        plan({"fault": "check-tags", "seconds": 0})
        self.assertEqual(self.old, self.digest())
        self.assertEqual(["HEAD library/app/manifests/v1"], self.upstream.asked)

    def test_the_cached_is_served_where_upstream_is_not(self):
        plan({"fault": "check-tags", "seconds": 0})
        for status in (401, 404, 429, 500):
            with self.subTest(status):
                self.upstream.status = status
                self.assertEqual(self.old, self.digest())
        self.upstream.status = None
        self.upstream.stop()
        self.assertEqual(self.old, self.digest())

    def test_an_immutable_tag_stays(self):
        self.account.ecr.put_image_tag_mutability(repositoryName="hub/library/app", imageTagMutability="IMMUTABLE")
        plan({"fault": "check-tags", "seconds": 0})
        self.assertEqual(self.old, self.digest())


class ControlTest(EmulationTest):
    def test_tells_what_stands_for_which_host(self):
        registries = {"quay.io": "http://127.0.0.1:1"}
        stand_for(registries)
        self.addCleanup(stand_for, {})
        with urllib.request.urlopen(f"{endpoint()}/upstreams") as answer:
            self.assertEqual(registries, json.load(answer))

    def test_refuses_hosts_that_ecr_does_not_cache(self):
        unknown = json.dumps({"gcr.io": "http://127.0.0.1:1"})
        for registries, message in {unknown: "'gcr.io' isn't supported", "[": "Expecting"}.items():
            request = urllib.request.Request(f"{endpoint()}/upstreams", data=registries.encode(), method="PUT")
            with self.subTest(registries), self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(request)
            with caught.exception as answer:
                self.assertEqual(400, answer.code)
                self.assertIn(message, answer.read().decode())
