import json
import threading
import time
import urllib.error
import urllib.request

from botocore.exceptions import ConnectionClosedError

from tests.emulation import DOCKER_HUB, EmulationTest, endpoint


def plan(*faults: dict) -> None:
    request = urllib.request.Request(f"{endpoint()}/faults", data=json.dumps(faults).encode(), method="PUT")
    urllib.request.urlopen(request).close()


def times_left() -> list[int]:
    with urllib.request.urlopen(f"{endpoint()}/faults") as answer:
        return [fault["times"] for fault in json.load(answer)]


def fault(action: str, kind: str, service: str = "ecr", **options) -> dict:
    return {"service": service, "action": action, "fault": kind, **options}


class FaultsTest(EmulationTest):
    def setUp(self) -> None:
        super().setUp()
        self.addCleanup(plan)

    def prefixes(self) -> list[str]:
        rules = self.account.ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]
        return [rule["ecrRepositoryPrefix"] for rule in rules]

    def update(self, prefix: str, secret: str) -> None:
        self.account.ecr.update_pull_through_cache_rule(ecrRepositoryPrefix=prefix, credentialArn=secret)

    def test_errors_come_as_often_as_planned(self):
        for kind, code in {
            "throttle": "ThrottlingException",
            "fail": "InternalFailure",
            "deny": "AccessDeniedException",
        }.items():
            with self.subTest(kind):
                plan(fault("CreatePullThroughCacheRule", kind, times=2))
                for _ in range(2):
                    with self.refused(code):
                        self.account.rule(kind, "quay.io")
                self.account.rule(kind, "quay.io")

    def test_services_that_speak_xml_are_understood(self):
        plan(fault("CreateRole", "deny", service="iam", times=1))
        with self.refused("AccessDenied", "iam:CreateRole"):
            self.account.role()
        self.account.role()

    def test_a_dropped_request_is_not_done(self):
        plan(fault("CreatePullThroughCacheRule", "drop", times=1))
        with self.assertRaises(ConnectionClosedError):
            self.account.rule("quay", "quay.io")
        self.assertEqual([], self.prefixes())

    def test_a_lost_answer_is_that_of_a_done_request(self):
        plan(fault("CreatePullThroughCacheRule", "lose", times=1))
        with self.assertRaises(ConnectionClosedError):
            self.account.rule("quay", "quay.io")
        self.assertEqual(["quay"], self.prefixes())

    def test_a_delayed_request_is_done_in_the_end(self):
        plan(fault("CreatePullThroughCacheRule", "delay", seconds=0.2))
        begin = time.monotonic()
        self.account.rule("quay", "quay.io")
        self.assertGreaterEqual(time.monotonic() - begin, 0.2)

    def test_a_held_request_waits_for_the_next_plan(self):
        plan(fault("CreatePullThroughCacheRule", "hold", times=1))
        request = threading.Thread(target=self.account.rule, args=("quay", "quay.io"))
        request.start()
        while times_left() != [0]:
            time.sleep(0.01)
        self.assertEqual([], self.prefixes())
        plan()
        request.join()
        self.assertEqual(["quay"], self.prefixes())

    def test_a_young_secret_is_not_found_by_ecr(self):
        old = self.account.secret("ecr-pullthroughcache/old")
        time.sleep(1)
        plan({"fault": "hide-secret", "seconds": 1})
        self.account.rule("hub", DOCKER_HUB, credentialArn=old)
        plan({"fault": "hide-secret", "seconds": 3600})
        young = self.account.secret()
        with self.refused("SecretNotFoundException", "not known yet"):
            self.account.rule("young", DOCKER_HUB, credentialArn=young)
        with self.refused("SecretNotFoundException", "not known yet"):
            self.update("hub", young)
        checked = self.account.ecr.validate_pull_through_cache_rule(ecrRepositoryPrefix="hub")
        self.assertIn("not known yet", checked["failure"])
        with self.refused("UnableToGetUpstreamImageException", "not known yet"):
            self.account.pull("hub/library/nats")
        self.account.rule("quay", "quay.io")
        plan()
        self.update("hub", young)
        self.account.pull("hub/library/nats")

    def test_the_rule_or_the_secret_is_looked_for_first(self):
        unknown = self.account.secret().replace("docker-hub", "no-such-secret")
        with self.refused("SecretNotFoundException"):
            self.update("none", unknown)
        plan({"fault": "rule-first"})
        with self.refused("PullThroughCacheRuleNotFoundException"):
            self.update("none", unknown)

    def test_other_actions_do_not_suffer(self):
        plan(fault("CreatePullThroughCacheRule", "fail"), fault("CreateRole", "fail", service="ecr"))
        self.assertEqual([], self.prefixes())
        self.account.role()

    def test_requests_without_the_text_do_not_suffer(self):
        plan(fault("CreatePullThroughCacheRule", "fail", containing="quay"))
        self.account.rule("k8s", "registry.k8s.io")
        with self.refused("InternalFailure"):
            self.account.rule("quay", "quay.io")

    def test_an_unknown_fault_is_refused_and_changes_no_plan(self):
        plan(fault("CreatePullThroughCacheRule", "fail", times=1))
        for wrong, why in {
            "explode": "There is no fault 'explode'.\n",
            "drop": "The fault 'drop' needs a service and an action.\n",
        }.items():
            with self.assertRaises(urllib.error.HTTPError) as refused:
                plan({"fault": wrong, "service": "ecr"})
            self.assertEqual(why, refused.exception.read().decode())
            refused.exception.close()
        with self.refused("InternalFailure"):
            self.account.rule("quay", "quay.io")

