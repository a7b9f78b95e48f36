"""Checks requests against botocore's model of the ECR API, which is the specification here.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html
"""

import re
from collections.abc import Iterator
from typing import Any

import botocore.session
from botocore.model import ListShape, Shape, StructureShape
from botocore.validate import ParamValidator

from emulated_aws.ecr.errors import InvalidParameterException

MODEL = botocore.session.get_session().get_service_model("ecr")


def check(operation: str, request: dict[str, Any]) -> None:
    """Refuse a request that the model of its operation does not allow."""
    shape = MODEL.operation_model(operation).input_shape
    errors = ParamValidator().validate(request, shape)  # types, required members, minimum lengths
    if errors.has_errors():
        raise InvalidParameterException(errors.generate_report())
    for name, constraint in violations(shape, request, ""):
        raise InvalidParameterException(f"Invalid parameter at '{name}' failed to satisfy constraint: '{constraint}'")


def violations(shape: Shape, value: Any, name: str) -> Iterator[tuple[str, str]]:
    """What botocore leaves to the service: maximum lengths, enums and patterns."""
    match shape:
        case StructureShape():
            for member, child in value.items():
                yield from violations(shape.members[member], child, f"{name}.{member}".lstrip("."))
        case ListShape():
            for index, child in enumerate(value):
                yield from violations(shape.member, child, f"{name}[{index}]")

    rules = shape.metadata
    if "max" in rules:
        if isinstance(value, (str, list)) and len(value) > rules["max"]:
            yield name, f"must have length less than or equal to {rules['max']}"
        if isinstance(value, int) and value > rules["max"]:
            yield name, f"must have value less than or equal to {rules['max']}"
    if "enum" in rules and value not in rules["enum"]:
        yield name, f"must be one of {', '.join(rules['enum'])}"
    if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
        yield name, f"must satisfy regular expression {rules['pattern']}"
