import base64
import hashlib
import http.client
import json
import ssl
import subprocess
import urllib.request
from urllib.parse import quote

from tests.emulation import Account, EmulationTest, endpoint, trusted
from tests.registry import Client, ask, host_of, token_of
from tests.test_contents import lay_down
from tests.test_faults import fault, plan

UNKNOWN = f"sha256:{'0' * 64}"
SBOM = "application/spdx+json"


class SignInTest(EmulationTest):
    def version(self, token: str | None) -> tuple[int, str | None, bytes]:
        answer = ask(f"https://{host_of(self.account)}/v2/", token)
        self.assertEqual("registry/2.0", answer.headers["Docker-Distribution-Api-Version"])
        return answer.status, answer.headers["WWW-Authenticate"], answer.body

    def test_asks_for_a_token(self):
        challenge = f'Basic realm="https://{host_of(self.account)}/",service="ecr.amazonaws.com"'
        user, _, password = base64.b64decode(token_of(self.account)).decode().partition(":")
        self.assertEqual("AWS", user)
        elsewhere = Account(self.account.id, region="us-east-1")
        for name, token in {
            "none": None,
            "no base64": "-",
            "another's": base64.b64encode(b"AWS:guessed").decode(),
            "another user": base64.b64encode(f"root:{password}".encode()).decode(),
            "another Region's": token_of(elsewhere),
        }.items():
            with self.subTest(name):
                self.assertEqual((401, challenge, b"Not Authorized\n"), self.version(token))

    def test_takes_a_token_of_its_own_or_another_account(self):
        for account in (self.account, Account()):
            self.assertEqual((200, None, b"{}"), self.version(token_of(account)))

    def test_tells_where_a_token_serves(self):
        other = Account()
        given = self.account.ecr.get_authorization_token(registryIds=[self.account.id, other.id])
        hosts = [it["proxyEndpoint"] for it in given["authorizationData"]]
        self.assertEqual([f"https://{host_of(it)}" for it in (self.account, other)], hosts)


class ProxyTest(EmulationTest):
    def test_tunnels_to_hosts_of_its_own_only(self):
        proxy, authority = trusted()
        connection = http.client.HTTPSConnection(*proxy)
        connection.set_tunnel("registry-1.docker.io", 443)
        with self.assertRaisesRegex(OSError, "403 Forbidden"):
            connection.connect()

    def test_has_a_certificate_for_each_host(self):
        proxy, authority = trusted()
        names = set()
        for region in ("eu-west-1", "us-east-1"):
            connection = http.client.HTTPSConnection(*proxy, context=ssl.create_default_context(cafile=str(authority)))
            connection.set_tunnel(f"111111111111.dkr.ecr.{region}.amazonaws.com", 443)
            connection.connect()
            names |= {name for _, name in connection.sock.getpeercert()["subjectAltName"]}
            connection.close()
        self.assertEqual({f"111111111111.dkr.ecr.{it}.amazonaws.com" for it in ("eu-west-1", "us-east-1")}, names)

    def test_keeps_a_connection_for_further_requests(self):
        proxy, authority = trusted()
        connection = http.client.HTTPSConnection(*proxy, context=ssl.create_default_context(cafile=str(authority)))
        connection.set_tunnel(host_of(self.account), 443)
        for _ in range(3):
            connection.request("GET", "/v2/", headers={"Authorization": f"Basic {token_of(self.account)}"})
            with connection.getresponse() as answer:
                self.assertEqual(200, answer.status)
                answer.read()
            first = connection.sock
        self.assertIs(first, connection.sock)
        connection.close()

    def test_serves_without_tls_too(self):
        headers = {"Host": host_of(self.account), "Authorization": f"Basic {token_of(self.account)}"}
        with urllib.request.urlopen(urllib.request.Request(f"{endpoint()}/v2/", headers=headers)) as answer:
            self.assertEqual(b"{}", answer.read())
        proxied = urllib.request.build_opener(urllib.request.ProxyHandler({"http": endpoint()}))
        absolute = urllib.request.Request(f"http://{host_of(self.account)}/v2/", headers=headers)
        with proxied.open(absolute) as answer:
            self.assertEqual(b"{}", answer.read())


