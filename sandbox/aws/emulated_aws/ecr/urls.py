"""The addresses of the ECR API; moto looks for this module beside ``models``."""

from moto.ecr.urls import url_bases

from emulated_aws.ecr.responses import CachingRegistryResponse

__all__ = ["url_bases", "url_paths"]

url_paths = {"{0}/$": CachingRegistryResponse.dispatch}
