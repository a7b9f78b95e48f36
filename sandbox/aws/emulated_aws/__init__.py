"""The AWS of the sandbox: moto's server, with the parts of Amazon ECR that moto lacks."""
