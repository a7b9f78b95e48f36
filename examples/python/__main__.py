import pulumi
import pulumi_aws as aws
import pulumi_ecr_cache as ecr_cache

config = pulumi.Config()


def account(name: str) -> aws.Provider:
    role = aws.ProviderAssumeRoleArgs(role_arn=config.require(name + "Role"))
    return aws.Provider(name, region=config.require("region"), assume_role=role)


hosting = account("hosting")
workload = account("workload")

access = ecr_cache.OrganizationAccess(
    "access",
    prefixes=["docker-hub", "k8s"],
    opts=pulumi.ResourceOptions(providers=[hosting]),
)
cache = ecr_cache.RegistryCache(
    "cache",
    upstreams={
        "docker-hub": {
            "registry": "docker.io",
            "credential": {
                "username": "acme-ci",
                "token": config.require_secret("dockerHubToken"),
                # Else its name stays taken for a week after a destroy.
                "recovery_days": 0,
            },
        },
        "k8s": {"registry": "registry.k8s.io"},
    },
    repositories={"lifecycle": {"image_days": 30}},
    repository_policy=access.repository_policy,
    opts=pulumi.ResourceOptions(providers=[hosting]),
)
ecr_cache.NodePullAccess(
    "nodes",
    roles=["team-a-nodes"],
    cache=cache.endpoint,
    opts=pulumi.ResourceOptions(providers=[workload]),
)

pulumi.export("imagePrefixes", cache.image_prefixes)
