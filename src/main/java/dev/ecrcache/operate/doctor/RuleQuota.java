package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.AwsSession;
import java.util.Optional;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/**
 * How many pull-through cache rules a registry may have.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html">Amazon
 *     ECR service quotas</a>
 */
final class RuleQuota {
  /** AWS's default, which it does not raise on request. */
  static final int USUAL = 50;

  // Its code is in no document of AWS's.
  private static final String NAME = "Pull through cache rules per registry";

  private RuleQuota() {}

  /**
   * The quota of an account in a Region; empty if Service Quotas knows none of that name.
   *
   * @throws AwsRefusalException if Service Quotas does not tell
   */
  static Optional<Integer> of(AwsSession session) {
    try (var quotas = session.client(ServiceQuotasClient.builder())) {
      return session.ask(
          "servicequotas:ListServiceQuotas",
          () ->
              quotas.listServiceQuotasPaginator(it -> it.serviceCode("ecr")).quotas().stream()
                  .filter(it -> NAME.equals(it.quotaName()))
                  .map(it -> it.value().intValue())
                  .findFirst());
    }
  }
}
