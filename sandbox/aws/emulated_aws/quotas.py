"""Service Quotas of Amazon ECR, which moto lacks: ListServiceQuotas."""

import json

from moto.servicequotas.exceptions import NoSuchResource
from moto.servicequotas.responses import ServiceQuotasResponse

from emulated_aws.ecr import rules

ECR = [
    {
        "ServiceCode": "ecr",
        "ServiceName": "Amazon Elastic Container Registry (Amazon ECR)",
        "QuotaName": "Pull through cache rules per registry",
        "Value": float(rules.QUOTA),
        "Unit": "None",
        "Adjustable": False,
        "GlobalQuota": False,
    }
]


def list_service_quotas(self: ServiceQuotasResponse) -> str:
    if json.loads(self.body)["ServiceCode"] != "ecr":
        raise NoSuchResource
    return json.dumps({"Quotas": ECR})


def extend_moto() -> None:
    ServiceQuotasResponse.list_service_quotas = list_service_quotas
