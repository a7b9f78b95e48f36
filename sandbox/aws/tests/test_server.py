import http.client
import json
import re
import signal
import tempfile
import threading
import time
import unittest
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

from tests.emulation import REGION, Account, EmulationTest, endpoint, start, url
from tests.test_faults import fault, plan

LIST_SECRETS = {
    "Authorization": f"AWS4-HMAC-SHA256 Credential=test/20261126/{REGION}/secretsmanager/aws4_request, Signature=none",
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": "secretsmanager.ListSecrets",
}


def requests() -> dict:
    with urllib.request.urlopen(f"{endpoint()}/requests") as answer:
        return json.load(answer)


class ServerTest(EmulationTest):
    def setUp(self) -> None:
        super().setUp()
        self.addCleanup(plan)
        self.connection = http.client.HTTPConnection(endpoint().removeprefix("http://"))
        self.addCleanup(self.connection.close)

    def ask(self, **headers: str) -> int:
        self.connection.request("POST", "/", body="{}", headers={**LIST_SECRETS, **headers})
        with self.connection.getresponse() as answer:
            answer.read()
            self.assertIsNotNone(answer.headers["Content-Length"])
            self.assertIsNone(answer.headers["Connection"])
            return answer.status

    def test_a_connection_serves_one_request_after_the_other(self):
        self.assertEqual(200, self.ask())
        first = self.connection.sock
        plan(fault("ListSecrets", "fail", service="secretsmanager", times=1))
        self.assertEqual(500, self.ask())
        self.assertEqual(200, self.ask())
        self.assertIs(first, self.connection.sock)

    def test_an_answer_comes_at_once(self):
        self.ask()
        for _ in range(20):
            self.connection.request("POST", "/", body="{}", headers=LIST_SECRETS)
            head, _, body = self.connection.sock.recv(1 << 16).partition(b"\r\n\r\n")
            length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
            self.assertEqual(length, len(body))
            self.connection.close()

    def test_the_body_may_come_in_chunks(self):
        self.connection.request("POST", "/", body=iter([b"{", b"}"]), headers=LIST_SECRETS, encode_chunked=True)
        with self.connection.getresponse() as answer:
            self.assertIn("SecretList", json.load(answer))

    def test_attempts_after_the_first_are_told(self):
        before = requests()
        for header in ("attempt=1; max=3", "attempt=2; max=25", "ttl=20261126T101500Z; attempt=3; max=3"):
            self.ask(**{"amz-sdk-request": header})
        self.ask()
        after = requests()
        self.assertEqual(4, after["count"] - before["count"])
        self.assertEqual(
            [{"service": "secretsmanager", "action": "ListSecrets", "attempt": attempt} for attempt in (2, 3)],
            after["repeated"][len(before["repeated"]) :],
        )

    def test_a_client_that_repeats_a_lost_request_is_seen(self):
        before = requests()["repeated"]
        patient = boto3.client(
            "ecr",
            region_name=REGION,
            endpoint_url=endpoint(),
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 2}),
        )
        plan(fault("DescribeRegistry", "lose", times=1))
        patient.describe_registry()
        self.assertEqual(
            [{"service": "ecr", "action": "DescribeRegistry", "attempt": 2}], requests()["repeated"][len(before) :]
        )

    def test_many_requests_may_be_held_at_once(self):
        plan(fault("DescribePullThroughCacheRules", "hold"))
        held = [threading.Thread(target=Account().ecr.describe_pull_through_cache_rules) for _ in range(20)]
        for request in held:
            request.start()
        self.account.rule("quay", "quay.io")
        plan()
        for request in held:
            request.join(60)
            self.assertFalse(request.is_alive())


class EndTest(unittest.TestCase):
    def test_nothing_that_is_held_keeps_it_from_ending(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number), tempfile.TemporaryDirectory() as folder:
                process, port_file = start(Path(folder))
                connection = http.client.HTTPConnection(url(port_file).removeprefix("http://"))
                self.addCleanup(connection.close)
                connection.request("PUT", "/faults", json.dumps([fault("ListSecrets", "hold", "secretsmanager")]))
                connection.getresponse().close()
                connection.request("POST", "/", body="{}", headers=LIST_SECRETS)
                time.sleep(0.2)
                process.send_signal(number)
                self.assertEqual(0, process.wait(timeout=60))
                self.assertFalse(port_file.exists())
