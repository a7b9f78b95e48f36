"""Signs an account's operator in to a registry of the emulated AWS: login.py URL ACCOUNT HOST DOCKER_CONFIG_FILE"""

import json
import sys
from pathlib import Path

import boto3

url, account, host, file = sys.argv[1:]
ecr = boto3.client(
    "ecr",
    region_name=host.split(".")[3],
    endpoint_url=url,
    aws_access_key_id=f"AKIAECRC{account}",
    aws_secret_access_key="test",
)
(data,) = ecr.get_authorization_token()["authorizationData"]
config = json.loads(Path(file).read_text()) if Path(file).exists() else {}
config.setdefault("auths", {})[host] = {"auth": data["authorizationToken"]}
Path(file).write_text(json.dumps(config))
