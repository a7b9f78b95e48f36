"""What a stack file needs to be deployed here, as options of `pulumi config set-all --path`: a
made-up value for every secret that it names, and our small charts for the samples of their names
that it gives no chart: of the Helm repository at a URL, if one is given, where Flux or Argo CD are to
fetch them.

    settings.py STACK_FILE [URL]"""

import sys

import yaml

CHARTS = ("external-dns", "nats")


def secrets(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("token", "usernameSecret") and isinstance(value, str):
                yield value
            yield from secrets(value)


def options(config, url):
    for secret in sorted(set(secrets(config.get("ecr-cache:cache")))):
        yield "--secret", f"{secret}=made-up-{secret}"
    samples = config.get("ecr-cache:samples")
    for name in CHARTS:
        sample = samples.get(name) if isinstance(samples, dict) else None
        if isinstance(sample, dict) and not {"chart", "repository"} & sample.keys():
            chart = f"repository={url}" if url and "by" in sample else f"chart=sandbox/charts/{name}"
            yield "--plaintext", f"ecr-cache:samples.{name}.{chart}"


try:
    config = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["config"]
except (yaml.YAMLError, KeyError, TypeError):
    # The engine or the program says what is wrong with it.
    sys.exit()
for option in options(config, *sys.argv[2:] or [None]):
    print(*option, sep="\n")
