"""What the redirect costs a pod: measure.py KUBECONFIG ROUNDS MANIFESTS...

All sets of policies stand at once; each leaves alone what has the label of its file's name, `off`. Each round asks
the API server to try out a pod of three containers once without any and once with each of them, in an order of its
own: what else the machine does is then in all of them alike. The figures are milliseconds of the whole request, and
of the policy itself, as the server counts it."""

import http.client
import json
import math
import pathlib
import random
import ssl
import statistics
import sys
import time

from cluster import Cluster

PATHS = {
    "ConfigMap": "/api/v1/namespaces/kube-system/configmaps",
    "MutatingAdmissionPolicy": "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
    "MutatingAdmissionPolicyBinding": "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings",
}
IMAGES = ("nginx:1.27", "registry0.azurecr.io/team0/app:1", "gcr.io/team/other:1")
MOVED = 2
POLICY_SECONDS = "apiserver_mutating_admission_policy_check_duration_seconds_sum{"


def pod(names, name):
    labels = {it: "on" if it == name else "off" for it in names}
    return json.dumps({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "measured", "labels": labels},
        "spec": {"containers": [{"name": f"c{i}", "image": image} for i, image in enumerate(IMAGES)]},
    })


class Server(Cluster):
    def __init__(self, kubeconfig):
        super().__init__(kubeconfig.rsplit("/", 1)[0])
        self.read_kubeconfig()
        # One connection for all, as controllers have: a handshake is longer than what is measured.
        context = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        self.connection = http.client.HTTPSConnection(self.server.removeprefix("https://"), context=context)

    def tried_out(self, body):
        """How many images of the pod moved, and how long that took."""
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
        start = time.perf_counter()
        self.connection.request("POST", "/api/v1/namespaces/default/pods?dryRun=All", body, headers)
        text = self.connection.getresponse().read()
        took = (time.perf_counter() - start) * 1000
        return sum(".dkr.ecr." in it["image"] for it in json.loads(text)["spec"]["containers"]), took

    def seconds(self):
        """How long each policy was followed in all; a pod that is changed is asked about again."""
        lines = self.ask("GET", "/metrics", raw=True).decode().splitlines()
        return {
            line.split('policy="', 1)[1].split('"', 1)[0]: float(line.rpartition(" ")[2])
            for line in lines
            if line.startswith(POLICY_SECONDS)
        }


def main(kubeconfig, rounds, *files):
    server = Server(kubeconfig)
    names = [pathlib.Path(it).name for it in files]
    pods = {"without": pod(names, None), **{name: pod(names, name) for name in names}}
    for file in files:
        for it in json.load(open(file, encoding="utf-8"))["items"]:
            server.ask("POST", PATHS[it["kind"]], it)
    for name, body in pods.items():
        expected = MOVED if name in names else 0
        while server.tried_out(body)[0] != expected:
            time.sleep(0.05)
    measured(server, pods, 100)
    before = server.seconds()
    times = measured(server, pods, int(rounds))
    after = server.seconds()
    show("without", times["without"])
    for name in names:
        show(name, times[name])
        more = sorted(a - b for a, b in zip(times[name], times["without"], strict=True))
        low, high = interval(len(more))
        ratio = statistics.median(times[name]) / statistics.median(times["without"])
        itself = (after[name] - before[name]) / int(rounds) * 1000
        print(
            f"{'':>17}{statistics.median(more):.2f} ms more than without, median of the rounds"
            f" ({more[low]:.2f} to {more[high]:.2f}, 95 %), ratio {ratio:.2f};"
            f" the policy itself {itself:.2f} ms on average"
        )


def measured(server, pods, rounds):
    times = {name: [] for name in pods}
    for _ in range(rounds):
        for name in random.sample(list(pods), len(pods)):
            times[name].append(server.tried_out(pods[name])[1])
    return times


def interval(count):
    """Between which of so many sorted figures the true median is, in 95 of 100 cases."""
    half = 0.98 * math.sqrt(count)
    return max(0, math.floor(count / 2 - half)), min(count - 1, math.ceil(count / 2 + half))


def show(name, times):
    times = sorted(times)
    print(f"{name:>15}: median {statistics.median(times):.2f} ms, 95 of 100 below {times[len(times) * 95 // 100]:.2f} ms")


main(*sys.argv[1:])
