// A pull-through cache in one account, and the nodes of another that pull from it.
package main

import (
	"example.com/pulumi-ecr-cache/sdk/go/ecrcache"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		hosting, err := account(ctx, "hosting", settings)
		if err != nil {
			return err
		}
		workload, err := account(ctx, "workload", settings)
		if err != nil {
			return err
		}

		access, err := ecrcache.NewOrganizationAccess(ctx, "access", &ecrcache.OrganizationAccessArgs{
			Prefixes: pulumi.ToStringArray([]string{"docker-hub", "k8s"}),
		}, pulumi.Providers(hosting))
		if err != nil {
			return err
		}
		cache, err := ecrcache.NewRegistryCache(ctx, "cache", &ecrcache.RegistryCacheArgs{
			Upstreams: ecrcache.UpstreamMap{
				"docker-hub": &ecrcache.UpstreamArgs{
					Registry: pulumi.String("docker.io"),
					Credential: &ecrcache.CredentialArgs{
						Username: pulumi.String("acme-ci"),
						Token:    settings.RequireSecret("dockerHubToken"),
						// Else its name stays taken for a week after a destroy.
						RecoveryDays: pulumi.Int(0),
					},
				},
				"k8s": &ecrcache.UpstreamArgs{Registry: pulumi.String("registry.k8s.io")},
			},
			Repositories: &ecrcache.RepositoriesArgs{
				Lifecycle: &ecrcache.LifecycleArgs{ImageDays: pulumi.Int(30)},
			},
			RepositoryPolicy: access.RepositoryPolicy,
		}, pulumi.Providers(hosting))
		if err != nil {
			return err
		}
		_, err = ecrcache.NewNodePullAccess(ctx, "nodes", &ecrcache.NodePullAccessArgs{
			Roles: pulumi.ToStringArray([]string{"team-a-nodes"}),
			Cache: cache.Endpoint,
		}, pulumi.Providers(workload))
		if err != nil {
			return err
		}

		ctx.Export("imagePrefixes", cache.ImagePrefixes)
		return nil
	})
}

// account is the provider of the account whose role the setting names.
func account(ctx *pulumi.Context, name string, settings *config.Config) (*aws.Provider, error) {
	return aws.NewProvider(ctx, name, &aws.ProviderArgs{
		Region:     pulumi.String(settings.Require("region")),
		AssumeRole: &aws.ProviderAssumeRoleArgs{RoleArn: pulumi.String(settings.Require(name + "Role"))},
	})
}
