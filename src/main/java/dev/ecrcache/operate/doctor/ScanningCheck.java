package dev.ecrcache.operate.doctor;

import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.inputs.ScanningArgs;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.model.RegistryScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilter;

/**
 * Holds the registry's scanning against the stack file, and looks which prefixes it covers. A
 * repository follows it whenever it was made, so that no single one can differ.
 */
record ScanningCheck(CacheFacts facts, Promises promises) implements Check {
  private static final String WHERE = "registry scanning";

  @Override
  public Topic topic() {
    return Topic.SCANNING;
  }

  @Override
  public void look(Findings findings) {
    var found = facts.scanning();
    var filters = filters(found);
    promises
        .cache()
        .flatMap(RegistryCacheArgs::scanning)
        .ifPresent(promised -> compare(promised, found.scanTypeAsString(), filters, findings));
    var bare =
        facts.rules().stream()
            .map(rule -> rule.ecrRepositoryPrefix())
            .filter(prefix -> filters.values().stream().noneMatch(it -> covers(it, prefix)))
            .toList();
    if (!bare.isEmpty()) {
      findings.note(
          WHERE,
          "covers no repository of " + String.join(", ", bare),
          "nobody learns what is wrong with those images",
          "cache.scanning of the stack file, or a scan rule with the filter *");
    }
    if (bare.isEmpty() && !facts.rules().isEmpty()) {
      findings.fineUnlessFound(
          WHERE,
          "%s %s covers every prefix"
              .formatted(found.scanTypeAsString().toLowerCase(Locale.ROOT), filters));
    }
  }

  private static void compare(
      ScanningArgs promised, String type, Map<String, Set<String>> filters, Findings findings) {
    var wanted = new TreeMap<String, Set<String>>();
    promised
        .allRules()
        .forEach(rule -> wanted.put(rule.scanFrequency(), new TreeSet<>(rule.filters())));
    if (!type.equals(promised.scanType()) || !filters.equals(wanted)) {
      findings.warning(
          WHERE,
          "is %s %s; the stack file says %s %s"
              .formatted(
                  type.toLowerCase(Locale.ROOT),
                  filters,
                  promised.scanType().toLowerCase(Locale.ROOT),
                  wanted),
          "images are scanned otherwise than the stack file says, or not at all",
          "run `pulumi up` of the stack");
    }
  }

  private static Map<String, Set<String>> filters(RegistryScanningConfiguration scanning) {
    var filters = new TreeMap<String, Set<String>>();
    for (var rule : scanning.rules()) {
      if (!rule.scanFrequencyAsString().equals("MANUAL")) {
        filters
            .computeIfAbsent(rule.scanFrequencyAsString(), it -> new TreeSet<>())
            .addAll(
                rule.repositoryFilters().stream().map(ScanningRepositoryFilter::filter).toList());
      }
    }
    return filters;
  }

  /** Without a wildcard, ECR takes a filter for a part of the name. */
  private static boolean covers(Set<String> filters, String prefix) {
    return filters.stream()
        .map(it -> it.contains("*") ? it : "*" + it + "*")
        .map(it -> Pattern.quote(it).replace("*", "\\E.*\\Q"))
        .anyMatch(it -> (prefix + "/any").matches(it));
  }
}
