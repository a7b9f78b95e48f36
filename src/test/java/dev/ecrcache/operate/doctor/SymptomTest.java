package dev.ecrcache.operate.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Document;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What kubelets, containerd and Docker said in public reports, cut, and what it is taken for. */
class SymptomTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error response from daemon: Get https://1.dkr.ecr.us-west-2.amazonaws.com/v2/a/manifests/1:"
            + " no basic auth credentials | NO_LOGIN",
        "pull access denied, repository does not exist or may require authorization: authorization"
            + " failed: no basic auth credentials | NO_LOGIN",
        "denied: User: arn:aws:iam::1:user/a is not authorized to perform: ecr:BatchGetImage on"
            + " resource: arn:aws:ecr:us-west-2:2:repository/a because no resource-based policy"
            + " allows the ecr:BatchGetImage action | NO_RESOURCE_POLICY",
        "is not authorized to perform: ecr:BatchGetImage on resource: a because no identity-based"
            + " policy allows the ecr:BatchGetImage action | NO_IDENTITY_POLICY",
        "denied: Your authorization token has expired. Reauthenticate and try again. |"
            + " EXPIRED_LOGIN",
        "failed to copy: httpReadSeeker: failed open: unexpected status code"
            + " https://registry-1.docker.io/v2/library/a/manifests/sha256:1: 429 Too Many Requests -"
            + " Server message: toomanyrequests: You have reached your pull rate limit |"
            + " TOO_MANY_REQUESTS",
        "failed to copy: httpReadSeeker: failed open: failed to do request: Get"
            + " \"https://production.cloudflare.docker.com/registry-v2/docker/registry/v2/blobs/a\":"
            + " dial tcp 104.18.124.25:443: i/o timeout | UPSTREAM_STORAGE",
        "error pulling image configuration: Get"
            + " https://prod-us-east-1-starport-layer-bucket.s3.amazonaws.com/a: dial tcp: i/o"
            + " timeout | LAYER_TIMEOUT",
        "failed to do request: Head"
            + " \"https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/a/manifests/1\": dial tcp"
            + " 10.0.1.7:443: i/o timeout | REGISTRY_TIMEOUT",
        "failed to resolve image: no match for platform in manifest: not found | NO_PLATFORM",
        "no matching manifest for linux/arm64/v8 in the manifest list entries | NO_PLATFORM",
        "failed to copy: httpReadSeeker: failed open: content at"
            + " v2/library/a/manifests/sha256:1?ns=docker.io not found: not found | LAYER_NOT_FOUND",
        "failed to resolve ref 1.dkr.ecr.us-west-2.amazonaws.com/a:latest: unexpected status from"
            + " HEAD request to https://1.dkr.ecr.us-west-2.amazonaws.com/v2/a: 403 Forbidden |"
            + " FORBIDDEN",
        "Failed to apply default image tag \"a//b\": couldn't parse image name \"a//b\": invalid"
            + " reference format | INVALID_NAME",
        "failed to resolve reference \"1.dkr.ecr.eu-west-1.amazonaws.com/k8s/pause:9\":"
            + " 1.dkr.ecr.eu-west-1.amazonaws.com/k8s/pause:9: not found | NOT_FOUND",
        "Back-off pulling image \"a\" | ",
      })
  void whatIsMeant(String said, Symptom symptom) {
    assertEquals(Optional.ofNullable(symptom), Symptom.of(said));
  }

  @ParameterizedTest
  @EnumSource
  void itsOwnWordsAreRecognised(Symptom symptom) {
    assertEquals(Optional.of(symptom), Symptom.of(symptom.said()));
  }

  @Test
  void theRunbookHasEach() {
    var rows =
        Stream.of(Symptom.values())
            .map(
                it ->
                    "| `%s` | `%s` | %s | %s |"
                        .formatted(it.said(), it.command(), it.cause(), it.cure()))
            .collect(Collectors.joining("\n"));
    var text = Document.of("docs/operating.md").text();
    assertEquals(
        rows,
        text.lines()
            .dropWhile(it -> !it.startsWith("| the kubelet says"))
            .skip(2)
            .takeWhile(it -> it.startsWith("|"))
            .collect(Collectors.joining("\n")));
  }
}
