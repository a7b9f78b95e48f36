"""Scans of images: there is no scanner, a test says what was found.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html
"""

from typing import Any

from moto.core.utils import utcnow
from moto.ecr.exceptions import LimitExceededException, ScanNotFoundException
from moto.ecr.models import Repository

from emulated_aws.ecr.errors import UnsupportedImageTypeException
from emulated_aws.ecr.image import Image
from emulated_aws.ecr.images import shown_id, text_of
from emulated_aws.ecr.paging import page

DESCRIPTIONS = {"COMPLETE": "The scan was completed successfully."}
LISTS = ("findings", "enhancedFindings")


def scan_of(told: dict[str, Any]) -> dict[str, Any]:
    """A scan from its ``status``, ``description``, ``findings`` and ``enhancedFindings``."""
    now = utcnow()
    status = told["status"]
    scan: dict[str, Any] = {"imageScanStatus": {"status": status}}
    if description := told.get("description", DESCRIPTIONS.get(status)):
        scan["imageScanStatus"]["description"] = description
    lists = {name: told[name] for name in LISTS if name in told}
    if lists or status in ("COMPLETE", "ACTIVE"):
        counts: dict[str, int] = {}
        for finding in (it for findings in lists.values() for it in findings):
            counts[finding["severity"]] = counts.get(finding["severity"], 0) + 1
        times = {"imageScanCompletedAt": now, "vulnerabilitySourceUpdatedAt": now}
        scan["imageScanFindings"] = {**times, "findingSeverityCounts": counts, **lists}
    return scan


def start(repository: Repository, image: Image, tag: str | None) -> dict[str, Any]:
    """StartImageScan: once a day; it is under way when it is asked about for the first time, and finds nothing."""
    if image.children:
        raise UnsupportedImageTypeException()
    if image.scan is not None:
        raise LimitExceededException()
    image.scan = scan_of({"status": "IN_PROGRESS"})
    return {**about(repository, image, tag), "imageScanStatus": image.scan["imageScanStatus"]}


def findings(repository: Repository, image: Image, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeImageScanFindings: the findings of both kinds come page by page, their counts with each."""
    if image.scan is None:
        raise ScanNotFoundException(
            image_id=text_of(request["imageId"]), repository_name=repository.name, registry_id=repository.registry_id
        )
    scan = image.scan
    if scan["imageScanStatus"]["status"] == "IN_PROGRESS":
        image.scan = scan_of({"status": "COMPLETE", "findings": []})
    answer = {**about(repository, image, request["imageId"].get("imageTag")), **scan}
    if "imageScanFindings" in scan:
        found = scan["imageScanFindings"]
        every = [(name, finding) for name in LISTS for finding in found.get(name, [])]
        shown, next_token = page(enumerate(every), request)
        lists = {name: [finding for of, finding in shown if of == name] for name in LISTS if name in found}
        answer |= {"imageScanFindings": {**found, **lists}, "nextToken": next_token}
    return answer


def about(repository: Repository, image: Image, tag: str | None) -> dict[str, Any]:
    return {
        "registryId": repository.registry_id,
        "repositoryName": repository.name,
        "imageId": shown_id(image, tag),
    }
