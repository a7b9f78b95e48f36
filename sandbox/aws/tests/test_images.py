import hashlib
import json
from datetime import datetime, timedelta, timezone

from tests.emulation import EmulationTest
from tests.test_contents import lay_down

CONFIG = {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": f"sha256:{'a' * 64}", "size": 100}
LAYER = {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": f"sha256:{'b' * 64}", "size": 3000}
NO_IMAGE = {"imageDigest": f"sha256:{'0' * 64}"}


def manifest(**members) -> str:
    media_type = "application/vnd.oci.image.manifest.v1+json"
    return json.dumps({"schemaVersion": 2, "mediaType": media_type, "config": CONFIG, "layers": [LAYER], **members})


class PutImageTest(EmulationTest):
    def setUp(self):
        super().setUp()
        self.account.ecr.create_repository(repositoryName="app")

    def put(self, text: str, tag: str = "v1", **options) -> dict:
        return self.account.ecr.put_image(repositoryName="app", imageManifest=text, imageTag=tag, **options)["image"]

    def test_an_image_has_its_manifests_digest(self):
        digest = f"sha256:{hashlib.sha256(manifest().encode()).hexdigest()}"
        self.assertEqual({"imageTag": "v1", "imageDigest": digest}, self.put(manifest())["imageId"])
        (detail,) = self.account.ecr.describe_images(repositoryName="app")["imageDetails"]
        self.assertLess(datetime.now(timezone.utc) - detail.pop("imagePushedAt"), timedelta(minutes=1))
        self.assertEqual(
            {
                "registryId": self.account.id,
                "repositoryName": "app",
                "imageDigest": digest,
                "imageTags": ["v1"],
                "imageSizeInBytes": 3100,
                "imageManifestMediaType": "application/vnd.oci.image.manifest.v1+json",
                "artifactMediaType": CONFIG["mediaType"],
                "imageStatus": "ACTIVE",
            },
            detail,
        )

    def test_a_tag_moves_to_the_newer_image(self):
        first, second = self.put(manifest()), self.put(manifest(annotations={"is": "newer"}))
        self.assertNotEqual(first["imageId"]["imageDigest"], second["imageId"]["imageDigest"])
        details = self.account.ecr.describe_images(repositoryName="app")["imageDetails"]
        self.assertEqual([None, ["v1"]], [detail.get("imageTags") for detail in details])

    def test_refuses_what_is_there_or_does_not_fit(self):
        self.put(manifest())
        with self.refused("ImageAlreadyExistsException"):
            self.put(manifest())
        with self.refused("ImageDigestDoesNotMatchException"):
            self.put(manifest(annotations={}), imageDigest=NO_IMAGE["imageDigest"])
        with self.refused("InvalidParameterException", "JSON"):
            self.put("[]")
        self.account.ecr.put_image_tag_mutability(repositoryName="app", imageTagMutability="IMMUTABLE")
        with self.refused("ImageTagAlreadyExistsException", "'v1'"):
            self.put(manifest(annotations={}))


class DeleteImageTest(EmulationTest):
    def delete(self, *ids: dict) -> dict:
        deleted = self.account.ecr.batch_delete_image(repositoryName="hub/app", imageIds=list(ids))
        return {"imageIds": deleted["imageIds"], "failures": deleted["failures"]}

    def left(self) -> list[dict]:
        return self.account.ecr.list_images(repositoryName="hub/app")["imageIds"]

    def test_by_tag_an_image_goes_with_its_last(self):
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["a", "b"]}]}])
        one, other = self.left()
        self.assertEqual({"imageIds": [one], "failures": []}, self.delete({"imageTag": "a"}))
        self.assertEqual([other], self.left())
        self.assertEqual({"imageIds": [other], "failures": []}, self.delete({"imageTag": "b"}))
        self.assertEqual([], self.left())

    def test_by_digest_an_image_goes_with_all_tags(self):
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["a", "b"]}]}])
        ids = self.left()
        self.assertEqual(
            {"imageIds": ids, "failures": []}, self.delete({"imageDigest": ids[0]["imageDigest"]})
        )
        self.assertEqual([], self.left())

    def test_an_image_of_an_index_stays_until_that_has_gone(self):
        platforms = {"linux/amd64": {}, "linux/arm64": {}}
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["a"], "platforms": platforms}]}])
        amd64, arm64, index = self.left()
        refused = self.delete(amd64)["failures"]
        self.assertEqual(
            [
                {
                    "imageId": amd64,
                    "failureCode": "ImageReferencedByManifestList",
                    "failureReason": f"Requested image referenced by manifest list: [{index['imageDigest']}]",
                }
            ],
            refused,
        )
        self.assertEqual({"imageIds": [index, amd64, arm64], "failures": []}, self.delete(index, amd64, arm64))

    def test_tells_of_what_is_not_there(self):
        lay_down(self.account, repositories=[{"name": "hub/app", "images": []}])
        codes = [it["failureCode"] for it in self.delete({}, {"imageTag": "a"}, NO_IMAGE)["failures"]]
        self.assertEqual(["MissingDigestAndTag", "ImageNotFound", "ImageNotFound"], codes)
        with self.refused("RepositoryNotFoundException"):
            self.account.ecr.batch_delete_image(repositoryName="none", imageIds=[NO_IMAGE])


