"""What ECR is like for now, where AWS does not promise one thing: the plan of faults sets it."""

from dataclasses import dataclass

DAY = 24 * 3600


@dataclass
class Conditions:
    """``tag_lifetime`` is for how many seconds ECR does not ask upstream again about a cached tag: at most once a day.

    ``secret_delay`` is after how many seconds ECR finds a new secret, as Secrets Manager reaches it late.

    ``rule_first`` is whether UpdatePullThroughCacheRule looks for the rule before it looks for the secret. AWS does not
    document the order.
    """

    tag_lifetime: float = DAY
    secret_delay: float = 0
    rule_first: bool = False


NOW = Conditions()
