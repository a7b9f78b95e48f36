"""What a stack file needs to be deployed here, as options of `pulumi config set-all --path`: a
made-up value for every secret that it names, and our small charts for the samples of their names
that it gives no chart."""

import sys

import yaml

CHARTS = ("external-dns", "nats")


def secrets(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("token", "usernameSecret") and isinstance(value, str):
                yield value
            yield from secrets(value)


def options(config):
    for secret in sorted(set(secrets(config.get("ecr-cache:cache")))):
        yield "--secret", f"{secret}=made-up-{secret}"
    samples = config.get("ecr-cache:samples")
    for name in CHARTS:
        sample = samples.get(name) if isinstance(samples, dict) else None
        if isinstance(sample, dict) and not {"chart", "repository"} & sample.keys():
            yield "--plaintext", f"ecr-cache:samples.{name}.chart=sandbox/charts/{name}"


try:
    config = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["config"]
except (yaml.YAMLError, KeyError, TypeError):
    # The engine or the program says what is wrong with it.
    sys.exit()
for option in options(config):
    print(*option, sep="\n")
