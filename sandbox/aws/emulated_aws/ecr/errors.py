"""The errors of the ECR API that moto does not define.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html and the "Errors" of each operation.
"""

from moto.core.exceptions import ServiceException
from moto.ecr.exceptions import InvalidParameterException as InvalidParameterException


class LimitExceededException(ServiceException):
    code = "LimitExceededException"
    message = "The registry already has {limit} pull through cache rules, which is the quota."


class PullThroughCacheRuleAlreadyExistsException(ServiceException):
    code = "PullThroughCacheRuleAlreadyExistsException"
    message = "A pull through cache rule with prefix '{prefix}' already exists in the registry with id '{registry}'."


class PullThroughCacheRuleNotFoundException(ServiceException):
    code = "PullThroughCacheRuleNotFoundException"
    message = "No pull through cache rule with prefix '{prefix}' exists in the registry with id '{registry}'."


class SecretNotFoundException(ServiceException):
    code = "SecretNotFoundException"
    message = (
        "The ARN of the secret specified in the pull through cache rule was not found. "
        "Update the pull through cache rule with a valid secret ARN and try again. ({reason})"
    )


class TemplateAlreadyExistsException(ServiceException):
    code = "TemplateAlreadyExistsException"
    message = "A creation template with prefix '{prefix}' already exists in the registry with id '{registry}'."


class TemplateNotFoundException(ServiceException):
    code = "TemplateNotFoundException"
    message = "No creation template with prefix '{prefix}' exists in the registry with id '{registry}'."


class UnableToAccessSecretException(ServiceException):
    code = "UnableToAccessSecretException"
    message = (
        "The secret is unable to be accessed. Verify the resource permissions for the secret and try again. ({reason})"
    )


class UnableToDecryptSecretValueException(ServiceException):
    code = "UnableToDecryptSecretValueException"
    message = (
        "The secret is accessible but is unable to be decrypted. "
        "Verify the resource permissions and try again. ({reason})"
    )


class UnableToGetUpstreamImageException(ServiceException):
    code = "UnableToGetUpstreamImageException"
    message = "The image was unable to be pulled using the pull through cache rule '{prefix}': {reason}"


class UnsupportedUpstreamRegistryException(ServiceException):
    code = "UnsupportedUpstreamRegistryException"
    message = "The specified upstream registry '{host}' isn't supported."
