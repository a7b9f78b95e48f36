"""How ECR matches repository names with the prefixes of rules and templates.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html
"""

from collections.abc import Iterable

ROOT = "ROOT"


def normal(prefix: str) -> str:
    """A prefix without the trailing slash that ECR always assumes."""
    return prefix.rstrip("/")


def best_match(repository: str, prefixes: Iterable[str]) -> str | None:
    """The longest prefix that holds the repository, else ROOT when it is there."""
    prefixes = set(prefixes)
    holding = [prefix for prefix in prefixes if repository.startswith(f"{prefix}/")]
    return max(holding, key=len, default=ROOT if ROOT in prefixes else None)


def upstream_path(repository: str, prefix: str, upstream_prefix: str) -> str:
    """The repository's path in the upstream registry: one prefix in exchange for the other."""
    path = repository if prefix == ROOT else repository.removeprefix(f"{prefix}/")
    return path if upstream_prefix == ROOT else f"{upstream_prefix}/{path}"