class PullTest(EmulationTest):
    def setUp(self):
        super().setUp()
        self.account.rule("quay", "quay.io")
        self.client = Client(self.account)

    def test_a_pull_by_tag_imports_and_its_digest_is_served(self):
        first = self.client.manifest("quay/argo/cd", method="HEAD")
        self.assertEqual((200, b""), (first.status, first.body))
        digest = first.headers["Docker-Content-Digest"]
        answer = self.client.manifest("quay/argo/cd", digest)
        self.assertEqual(digest, f"sha256:{hashlib.sha256(answer.body).hexdigest()}")
        self.assertEqual(int(first.headers["Content-Length"]), len(answer.body))
        manifest = json.loads(answer.body)
        self.assertEqual(manifest["mediaType"], answer.headers["Content-Type"])
        self.assertEqual(answer.body.decode(), self.account.manifest("quay/argo/cd"))
        (detail,) = self.account.ecr.describe_images(repositoryName="quay/argo/cd")["imageDetails"]
        self.assertIn("lastRecordedPullTime", detail)

    def test_layers_are_in_the_bucket(self):
        manifest = json.loads(self.client.manifest("quay/argo/cd").body)
        for told in (manifest["config"], *manifest["layers"]):
            digest = told["digest"]
            head = self.client.get(f"quay/argo/cd/blobs/{digest}", "HEAD")
            self.assertEqual((200, str(told["size"])), (head.status, head.headers["Content-Length"]))
            answer = self.client.blob("quay/argo/cd", digest)
            self.assertEqual((200, digest), (answer.status, f"sha256:{hashlib.sha256(answer.body).hexdigest()}"))
            part = self.client.blob("quay/argo/cd", digest, Range="bytes=1-3")
            self.assertEqual((206, answer.body[1:4]), (part.status, part.body))
            self.assertEqual(f"bytes 1-3/{told['size']}", part.headers["Content-Range"])
            self.assertEqual(416, self.client.blob("quay/argo/cd", digest, Range="bytes=9999-").status)

    def test_the_bucket_takes_one_way_to_sign(self):
        manifest = json.loads(self.client.manifest("quay/argo/cd").body)
        digest = manifest["config"]["digest"]
        layer = {"repositoryName": "quay/argo/cd", "layerDigest": digest}
        url = self.account.ecr.get_download_url_for_layer(**layer)["downloadUrl"]
        for name, status, code, of in (
            ("signed", 200, b"", (url,)),
            ("signed twice", 400, b"InvalidArgument", (url, self.client.token)),
            ("not signed", 403, b"AccessDenied", (url.partition("?")[0],)),
            ("another", 404, b"NoSuchKey", (url.replace(digest, UNKNOWN),)),
        ):
            with self.subTest(name):
                answer = ask(*of)
                self.assertEqual(status, answer.status)
                self.assertIn(code, answer.body)
        with self.refused("LayersNotFoundException"):
            self.account.ecr.get_download_url_for_layer(repositoryName="quay/argo/cd", layerDigest=UNKNOWN)

    def test_errors_are_those_of_ecr(self):
        self.client.manifest("quay/argo/cd")
        missing = f"does not exist in the registry with id '{self.account.id}'"
        no_image = ("MANIFEST_UNKNOWN", "Requested image not found")
        for name, path, expected in (
            ("a digest that is not cached", f"quay/argo/cd/manifests/{UNKNOWN}", no_image),
            ("a digest of nothing yet", f"quay/other/manifests/{UNKNOWN}", no_image),
            ("no rule", "none/app/manifests/v1", ("NAME_UNKNOWN", f"The repository with name 'none/app' {missing}")),
            ("no blob", f"quay/argo/cd/blobs/{UNKNOWN}", ("BLOB_UNKNOWN", "blob unknown to registry")),
        ):
            with self.subTest(name):
                self.assertEqual((404, *expected), self.client.get(path).error)
        self.assertEqual((400, "NAME_INVALID"), self.client.manifest("quay/Argo").error[:2])
        self.assertEqual((405, "UNSUPPORTED"), self.client.get("quay/argo/cd/manifests/v1", "PUT").error[:2])
        self.assertEqual(404, self.client.get("none").status)

    def test_a_secret_that_has_gone_denies(self):
        secret = self.account.secret()
        self.account.rule("hub", "registry-1.docker.io", credentialArn=secret)
        self.account.client("secretsmanager").delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
        status, code, message = self.client.manifest("hub/library/nginx").error
        self.assertEqual((403, "DENIED"), (status, code))
        self.assertTrue(message.startswith("The authentication to the upstream registry failed."), message)

    def test_another_account_pulls_by_a_token_of_its_own(self):
        other = Account()
        answer = Client(other, self.account).manifest("quay/argo/cd")
        self.assertEqual(200, answer.status)
        self.assertIn("quay/argo/cd", self.account.repositories())
        self.assertEqual({}, other.repositories())

    def test_referrers_are_an_index(self):
        images = [{"tags": ["v1"], "referrers": {SBOM: {}, "application/vnd.example": {}}}]
        lay_down(self.account, repositories=[{"name": "own/app", "images": images}])
        digest = self.client.manifest("own/app").headers["Docker-Content-Digest"]
        answer = self.client.get(f"own/app/referrers/{digest}")
        self.assertEqual("application/vnd.oci.image.index.v1+json", answer.headers["Content-Type"])
        self.assertEqual(2, len(json.loads(answer.body)["manifests"]))
        answer = self.client.get(f"own/app/referrers/{digest}?artifactType={quote(SBOM)}")
        (found,) = json.loads(answer.body)["manifests"]
        self.assertEqual(SBOM, found["artifactType"])
        self.assertEqual("artifactType", answer.headers["OCI-Filters-Applied"])
        self.assertEqual(200, self.client.manifest("own/app", found["digest"]).status)
        nobody = self.client.get(f"own/app/referrers/{UNKNOWN}")
        self.assertEqual([], json.loads(nobody.body)["manifests"])

    def test_tags_come_page_by_page(self):
        lay_down(self.account, generate={"prefix": "own", "repositories": 1, "images": 3})
        first = self.client.get("own/app-0001/tags/list?n=2")
        self.assertEqual({"name": "own/app-0001", "tags": ["v1", "v2"]}, json.loads(first.body))
        self.assertIn('rel="next"', first.headers["Link"])
        self.assertEqual(["v3"], json.loads(self.client.get("own/app-0001/tags/list?n=2&last=v2").body)["tags"])

    def test_faults_are_in_the_words_of_the_registry(self):
        self.addCleanup(plan)
        arn = f"arn:aws:ecr:{self.account.region}:{self.account.id}:repository/quay/argo/cd"
        role = f"arn:aws:iam::{self.account.id}:role/deploy"
        action = "ecr:BatchGetImage"
        for kind, expected in {
            "throttle": (429, "TOOMANYREQUESTS", "Rate exceeded"),
            "fail": (500, "UNKNOWN", "Internal server error"),
            "expire": (403, "DENIED", "Your authorization token has expired. Reauthenticate and try again."),
            "deny": (
                403,
                "DENIED",
                f"User: {role} is not authorized to perform: {action} on resource: {arn} "
                f"because no identity-based policy allows the {action} action",
            ),
        }.items():
            with self.subTest(kind):
                plan(fault("GetManifest", kind, service="ecr-registry", times=1, containing="argo/cd"))
                self.assertEqual(200, self.client.manifest("quay/argo/rollouts").status)
                self.assertEqual(expected, self.client.manifest("quay/argo/cd").error)
                self.assertEqual(200, self.client.manifest("quay/argo/cd").status)
        digest = json.loads(self.client.manifest("quay/argo/cd").body)["config"]["digest"]
        plan(fault("GetLayer", "throttle", service="ecr-registry", times=1))
        self.assertEqual(503, self.client.blob("quay/argo/cd", digest).status)
        self.assertEqual(200, self.client.blob("quay/argo/cd", digest).status)
        plan(fault("GetManifest", "drop", service="ecr-registry", times=1))
        with self.assertRaises(OSError):
            self.client.manifest("quay/argo/cd")


class JavaTest(EmulationTest):
    def test_java_reads_its_trust_store(self):
        _, authority = trusted()
        listed = subprocess.run(
            ["keytool", "-list", "-keystore", authority.with_suffix(".p12"), "-storetype", "PKCS12", "-storepass", ""],
            capture_output=True,
            text=True,
        )
        self.assertIn("trustedCertEntry", listed.stdout)
