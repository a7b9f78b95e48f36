package dev.ecrcache.children;

import com.pulumi.aws.ecr.RegistryScanningConfiguration;
import com.pulumi.aws.ecr.RegistryScanningConfigurationArgs;
import com.pulumi.aws.ecr.inputs.RegistryScanningConfigurationRuleArgs;
import com.pulumi.aws.ecr.inputs.RegistryScanningConfigurationRuleRepositoryFilterArgs;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.inputs.ScanningArgs;
import dev.ecrcache.inputs.ScanningRuleArgs;

/** The scanning configuration of a registry. */
public final class RegistryScanning {
  private RegistryScanning() {}

  /**
   * The configuration, of which a registry has one.
   *
   * @param name its name in the stack
   */
  public static void create(String name, ScanningArgs scanning, Resource parent) {
    new RegistryScanningConfiguration(
        name,
        RegistryScanningConfigurationArgs.builder()
            .scanType(scanning.scanType())
            .rules(scanning.allRules().stream().map(RegistryScanning::rule).toList())
            .build(),
        CustomResourceOptions.builder().parent(parent).build());
  }

  private static RegistryScanningConfigurationRuleArgs rule(ScanningRuleArgs rule) {
    return RegistryScanningConfigurationRuleArgs.builder()
        .scanFrequency(rule.scanFrequency())
        .repositoryFilters(
            rule.filters().stream()
                .map(
                    filter ->
                        RegistryScanningConfigurationRuleRepositoryFilterArgs.builder()
                            .filter(filter)
                            .filterType("WILDCARD")
                            .build())
                .toList())
        .build();
  }
}
