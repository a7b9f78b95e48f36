import * as aws from "@pulumi/aws";
import * as ecrcache from "@pulumi/ecr-cache";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

function account(name: string): aws.Provider {
    return new aws.Provider(name, {
        region: config.require("region") as aws.Region,
        assumeRole: { roleArn: config.require(`${name}Role`) },
    });
}

const hosting = account("hosting");
const workload = account("workload");

const access = new ecrcache.OrganizationAccess(
    "access",
    { prefixes: ["docker-hub", "k8s"] },
    { providers: [hosting] },
);
const cache = new ecrcache.RegistryCache(
    "cache",
    {
        upstreams: {
            "docker-hub": {
                registry: "docker.io",
                credential: {
                    username: "acme-ci",
                    token: config.requireSecret("dockerHubToken"),
                    recoveryDays: 0, // Else its name stays taken for a week after a destroy.
                },
            },
            k8s: { registry: "registry.k8s.io" },
        },
        repositories: { lifecycle: { imageDays: 30 } },
        repositoryPolicy: access.repositoryPolicy,
    },
    { providers: [hosting] },
);
new ecrcache.NodePullAccess(
    "nodes",
    { roles: ["team-a-nodes"], cache: cache.endpoint },
    { providers: [workload] },
);

export const imagePrefixes = cache.imagePrefixes;
