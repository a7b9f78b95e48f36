package main

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestBridgeName(t *testing.T) {
	for token, want := range map[string]string{
		"aws:ecr/pullThroughCacheRule:PullThroughCacheRule": "aws:index/ecrPullThroughCacheRule:EcrPullThroughCacheRule",
		"aws:secretsmanager/secretVersion:SecretVersion":    "aws:index/secretsmanagerSecretVersion:SecretsmanagerSecretVersion",
		"aws:iam/openIdConnectProvider:OpenIdConnectProvider": "aws:index/iamOpenidConnectProvider:" +
			"IamOpenidConnectProvider",
		"aws:organizations/getOrganization:getOrganization": "aws:index/getOrganizationsOrganization:getOrganizationsOrganization",
		"aws:eks/getNodeGroups:getNodeGroups":               "aws:index/getEksNodeGroups:getEksNodeGroups",
		"aws:index/getCallerIdentity:getCallerIdentity":     "aws:index/getCallerIdentity:getCallerIdentity",
		"ecr-cache:index:RegistryCache":                     "ecr-cache:index:RegistryCache",
		"pulumi:providers:aws":                              "pulumi:providers:aws",
	} {
		if got := bridgeName(token); got != want {
			t.Errorf("bridgeName(%q) = %q, want %q", token, got, want)
		}
	}
}

func TestURNsThereAndBack(t *testing.T) {
	for urn, want := range map[string]string{
		"urn:pulumi:dev::app::aws:kms/key:Key::cache": "urn:pulumi:dev::app::aws:index/kmsKey:KmsKey::cache",
		"urn:pulumi:dev::app::ecr-cache:index:RegistryCache$aws:secretsmanager/secret:Secret$aws:secretsmanager/secretVersion:SecretVersion::a::b": "urn:pulumi:dev::app::ecr-cache:index:RegistryCache$aws:index/secretsmanagerSecret:SecretsmanagerSecret$aws:index/secretsmanagerSecretVersion:SecretsmanagerSecretVersion::a::b",
		"urn:pulumi:dev::app::pulumi:providers:aws::default_6_83_0":                                                                                "urn:pulumi:dev::app::pulumi:providers:aws::default_6_83_0",
		"": "",
	} {
		names := &names{}
		got := names.bridgeURN(urn)
		if got != want {
			t.Errorf("bridgeURN(%q) = %q, want %q", urn, got, want)
		}
		if back := names.fromBridge(got); back != urn {
			t.Errorf("fromBridge(%q) = %q, want %q", got, back, urn)
		}
	}
}

func TestRequestsAreRenamedWhereTheyNameSomething(t *testing.T) {
	names := &names{}
	check := &pulumirpc.CheckRequest{
		Urn:  "urn:pulumi:dev::app::aws:iam/role:Role::aws:iam/role:Role",
		Type: "aws:iam/role:Role",
		Name: "aws:iam/role:Role",
	}
	names.toBridge(check)
	if check.Urn != "urn:pulumi:dev::app::aws:index/iamRole:IamRole::aws:iam/role:Role" ||
		check.Type != "aws:index/iamRole:IamRole" || check.Name != "aws:iam/role:Role" {
		t.Error(check)
	}

	invoke := &pulumirpc.InvokeRequest{Tok: "aws:ecr/getAuthorizationToken:getAuthorizationToken"}
	names.toBridge(invoke)
	if invoke.Tok != "aws:index/getEcrAuthorizationToken:getEcrAuthorizationToken" {
		t.Error(invoke)
	}

	configure := &pulumirpc.ConfigureRequest{}
	names.toBridge(configure)
	if configure.Urn != nil || configure.Type != nil {
		t.Error(configure)
	}
}
