"""Flux in the cluster, beside a Helm repository of charts: gitops.py FOLDER TOOLS CHARTS

FOLDER is that of a cluster that runs; it then has `charts.url`, the URL of the repository. TOOLS has the
controllers and, in `kinds`, the kinds that the cluster learns; CHARTS has a folder for each chart."""

import hashlib
import io
import os
import pathlib
import sys
import tarfile
import urllib.error
import urllib.request

import yaml

from cluster import Cluster, free_ports

KINDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


class GitOps(Cluster):
    def start(self, tools, charts):
        self.read_kubeconfig()
        for file in sorted(pathlib.Path(tools, "kinds").glob("*.yaml")):
            self.ask("POST", KINDS, yaml.safe_load(file.read_text(encoding="utf-8")))
        for namespace in ("flux-system", "argocd"):
            self.ask("POST", "/api/v1/namespaces", {"metadata": {"name": namespace}})
        package(pathlib.Path(charts), self.folder / "charts")
        repository, storage, *health = free_ports(4)
        os.environ["KUBECONFIG"] = str(self.folder / "kubeconfig")
        (self.folder / "artifacts").mkdir()
        self.run_as(
            "charts", sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", "charts",
            str(repository),
        )
        self.run_as(
            "source-controller", f"{tools}/source-controller", "--metrics-addr=0",
            f"--health-addr=127.0.0.1:{health[0]}", "--storage-path=artifacts",
            f"--storage-addr=127.0.0.1:{storage}", f"--storage-adv-addr=127.0.0.1:{storage}",
        )
        self.run_as(
            "helm-controller", f"{tools}/helm-controller", "--metrics-addr=0", f"--health-addr=127.0.0.1:{health[1]}",
        )
        url = f"http://127.0.0.1:{repository}"
        self.wait("charts", lambda: answers(f"{url}/index.yaml"))
        self.wait("source-controller", lambda: answers(f"http://127.0.0.1:{health[0]}/readyz"))
        self.wait("helm-controller", lambda: answers(f"http://127.0.0.1:{health[1]}/readyz"))
        (self.folder / "charts.url").write_text(url)


def answers(url):
    # No proxy of the environment is meant for the loopback interface.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        return answer.status == 200


def package(charts, repository):
    """What `helm package` and `helm repo index` make."""
    repository.mkdir()
    entries = {}
    for chart in sorted(charts.glob("*/Chart.yaml")):
        about = yaml.safe_load(chart.read_text(encoding="utf-8"))
        name = f"{about['name']}-{about['version']}.tgz"
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w:gz") as tar:
            tar.add(chart.parent, about["name"])
        (repository / name).write_bytes(archive.getvalue())
        digest = hashlib.sha256(archive.getvalue()).hexdigest()
        entries.setdefault(about["name"], []).append(about | {"urls": [name], "digest": digest})
    (repository / "index.yaml").write_text(yaml.safe_dump({"apiVersion": "v1", "entries": entries}))


if __name__ == "__main__":
    folder, tools, charts = sys.argv[1:]
    GitOps(folder).start(tools, charts)
