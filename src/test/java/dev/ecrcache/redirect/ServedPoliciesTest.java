package dev.ecrcache.redirect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.redirect.RedirectSettings.Validation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedPoliciesTest {
  @ParameterizedTest
  @CsvSource({
    "1.36, OFF, true",
    "1.37.2, WARN, true",
    "2.0, OFF, true",
    "v1.35.9, WARN, false",
    "1.30, DENY, false"
  })
  void imagesAreMovedFromTheVersionThatCan(String version, Validation validation, boolean mutates) {
    assertEquals(mutates, ServedPolicies.mutates(KubernetesVersion.parse(version), validation));
  }

  @ParameterizedTest
  @CsvSource({
    "1.35, OFF, 'v1.35.0 has no MutatingAdmissionPolicy, which came with 1.36; choose validate:"
        + " warn or deny, which tells what does not come from the cache, or upgrade the cluster'",
    "1.29, DENY, 'v1.29.0 has neither MutatingAdmissionPolicy, which came with 1.36, nor"
        + " ValidatingAdmissionPolicy, which came with 1.30; upgrade the cluster, or have releases"
        + " or nodes ask the cache, as docs/redirect.md says'"
  })
  void olderVersionsAreRefused(String version, Validation validation, String message) {
    var parsed = KubernetesVersion.parse(version);
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class, () -> ServedPolicies.mutates(parsed, validation))
            .getMessage());
  }
}
