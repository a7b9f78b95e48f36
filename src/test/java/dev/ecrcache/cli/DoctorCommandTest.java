package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ecr-cache doctor}: its output, its exit codes, and what reaches nobody. */
@ExtendWith(AwsKeys.class)
class DoctorCommandTest {
  private final Clinic clinic = new Clinic();

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void aCacheAsItShouldBeIsFine() {
    clinic.repositories("docker-hub/library/nginx", "k8s/pause", "team/app");

    clinic
        .doctor()
        .printed(
            0,
            """
            111111111111 in eu-west-1
              fine       rules            registry 111111111111 in eu-west-1: 2 rules, which work
              fine       credentials      secrets of 1 rule: there, in the Region, readable, with a user name and a token
              fine       templates        templates: 2 of the 2 in use
              fine       registry policy  registry policy: 1 statement, each with a scope
              fine       scanning         registry scanning: basic {SCAN_ON_PUSH=[*]} covers every prefix
              fine       repositories     repositories: 2 under the cache's prefixes, each like its template

            0 errors, 0 warnings, 0 not asked, 0 notes
            """);
  }

  @Test
  void theStackFileIsKept(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("Pulumi.prod.yaml"), Clinic.STACK_FILE);

    assertEquals(List.of(), clinic.findings("--stack-file", file.toString()));
  }

  @Test
  void secretsReachNobody() {
    clinic.secret("{\\\"username\\\":\\\"acme\\\",\\\"accessToken\\\":\\\"s3cr3t \\\"}");

    for (var format : List.of("table", "json", "html")) {
      var ran = clinic.doctor("--output", format);
      assertEquals(1, ran.code());
      assertTrue(ran.out().contains("has spaces or a line break around the text of the key"));
      assertFalse((ran.out() + ran.err()).contains("s3cr3t"));
    }
  }

  @Test
  void oneFindingInEachForm() {
    clinic.aws.with(
        "ValidatePullThroughCacheRule k8s", "{\"isValid\":false,\"failure\":\"<b>no</b> answer\"}");

    var what = "rule k8s: ECR cannot pull from registry.k8s.io: <b>no</b> answer";
    assertTrue(
        clinic
            .doctor()
            .out()
            .contains(
                """
                  error      rules            %s
                                                why  no image of it can be imported, and cached tags are no longer refreshed
                                                mend see what the message names, and let ECR validate the rule again
                """
                    .formatted(what)));
    assertTrue(
        clinic
            .doctor("--output", "json")
            .out()
            .contains(
                """
                {"account":"111111111111","accountId":"111111111111","region":"eu-west-1","topic":"rules","level":"error","where":"rule k8s","what":"ECR cannot pull from registry.k8s.io: <b>no</b> answer","why":"no image of it can be imported, and cached tags are no longer refreshed","mend":"see what the message names, and let ECR validate the rule again","resources":[]}"""));
    var page = clinic.doctor("--output", "html").out();
    assertTrue(page.contains("registry.k8s.io: &lt;b&gt;no&lt;/b&gt; answer"), page);
    assertFalse(page.contains("<b>no"), page);
  }

  @Test
  void whatIsNotAskedIsNeverFine() {
    clinic.aws.refusing(
        "GetRegistryPolicy", 400, "AccessDeniedException", "not authorized: GetRegistryPolicy");

    var ran = clinic.doctor();
    assertEquals(0, ran.code(), "the rest was asked, and is fine");
    assertTrue(
        ran.out()
            .contains(
                "  not asked  registry policy  registry policy: ecr:GetRegistryPolicy in eu-west-1"
                    + " with the usual credential chain: not authorized: GetRegistryPolicy\n"),
        ran.out());
    assertTrue(ran.out().endsWith("0 errors, 0 warnings, 1 not asked, 0 notes\n"), ran.out());
  }

  @Test
  void nothingAskedIsExitCode2() {
    for (var action :
        List.of(
            "DescribePullThroughCacheRules",
            "DescribeRepositoryCreationTemplates",
            "GetRegistryPolicy",
            "GetRegistryScanningConfiguration")) {
      clinic.aws.refusing(action, 400, "AccessDeniedException", "no");
    }

    assertEquals(2, clinic.doctor().code());
  }

  @Test
  void badCredentialsAreOneLine() {
    clinic.aws.refusing(
        "GetCallerIdentity", 403, "InvalidClientTokenId", "The security token is invalid");

    assertEquals(
        new Ran(
            2,
            "",
            "ecr-cache: sts:GetCallerIdentity in eu-west-1 with the usual credential chain: The"
                + " security token is invalid\n"),
        clinic.doctor());
  }

  @Test
  void noNetworkIsOneLine() {
    var endpoint = clinic.aws.endpoint().toString();
    clinic.close();

    var ran = Ran.with("", "doctor", "--endpoint-url", endpoint, "--region", "eu-west-1");
    assertEquals(2, ran.code());
    assertEquals(
        "ecr-cache: sts:GetCallerIdentity in eu-west-1 with the usual credential chain: Unable to"
            + " execute HTTP request: Connection refused\n",
        ran.err().replaceFirst(" \\(SDK Attempt Count: \\d+\\)", ""));
  }
}
