"""The errors of the ECR API that moto does not define.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html and the "Errors" of each operation.
"""

from moto.core.exceptions import ServiceException
from moto.ecr.exceptions import InvalidParameterException as InvalidParameterException


class ExclusionAlreadyExistsException(ServiceException):
    code = "ExclusionAlreadyExistsException"
    message = "A pull time update exclusion for the principal '{principal}' already exists."


class ExclusionNotFoundException(ServiceException):
    code = "ExclusionNotFoundException"
    message = "No pull time update exclusion for the principal '{principal}' exists."


class ImageDigestDoesNotMatchException(ServiceException):
    code = "ImageDigestDoesNotMatchException"
    message = "The provided digest '{digest}' does not match the digest of the manifest."


class ImageTagAlreadyExistsException(ServiceException):
    code = "ImageTagAlreadyExistsException"
    message = (
        "The image tag '{tag}' already exists in the '{repository}' repository "
        "and cannot be overwritten because the tag is immutable."
    )


class LayersNotFoundException(ServiceException):
    code = "LayersNotFoundException"
    message = "The repository '{repository}' in the registry '{registry}' has no layer with the digest '{digest}'."


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


class UnableToListUpstreamImageReferrersException(ServiceException):
    code = "UnableToListUpstreamImageReferrersException"


class UnsupportedImageTypeException(ServiceException):
    code = "UnsupportedImageTypeException"
    message = "The image is of a type that cannot be scanned."


class UnsupportedUpstreamRegistryException(ServiceException):
    code = "UnsupportedUpstreamRegistryException"
    message = "The specified upstream registry '{host}' isn't supported."


class UpstreamAccessDeniedException(UnableToGetUpstreamImageException):
    """The secret does not serve, or the upstream registry takes nobody by it."""


class UpstreamTooManyRequestsException(UnableToGetUpstreamImageException):
    """The upstream registry has a limit."""


class UpstreamUnavailableException(UnableToGetUpstreamImageException):
    """The upstream registry does not answer, or not with what it should."""
