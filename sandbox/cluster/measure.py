"""What the redirect costs a pod: measure.py KUBECONFIG ROUNDS NAME=MANIFESTS...

Each round asks the API server to try out a pod of three containers, without the policies and with each
of the sets of them; the figures are milliseconds of the whole request."""

import json
import statistics
import sys
import time

import yaml

from cluster import Cluster

PATHS = {
    "ConfigMap": "/api/v1/namespaces/kube-system/configmaps",
    "MutatingAdmissionPolicy": "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
    "MutatingAdmissionPolicyBinding": "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings",
}
IMAGES = ("nginx:1.27", "registry0.azurecr.io/team/app:1", "gcr.io/team/other:1")
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "measured"},
    "spec": {"containers": [{"name": f"c{i}", "image": image} for i, image in enumerate(IMAGES)]},
}


class Server(Cluster):
    def __init__(self, kubeconfig):
        super().__init__(kubeconfig.rsplit("/", 1)[0])
        config = yaml.safe_load(open(kubeconfig, encoding="utf-8"))
        self.server = config["clusters"][0]["cluster"]["server"]
        self.token = config["users"][0]["user"]["token"]

    def moved(self):
        pod = self.ask("POST", "/api/v1/namespaces/default/pods?dryRun=All", POD)
        return sum(".dkr.ecr." in it["image"] for it in pod["spec"]["containers"])

    def until(self, moved):
        while self.moved() != moved:
            time.sleep(0.05)

    def timed(self, rounds):
        for _ in range(50):
            self.moved()
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            self.moved()
            times.append((time.perf_counter() - start) * 1000)
        return times


def main(kubeconfig, rounds, *sets):
    server = Server(kubeconfig)
    rounds = int(rounds)
    without = server.timed(rounds)
    show("without", without)
    for one in sets:
        name, file = one.split("=", 1)
        objects = json.load(open(file, encoding="utf-8"))["items"]
        for it in objects:
            server.ask("POST", PATHS[it["kind"]], it)
        server.until(2)
        show(name, server.timed(rounds))
        for it in reversed(objects):
            server.ask("DELETE", f"{PATHS[it['kind']]}/{it['metadata']['name']}")
        server.until(0)
    show("without", server.timed(rounds))


def show(name, times):
    times.sort()
    print(f"{name:>12}: median {statistics.median(times):5.1f} ms, 95 of 100 below {times[len(times) * 95 // 100]:5.1f} ms")


main(*sys.argv[1:])
