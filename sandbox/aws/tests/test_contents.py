import json
import urllib.error
import urllib.request
from datetime import datetime, timezone

from tests.emulation import Account, EmulationTest, endpoint

VULNERABLE = {
    "status": "COMPLETE",
    "findings": [{"name": f"CVE-2026-{number:04}", "severity": "HIGH"} for number in range(3)],
}
INSPECTED = {
    "status": "ACTIVE",
    "description": "Continuous scan is selected for image.",
    "enhancedFindings": [{"title": "CVE-2026-0001 - openssl", "severity": "CRITICAL", "status": "ACTIVE"}],
}


def lay_down(account: Account, **contents) -> None:
    body = json.dumps({"account": account.id, "region": account.region, **contents})
    request = urllib.request.Request(f"{endpoint()}/contents", data=body.encode(), method="PUT")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 204


class ContentsTest(EmulationTest):
    def details(self, repository: str) -> list[dict]:
        return self.account.ecr.describe_images(repositoryName=repository)["imageDetails"]

    def test_an_image_is_as_it_is_told(self):
        told = {"tags": ["v1"], "size": 5_000_000, "pushed": "2026-01-02T03:04:05Z", "pulled": "2026-02-03T04:05:06Z"}
        lay_down(self.account, repositories=[{"name": "hub/app", "created": "2026-01-01T00:00:00Z", "images": [told]}])
        (detail,) = self.details("hub/app")
        self.assertEqual(["v1"], detail["imageTags"])
        self.assertEqual(datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc), detail["imagePushedAt"])
        self.assertEqual(datetime(2026, 2, 3, 4, 5, 6, tzinfo=timezone.utc), detail["lastRecordedPullTime"])
        self.assertAlmostEqual(5_000_000, detail["imageSizeInBytes"], delta=1_000)
        created = self.account.repositories()["hub/app"]["createdAt"]
        self.assertEqual(datetime(2026, 1, 1, tzinfo=timezone.utc), created)

    def test_an_index_comes_with_the_images_of_its_platforms(self):
        platforms = {"linux/amd64": {"size": 3_000_000}, "linux/arm/v7": {"size": 2_000_000}}
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["v1"], "platforms": platforms}]}])
        amd64, arm, index = self.details("hub/app")
        self.assertEqual(amd64["imageSizeInBytes"], index["imageSizeInBytes"])
        self.assertNotIn("artifactMediaType", index)
        manifests = json.loads(self.account.manifest("hub/app"))["manifests"]
        self.assertEqual([amd64["imageDigest"], arm["imageDigest"]], [it["digest"] for it in manifests])
        self.assertEqual({"os": "linux", "architecture": "arm", "variant": "v7"}, manifests[1]["platform"])

    def test_an_image_may_have_referrers(self):
        sbom = "application/spdx+json"
        told = {"tags": ["v1"], "referrers": {sbom: {}}}
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [told]}])
        image, referrer = self.details("hub/app")
        self.assertEqual(image["imageDigest"], referrer["subjectManifestDigest"])
        self.assertEqual(sbom, referrer["artifactMediaType"])
        subject = {"imageDigest": image["imageDigest"]}
        of = {"repositoryName": "hub/app", "subjectId": subject}
        (found,) = self.account.ecr.list_image_referrers(**of)["referrers"]
        self.assertEqual((referrer["imageDigest"], sbom), (found["digest"], found["artifactType"]))
        none = self.account.ecr.list_image_referrers(**of, filter={"artifactTypes": ["application/other"]})
        self.assertEqual([], none["referrers"])

    def test_a_manifest_may_be_given(self):
        given = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": []}
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["v1"], "manifest": given}]}])
        self.assertEqual(given, json.loads(self.account.manifest("hub/app")))

    def test_a_pull_through_a_rule_changes_nothing(self):
        self.account.rule("hub", "quay.io")
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["v1"], "pulled": 40}]}])
        (detail,) = self.details("hub/app")
        (image,) = self.account.pull("hub/app")["images"]
        self.assertEqual(detail["imageDigest"], image["imageId"]["imageDigest"])
        self.assertEqual(1, len(self.details("hub/app")))

    def test_what_was_there_goes(self):
        for name in ("hub/one", "hub/other"):
            lay_down(self.account, repositories=[{"name": name, "images": []}])
        self.assertEqual(["hub/other"], list(self.account.repositories()))

    def test_repositories_are_made_from_the_template(self):
        self.account.template("hub", imageTagMutability="IMMUTABLE")
        lay_down(self.account, generate={"prefix": "hub", "repositories": 1, "images": 2})
        self.assertEqual("IMMUTABLE", self.account.repositories()["hub/app-0001"]["imageTagMutability"])
        ages = [(datetime.now(timezone.utc) - it["lastRecordedPullTime"]).days for it in self.details("hub/app-0001")]
        self.assertEqual([10, 0], ages)

    def test_refuses_what_it_does_not_know(self):
        registry = {"account": self.account.id, "region": self.account.region}
        for contents, message in {
            json.dumps({"account": self.account.id}): "region",
            json.dumps({**registry, "repositories": [{"name": "a", "images": [{"age": 1}]}]}): "age",
            "none": "Expecting value",
        }.items():
            request = urllib.request.Request(f"{endpoint()}/contents", data=contents.encode(), method="PUT")
            with self.subTest(contents), self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(request)
            with caught.exception as answer:
                self.assertEqual(400, answer.code)
                self.assertIn(message, answer.read().decode())


