package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ecr-cache doctor} where the cache and its nodes are of several stacks. */
@ExtendWith(AwsKeys.class)
class DoctorFleetTest {
  private static final String ROLES =
      """
      config:
        aws:region: eu-west-1
        aws:allowedAccountIds: ["%s"]
        ecr-cache:cacheStack: acme/ecr-cache/hub
        ecr-cache:nodes: { roles: [nodes] }
      """;

  private static String[] fleet(Path folder, Map<String, String> stacks) throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        "name: ecr-cache\nruntime: java\nmain: %s\n".formatted(Path.of("").toAbsolutePath()));
    for (var stack : stacks.entrySet()) {
      Files.writeString(
          folder.resolve("Pulumi.%s.yaml".formatted(stack.getKey())), stack.getValue());
    }
    return new String[] {"--fleet", "*", "--project", folder.toString()};
  }

  @Test
  void nodesPullFromTheCacheOfTheirStack(@TempDir Path folder) throws IOException {
    var options =
        fleet(folder, Map.of("hub", Clinic.STACK_FILE, "team", ROLES.formatted("111111111111")));
    try (var clinic = new Clinic()) {
      assertEquals(List.of(), clinic.findings(options));
      var team =
          clinic.doctor(options).out().lines().dropWhile(it -> !it.startsWith("team")).toList();
      assertEquals(
          List.of(
              "team: 111111111111 in eu-west-1",
              "  fine       nodes            node roles: 1 may all that a first pull takes from "
                  + Ran.HOST),
          team.subList(0, 2));

      clinic.simulated("ecr:CreateRepository=explicitDeny");
      assertEquals(
          2,
          clinic.findings(options).stream()
              .filter(
                  "error | nodes | role nodes | may not: ecr:CreateRepository; a policy denies it"
                      ::equals)
              .count());
    }
  }

  @Test
  void aCacheThatNobodyNamesIsNotKnown(@TempDir Path folder) throws IOException {
    var options = fleet(folder, Map.of("team", ROLES.formatted("111111111111")));
    try (var clinic = new Clinic()) {
      clinic.rules();
      assertEquals(
          List.of("not asked | nodes | node roles | from which cache they pull is not known"),
          clinic.findings(options));
      assertEquals(2, clinic.doctor(options).code());

      var file =
          Files.writeString(folder.resolve("cache.json"), Files.readString(Path.of(Ran.CACHE)));
      var all = new java.util.ArrayList<>(List.of(options));
      all.addAll(List.of("--cache", file.toString()));
      assertEquals(List.of(), clinic.findings(all.toArray(String[]::new)));
    }
  }

  @Test
  void oneAccountThatRefusesEndsNoOther(@TempDir Path folder) throws IOException {
    var options =
        fleet(folder, Map.of("hub", Clinic.STACK_FILE, "team", ROLES.formatted("333333333333")));
    try (var clinic = new Clinic()) {
      assertEquals(
          List.of(
              "not asked | account | account of the stack team | Pulumi.team.yaml is of account"
                  + " 333333333333, and the credentials are of 111111111111"),
          clinic.findings(options));
      assertEquals(0, clinic.doctor(options).code(), "the cache was asked, and is fine");
    }
  }

  @Test
  void rolesOfClusters() {
    try (var clinic = new Clinic()) {
      clinic.aws.withCluster("blue", null, Map.of("a", "arn:aws:iam::111111111111:role/nodes"));
      assertTrue(clinic.doctor("--cluster", "blue").out().contains("node roles: 1 may all that"));
      assertEquals(
          List.of(
              "not asked | nodes | cluster red | there is no EKS cluster 'red' in the stack's account"
                  + " and Region; `aws eks list-clusters` names those that are",
              "not asked | nodes | role nodes | is of account 999999999999, and the credentials are"
                  + " of 111111111111"),
          clinic.findings("--cluster", "red", "--role", "arn:aws:iam::999999999999:role/nodes"));
    }
  }

  @Test
  void aPullFromAnotherAccountsCache(@TempDir Path folder) throws IOException {
    var cache =
        Files.writeString(
            folder.resolve("cache.json"),
            """
            {"host":"999999999999.dkr.ecr.eu-west-1.amazonaws.com","upstreams":{"k8s":"registry.k8s.io"},"tagsRepositories":false}""");
    try (var clinic = new Clinic()) {
      clinic.aws.refusing("DescribeImages", 400, "ImageNotFoundException", "-");
      var ran =
          clinic.doctor("registry.k8s.io/pause:3.10", "--role", "nodes", "--cache", "" + cache);
      assertEquals(0, ran.code(), ran.out());
      assertEquals(
          List.of("reference", "rule, credential and repository", "role", "image"),
          ran.out()
              .lines()
              .filter(it -> it.matches("  (fine|not asked|note) +pull .*"))
              .map(it -> it.substring(30).split(":")[0].strip())
              .toList(),
          ran.out());
      assertTrue(
          clinic.aws.forms().stream()
              .anyMatch(it -> it.contains("\"registryId\":\"999999999999\"")));
    }
  }
}
