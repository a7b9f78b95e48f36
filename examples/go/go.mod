module ecr-cache-go

go 1.24

require (
	github.com/pulumi/pulumi-aws/sdk/v6 v6.83.0
	github.com/pulumi/pulumi/sdk/v3 v3.230.0
)
