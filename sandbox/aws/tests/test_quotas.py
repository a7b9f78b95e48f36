from tests.emulation import EmulationTest


class QuotasTest(EmulationTest):
    def test_lists_how_many_rules_ecr_takes(self):
        quotas = self.account.client("service-quotas")
        (quota,) = quotas.list_service_quotas(ServiceCode="ecr")["Quotas"]
        self.assertEqual(("Pull through cache rules per registry", 50), (quota["QuotaName"], quota["Value"]))
        with self.refused("NoSuchResourceException"):
            quotas.list_service_quotas(ServiceCode="eks")
