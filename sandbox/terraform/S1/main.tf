# The resources of ../../stacks/S1.yaml, as Terraform has them: what ecr-cache is measured against.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["444444444444"]
}

variable "docker_hub_username" {
  type      = string
  sensitive = true
}

variable "docker_hub_token" {
  type      = string
  sensitive = true
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_organizations_organization" "current" {}

locals {
  registry_id = data.aws_caller_identity.current.account_id
  region      = data.aws_region.current.name
  host        = "${local.registry_id}.dkr.ecr.${local.region}.amazonaws.com"

  pull = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchImportUpstreamImage",
  ]
  organization = {
    Sid       = "OrganizationPullThroughCache"
    Effect    = "Allow"
    Principal = "*"
    Condition = {
      StringEquals = { "aws:PrincipalOrgID" = data.aws_organizations_organization.current.id }
    }
  }
}

resource "aws_secretsmanager_secret" "docker_hub" {
  name                    = "ecr-pullthroughcache/docker-hub"
  description             = "Login of the ECR pull-through cache rule docker-hub"
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "docker_hub" {
  secret_id = aws_secretsmanager_secret.docker_hub.arn
  secret_string = jsonencode({
    username    = var.docker_hub_username
    accessToken = var.docker_hub_token
  })
}

resource "aws_ecr_repository_creation_template" "root" {
  prefix               = "ROOT"
  description          = "Repositories of the pull-through cache"
  applied_for          = ["PULL_THROUGH_CACHE"]
  image_tag_mutability = "MUTABLE"

  encryption_configuration {
    encryption_type = "AES256"
  }

  lifecycle_policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Expire any images 7 days after their push"
      selection = {
        tagStatus   = "any"
        countType   = "sinceImagePushed"
        countUnit   = "days"
        countNumber = 7
      }
      action = { type = "expire" }
    }]
  })

  repository_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [merge(local.organization, { Action = local.pull })]
  })
}

resource "aws_ecr_pull_through_cache_rule" "docker_hub" {
  ecr_repository_prefix = "docker-hub"
  upstream_registry_url = "registry-1.docker.io"
  credential_arn        = aws_secretsmanager_secret.docker_hub.arn

  depends_on = [
    aws_ecr_repository_creation_template.root,
    aws_secretsmanager_secret_version.docker_hub,
  ]
}

resource "aws_ecr_registry_policy" "organization" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [merge(local.organization, {
      Action   = concat(local.pull, ["ecr:CreateRepository"])
      Resource = "arn:aws:ecr:${local.region}:${local.registry_id}:repository/*"
    })]
  })
}

resource "aws_ecr_registry_scanning_configuration" "registry" {
  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}

output "docker_hub" {
  value = "${local.host}/docker-hub/"
}