class PagesTest(EmulationTest):
    def setUp(self):
        super().setUp()
        lay_down(self.account, generate={"prefix": "hub", "repositories": 7, "images": 5})

    def pages(self, operation: str, member: str, **request) -> list[list]:
        """Each page's entries, as a client walks them that deletes what it has seen."""
        pages = []
        while True:
            answer = getattr(self.account.ecr, operation)(**request)
            pages.append(answer[member])
            if "nextToken" not in answer:
                return pages
            request["nextToken"] = answer["nextToken"]

    def test_repositories_come_by_name(self):
        pages = self.pages("describe_repositories", "repositories", maxResults=3)
        names = [[it["repositoryName"][-4:] for it in page] for page in pages]
        self.assertEqual([["0001", "0002", "0003"], ["0004", "0005", "0006"], ["0007"]], names)

    def test_images_come_page_by_page(self):
        for operation, member in (("list_images", "imageIds"), ("describe_images", "imageDetails")):
            with self.subTest(operation):
                pages = self.pages(operation, member, repositoryName="hub/app-0001", maxResults=2)
                self.assertEqual([2, 2, 1], [len(page) for page in pages])
                self.assertEqual(5, len({it["imageDigest"] for page in pages for it in page}))

    def test_what_has_gone_in_the_meantime_hides_nothing(self):
        ecr, name = self.account.ecr, "hub/app-0001"
        first = ecr.list_images(repositoryName=name, maxResults=2)
        ecr.batch_delete_image(repositoryName=name, imageIds=first["imageIds"])
        rest = ecr.list_images(repositoryName=name, nextToken=first["nextToken"])["imageIds"]
        self.assertEqual(["v3", "v4", "v5"], [it["imageTag"] for it in rest])

    def test_refuses_what_is_no_token(self):
        for token in ("none", "e30="):
            with self.subTest(token), self.refused("InvalidParameterException", "nextToken"):
                self.account.ecr.list_images(repositoryName="hub/app-0001", nextToken=token)
        with self.refused("InvalidParameterException", "imageIds"):
            self.account.ecr.describe_images(repositoryName="hub/app-0001", imageIds=[NO_IMAGE], maxResults=5)

    def test_filters_by_tag(self):
        lay_down(self.account, repositories=[{"name": "hub/app", "images": [{"tags": ["a"]}, {}]}])
        for status, count in {"TAGGED": 1, "UNTAGGED": 1, "ANY": 2}.items():
            with self.subTest(status):
                of = {"repositoryName": "hub/app", "filter": {"tagStatus": status}}
                self.assertEqual(count, len(self.account.ecr.list_images(**of)["imageIds"]))
                self.assertEqual(count, len(self.account.ecr.describe_images(**of)["imageDetails"]))


class PullTimeTest(EmulationTest):
    def setUp(self):
        super().setUp()
        images = [{"tags": ["old"], "pulled": 40}, {"tags": ["new"], "pulled": 0.5}, {"tags": ["never"]}]
        lay_down(self.account, repositories=[{"name": "hub/app", "images": images}])
        self.role = f"arn:aws:iam::{self.account.id}:role/deploy"

    def days(self) -> list[int | None]:
        """How many half days ago each image was pulled."""
        details = self.account.ecr.describe_images(repositoryName="hub/app")["imageDetails"]
        times = [it.get("lastRecordedPullTime") for it in details]
        now = datetime.now(timezone.utc)
        return [time and round((now - time) / timedelta(hours=12)) for time in times]

    def pull(self) -> None:
        self.account.pull("hub/app", *({"imageTag": tag} for tag in ("old", "new", "never")))

    def test_a_pull_is_recorded_once_a_day(self):
        self.assertEqual([80, 1, None], self.days())
        self.pull()
        self.assertEqual([0, 1, 0], self.days())

    def test_pulls_of_the_excluded_are_not_recorded(self):
        ecr = self.account.ecr
        registered = ecr.register_pull_time_update_exclusion(principalArn=self.role)
        self.assertEqual(self.role, registered["principalArn"])
        self.assertEqual([self.role], ecr.list_pull_time_update_exclusions()["pullTimeUpdateExclusions"])
        self.pull()
        self.assertEqual([80, 1, None], self.days())
        with self.refused("ExclusionAlreadyExistsException"):
            ecr.register_pull_time_update_exclusion(principalArn=self.role)
        ecr.deregister_pull_time_update_exclusion(principalArn=self.role)
        with self.refused("ExclusionNotFoundException"):
            ecr.deregister_pull_time_update_exclusion(principalArn=self.role)
        with self.refused("InvalidParameterException", "principalArn"):
            ecr.register_pull_time_update_exclusion(principalArn="deploy")
