"""Amazon ECR with pull-through caches: what moto's ECR lacks, added by subclassing it."""

from moto.ecr import models as moto_ecr

from emulated_aws.ecr import api
from emulated_aws.ecr.models import CachingRegistry


def extend_moto() -> None:
    """Let moto create our registries, and accept every repository name that the API model accepts."""
    moto_ecr.ecr_backends.backend = CachingRegistry
    moto_ecr.ECR_REPOSITORY_NAME_PATTERN = api.MODEL.shape_for("RepositoryName").metadata["pattern"]
