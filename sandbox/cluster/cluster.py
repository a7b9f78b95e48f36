"""A Kubernetes cluster of processes on the loopback interface, with a folder for its state.

    cluster.py start FOLDER PROGRAM STAGES OBJECTS [VERSION]    as an emulated version such as 1.36
    cluster.py stop FOLDER

The folder then has `kubeconfig`, and a log and a process id for each part."""

import datetime
import ipaddress
import json
import os
import pathlib
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PARTS = (
    "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok",
    "charts", "source-controller", "helm-controller",
)


def key_and_certificate(folder):
    """The server's certificate, which is its own authority; the key signs service accounts too."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sandbox cluster")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=365))
        .add_extension(x509.BasicConstraints(True, None), True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [it.getsockname()[1] for it in sockets]
    for it in sockets:
        it.close()
    return ports


class Cluster:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.started = {}

    def run(self, program, part, *options):
        self.run_as(part, program, part, *options)

    def run_as(self, part, *command):
        # An interrupt of the terminal is not meant for it.
        with open(self.folder / f"{part}.log", "wb") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.folder, start_new_session=True,
            )
        (self.folder / f"{part}.pid").write_text(str(process.pid))
        self.started[part] = process

    def start(self, program, stages, objects, version=None):
        self.folder.mkdir(parents=True, exist_ok=True)
        os.chmod(self.folder, 0o700)
        key_and_certificate(self.folder)
        client, peer, port = free_ports(3)
        etcd, server = f"http://127.0.0.1:{client}", f"https://127.0.0.1:{port}"
        token = secrets.token_hex(16)
        (self.folder / "tokens.csv").write_text(f"{token},admin,admin,system:masters\n")
        self.write_kubeconfig(server, token)
        peers = f"http://127.0.0.1:{peer}"
        emulated = [f"--emulated-version={version}"] if version else []
        self.run(
            program, "etcd", "--data-dir", "etcd", "--unsafe-no-fsync", "--log-level", "error",
            "--listen-client-urls", etcd, "--advertise-client-urls", etcd,
            "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers,
            "--initial-cluster", f"default={peers}",
        )
        self.run(
            program, "kube-apiserver", f"--etcd-servers={etcd}", f"--secure-port={port}",
            "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
            "--tls-cert-file=certificate.pem", "--tls-private-key-file=key.pem", "--cert-dir=.",
            "--service-account-key-file=key.pem", "--service-account-signing-key-file=key.pem",
            "--service-account-issuer=https://kubernetes.default.svc", "--service-cluster-ip-range=10.0.0.0/16",
            "--authorization-mode=RBAC", "--token-auth-file=tokens.csv",
            *emulated,
        )
        self.wait("kube-apiserver", lambda: self.ask("GET", "/readyz", raw=True) == b"ok")
        self.run(
            program, "kube-controller-manager", "--kubeconfig=kubeconfig", "--secure-port=0", "--leader-elect=false",
            "--service-account-private-key-file=key.pem", "--root-ca-file=certificate.pem",
            *emulated,
        )
        self.run(
            program, "kube-scheduler", "--kubeconfig=kubeconfig", "--secure-port=0", "--leader-elect=false",
            *emulated,
        )
        self.run(program, "kwok", "--kubeconfig=kubeconfig", "--manage-all-nodes=true", f"--config={stages}")
        for file in sorted(pathlib.Path(objects).glob("*.yaml")):
            document = yaml.safe_load(file.read_text())
            self.ask("POST", document.pop("path"), document["object"])
        node = "/api/v1/nodes/node"
        self.wait("kwok", lambda: any(
            it["type"] == "Ready" and it["status"] == "True"
            for it in self.ask("GET", node).get("status", {}).get("conditions", [])
        ))
        accounts = "/api/v1/namespaces/default/serviceaccounts/default"
        self.wait("kube-controller-manager", lambda: "metadata" in self.ask("GET", accounts))

    def write_kubeconfig(self, server, token):
        (self.folder / "kubeconfig").write_text(
            yaml.safe_dump({
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [{
                    "name": "sandbox",
                    "cluster": {"server": server, "certificate-authority": str(self.folder / "certificate.pem")},
                }],
                "users": [{"name": "admin", "user": {"token": token}}],
                "contexts": [{"name": "sandbox", "context": {"cluster": "sandbox", "user": "admin"}}],
                "current-context": "sandbox",
            })
        )
        os.chmod(self.folder / "kubeconfig", 0o600)
        self.server, self.token = server, token

    def read_kubeconfig(self):
        config = yaml.safe_load((self.folder / "kubeconfig").read_text())
        self.server = config["clusters"][0]["cluster"]["server"]
        self.token = config["users"][0]["user"]["token"]

    def ask(self, method, path, body=None, raw=False):
        request = urllib.request.Request(
            self.server + path, method=method, data=json.dumps(body).encode() if body else None,
            headers={"Authorization": "Bearer " + self.token, "Content-Type": "application/json"},
        )
        context = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        # No proxy of the environment is meant for the loopback interface.
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )
        with opener.open(request, timeout=10) as answer:
            text = answer.read()
        return text if raw else json.loads(text)

    def wait(self, part, is_ready):
        for _ in range(1200):
            for name, process in self.started.items():
                if process.poll() is not None:
                    tail = (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]
                    self.stop()
                    sys.exit(f"{tail}\n{name} ended with {process.returncode}")
            try:
                if is_ready():
                    return
            except (urllib.error.URLError, OSError, KeyError):
                pass
            time.sleep(0.1)
        self.stop()
        sys.exit(f"{part} is not ready after two minutes; see {self.folder}/{part}.log")

    def stop(self):
        # Those that others write to end last.
        for part in reversed(PARTS):
            file = self.folder / f"{part}.pid"
            if not file.exists():
                continue
            pid = int(file.read_text())
            if self.is_ours(pid, part):
                os.kill(pid, signal.SIGTERM)
                for _ in range(50):
                    if not self.is_ours(pid, part):
                        break
                    time.sleep(0.1)
                else:
                    os.kill(pid, signal.SIGKILL)
            file.unlink()

    @staticmethod
    def is_ours(pid, part):
        """Ids are given anew, and this may be another's by now."""
        listed = subprocess.run(["ps", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True).stdout
        return part in listed and not listed.startswith("Z")


if __name__ == "__main__":
    command, folder, *others = sys.argv[1:]
    getattr(Cluster(folder), command)(*others)