class ScanTest(EmulationTest):
    def scanned(self, scan: dict | None, **request) -> dict:
        image = {"tags": ["v1"], **({"scan": scan} if scan else {})}
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [image]}])
        return self.findings(**request)

    def findings(self, **request) -> dict:
        return self.account.ecr.describe_image_scan_findings(
            repositoryName="hub/app", imageId={"imageTag": "v1"}, **request
        )

    def test_basic_findings_come_page_by_page(self):
        first = self.scanned(VULNERABLE, maxResults=2)
        self.assertEqual("COMPLETE", first["imageScanStatus"]["status"])
        self.assertEqual({"HIGH": 3}, first["imageScanFindings"]["findingSeverityCounts"])
        self.assertEqual(VULNERABLE["findings"][:2], first["imageScanFindings"]["findings"])
        second = self.findings(maxResults=2, nextToken=first["nextToken"])
        self.assertEqual(VULNERABLE["findings"][2:], second["imageScanFindings"]["findings"])
        self.assertNotIn("nextToken", second)

    def test_enhanced_findings_are_a_list_of_their_own(self):
        found = self.scanned(INSPECTED)
        self.assertEqual(
            {"status": "ACTIVE", "description": INSPECTED["description"]}, found["imageScanStatus"]
        )
        self.assertEqual(INSPECTED["enhancedFindings"], found["imageScanFindings"]["enhancedFindings"])
        self.assertEqual({"CRITICAL": 1}, found["imageScanFindings"]["findingSeverityCounts"])

    def test_an_image_that_was_not_scanned_has_no_findings(self):
        for status in ("PENDING", "FAILED", "UNSUPPORTED_IMAGE", "IMAGE_SIZE_EXCEEDED", "FINDINGS_UNAVAILABLE"):
            with self.subTest(status):
                found = self.scanned({"status": status, "description": "why"})
                self.assertEqual({"status": status, "description": "why"}, found["imageScanStatus"])
                self.assertNotIn("imageScanFindings", found)

    def test_an_image_without_a_scan_is_told(self):
        with self.refused("ScanNotFoundException"):
            self.scanned(None)
        with self.refused("ImageNotFoundException"):
            self.account.ecr.describe_image_scan_findings(repositoryName="hub/app", imageId={"imageTag": "v2"})

    def test_a_scan_that_is_started_ends_and_finds_nothing(self):
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["v1"]}]}])
        of = {"repositoryName": "hub/app", "imageId": {"imageTag": "v1"}}
        self.assertEqual("IN_PROGRESS", self.account.ecr.start_image_scan(**of)["imageScanStatus"]["status"])
        self.assertEqual("IN_PROGRESS", self.findings()["imageScanStatus"]["status"])
        found = self.findings()
        self.assertEqual("COMPLETE", found["imageScanStatus"]["status"])
        self.assertEqual({}, found["imageScanFindings"]["findingSeverityCounts"])
        self.assertEqual([], found["imageScanFindings"]["findings"])
        with self.refused("LimitExceededException"):
            self.account.ecr.start_image_scan(**of)

    def test_an_index_is_not_scanned(self):
        platforms = {"linux/amd64": {"scan": VULNERABLE}}
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["v1"], "platforms": platforms}]}])
        with self.refused("ScanNotFoundException"):
            self.findings()
        with self.refused("UnsupportedImageTypeException"):
            self.account.ecr.start_image_scan(repositoryName="hub/app", imageId={"imageTag": "v1"})
