import json

from tests.emulation import EmulationTest


def policy(**statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


ORGANISATION = {
    "Sid": "Organisation",
    "Effect": "Allow",
    "Principal": "*",
    "Action": ["ecr:CreateRepository", "ecr:BatchImportUpstreamImage", "ecr:BatchGetImage"],
    "Resource": "arn:aws:ecr:eu-central-1:111111111111:repository/docker-hub/*",
    "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-ecrcache01"}},
}


class RegistryPolicyTest(EmulationTest):
    def test_keeps_a_policy_for_the_organisation(self):
        text = policy(**ORGANISATION)
        put = self.account.ecr.put_registry_policy(policyText=text)
        self.assertEqual((self.account.id, text), (put["registryId"], put["policyText"]))
        self.assertEqual(text, self.account.ecr.get_registry_policy()["policyText"])
        self.account.ecr.delete_registry_policy()
        with self.refused("RegistryPolicyNotFoundException"):
            self.account.ecr.get_registry_policy()

    def test_refuses_malformed_policies(self):
        for name, text in {
            "no JSON": "all",
            "no statement": "{}",
            "no effect": policy(**{**ORGANISATION, "Effect": "Perhaps"}),
            "no resource": policy(**{key: value for key, value in ORGANISATION.items() if key != "Resource"}),
            "no principal": policy(**{key: value for key, value in ORGANISATION.items() if key != "Principal"}),
            "another service": policy(**{**ORGANISATION, "Action": "iam:PassRole"}),
        }.items():
            with self.subTest(name), self.refused("InvalidParameterException", "Invalid registry policy"):
                self.account.ecr.put_registry_policy(policyText=text)

    def test_refuses_a_text_that_is_too_long(self):
        text = policy(**ORGANISATION)
        self.account.ecr.put_registry_policy(policyText=text.ljust(10_240))
        with self.refused("InvalidParameterException", "length less than or equal to 10240"):
            self.account.ecr.put_registry_policy(policyText=text.ljust(10_241))


class ScanningTest(EmulationTest):
    def put(self, scan_type: str, *frequencies: str) -> dict:
        filters = [{"filter": "*", "filterType": "WILDCARD"}]
        rules = [{"scanFrequency": frequency, "repositoryFilters": filters} for frequency in frequencies]
        self.account.ecr.put_registry_scanning_configuration(scanType=scan_type, rules=rules)
        configuration = self.account.ecr.get_registry_scanning_configuration()["scanningConfiguration"]
        self.assertEqual(rules, configuration["rules"])
        return configuration

    def test_scans_basically_or_enhanced(self):
        self.assertEqual("BASIC", self.put("BASIC", "SCAN_ON_PUSH")["scanType"])
        self.assertEqual("ENHANCED", self.put("ENHANCED", "SCAN_ON_PUSH", "CONTINUOUS_SCAN")["scanType"])

    def test_refuses_continuous_basic_scans(self):
        with self.refused("InvalidParameterException", "ENHANCED"):
            self.put("BASIC", "CONTINUOUS_SCAN")

    def test_refuses_a_third_rule(self):
        with self.refused("InvalidParameterException", "'rules'"):
            self.put("ENHANCED", "SCAN_ON_PUSH", "CONTINUOUS_SCAN", "SCAN_ON_PUSH")


class AccountSettingsTest(EmulationTest):
    def setting(self, name: str) -> str:
        return self.account.ecr.get_account_setting(name=name)["value"]

    def test_has_the_settings_of_today(self):
        names = ("BASIC_SCAN_TYPE_VERSION", "REGISTRY_POLICY_SCOPE", "BLOB_MOUNTING")
        self.assertEqual(["AWS_NATIVE", "V2", "DISABLED"], [self.setting(name) for name in names])

    def test_keeps_a_setting(self):
        self.account.ecr.put_account_setting(name="BLOB_MOUNTING", value="ENABLED")
        self.assertEqual("ENABLED", self.setting("BLOB_MOUNTING"))

    def test_refuses_other_names_and_values(self):
        for name, value in {"REGISTRY_POLICY_SCOPE": "V1", "BASIC_SCAN_TYPE_VERSION": "CLAIR", "COLOUR": "RED"}.items():
            with self.subTest(name), self.refused("InvalidParameterException", name):
                self.account.ecr.put_account_setting(name=name, value=value)
        with self.refused("InvalidParameterException", "COLOUR"):
            self.setting("COLOUR")
