"""Who asks: the ARN that exclusions and policies know a principal by."""

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

PARTITION = "aws"


def principal_of(access_key: str, account: str) -> str | None:
    """The user of an access key, or the role that it was returned for; None for any other key."""
    assumed = sts_backends[account][PARTITION].get_assumed_role_from_access_key(access_key)
    if assumed:
        return assumed.role_arn
    user = iam_backends[account][PARTITION].get_user_from_access_key_id(access_key)
    return user.arn if user else None
