package dev.ecrcache.cli;

import dev.ecrcache.FakeAws;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A registry with two rules whose repositories hold what a test lays down. */
final class FakeContents implements AutoCloseable {
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String RULE =
      "{\"ecrRepositoryPrefix\":\"%s\",\"upstreamRegistryUrl\":\"%s\"}";

  private final FakeAws aws;
  private final String only;
  private final List<String> repositories = new ArrayList<>();

  FakeContents() {
    this(new FakeAws(), "", "111111111111");
    System.setProperty("aws.accessKeyId", "AKIDTEST");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  private FakeContents(FakeAws aws, String only, String account) {
    this.aws = aws;
    this.only = only;
    with(
        "/ Action=GetCallerIdentity&Version=2011-06-15",
        """
        <GetCallerIdentityResponse><GetCallerIdentityResult><Account>%1$s</Account>
        <Arn>arn:aws:sts::%1$s:assumed-role/cleaner/session</Arn>
        </GetCallerIdentityResult></GetCallerIdentityResponse>
        """
            .formatted(account));
    rules("docker-hub", "registry-1.docker.io", "k8s", "registry.k8s.io");
    excluded();
  }

  /** The registry of another account, which is asked by its role {@code operator}. */
  FakeContents of(String account) {
    aws.with(
        "AssumeRole RoleArn=" + role(account),
        """
        <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA%s</AccessKeyId>
        <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
        <Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
        """
            .formatted(account, Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS)));
    return new FakeContents(aws, FakeAws.only("ASIA" + account), account);
  }

  static String role(String account) {
    return "arn:aws:iam::%s:role/operator".formatted(account);
  }

  /** What this account is answered. */
  FakeContents with(String request, String body) {
    aws.with(only + request, body);
    return this;
  }

  /** What this account is refused. */
  FakeContents refusing(String request, String error, String message) {
    aws.refusing(only + request, 400, error, message);
    return this;
  }

  FakeAws aws() {
    return aws;
  }

  /** Prefixes and upstreams in turn. */
  FakeContents rules(String... rules) {
    var all = new ArrayList<String>();
    for (var i = 0; i < rules.length; i += 2) {
      all.add(RULE.formatted(rules[i], rules[i + 1]));
    }
    with(
        "DescribePullThroughCacheRules",
        "{\"pullThroughCacheRules\":[%s]}".formatted(String.join(",", all)));
    return this;
  }

  /** Principals whose pulls are not recorded. */
  FakeContents excluded(String... principals) {
    with(
        "ListPullTimeUpdateExclusions",
        "{\"pullTimeUpdateExclusions\":[%s]}"
            .formatted(
                Stream.of(principals).map("\"%s\""::formatted).collect(Collectors.joining(","))));
    return this;
  }

  /** A digest that is known by a letter. */
  static String digest(char letter) {
    return "sha256:" + String.valueOf(letter).repeat(64);
  }

  /** An image as ECR describes it; times are days ago, and none for never. */
  static String image(char digest, String tag, String type, long bytes, int pushed, int pulled) {
    return """
        {"imageDigest":"%s","imageTags":[%s],"imageSizeInBytes":%d,"imageManifestMediaType":"%s",\
        "imagePushedAt":%d%s}"""
        .formatted(
            digest(digest),
            tag.isEmpty() ? "" : "\"" + tag + "\"",
            bytes,
            type,
            daysAgo(pushed),
            pulled < 0 ? "" : ",\"lastRecordedPullTime\":" + daysAgo(pulled));
  }

  private static long daysAgo(int days) {
    return Instant.now().getEpochSecond() - days * 86_400L;
  }

  /** A repository with its images. */
  FakeContents holding(String repository, String... images) {
    repositories.add("{\"repositoryName\":\"%s\"}".formatted(repository));
    with(
        "DescribeRepositories",
        "{\"repositories\":[%s]}".formatted(String.join(",", repositories)));
    with(
        "DescribeImages {\"repositoryName\":\"%s\",\"maxResults\":1000}".formatted(repository),
        details(images));
    return this;
  }

  /** What ECR describes where it is asked for these digests or this tag. */
  FakeContents finding(String repository, List<String> ids, String... images) {
    with(
        "DescribeImages {\"repositoryName\":\"%s\",\"imageIds\":[%s]}"
            .formatted(repository, String.join(",", ids.stream().map(FakeContents::id).toList())),
        details(images));
    return this;
  }

  static String id(String reference) {
    return "{\"%s\":\"%s\"}"
        .formatted(reference.indexOf(':') < 0 ? "imageTag" : "imageDigest", reference);
  }

  private static String details(String... images) {
    return "{\"imageDetails\":[%s]}".formatted(String.join(",", images));
  }

  /** The manifest of an index with images by their platforms, a platform and a letter each. */
  FakeContents index(String repository, char digest, String... images) {
    var children =
        Stream.of(images)
            .map(it -> it.split(" "))
            .map(
                it ->
                    """
                    {"digest":"%s","platform":{"os":"%s","architecture":"%s"}%s}"""
                        .formatted(
                            digest(it[1].charAt(0)),
                            it[0].split("/")[0],
                            it[0].split("/")[1],
                            it[0].startsWith("unknown")
                                ? ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}"
                                : ""))
            .collect(Collectors.joining(","));
    var manifest = "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(children);
    with(
        "BatchGetImage {\"repositoryName\":\"%s\",\"imageIds\":[%s]}"
            .formatted(repository, id(digest(digest))),
        "{\"images\":[{\"imageId\":%s,\"imageManifest\":\"%s\"}]}"
            .formatted(id(digest(digest)), manifest.replace("\"", "\\\"")));
    return this;
  }

  /** What ECR tells of the scan of an image. */
  FakeContents scan(String repository, char digest, String status, String findings) {
    with(
        scanOf(repository, digest),
        "{\"imageScanStatus\":{\"status\":\"%s\"},\"imageScanFindings\":{%s}}"
            .formatted(status, findings));
    return this;
  }

  static String scanOf(String repository, char digest) {
    return "DescribeImageScanFindings {\"repositoryName\":\"%s\",\"imageId\":%s,\"maxResults\":1000}"
        .formatted(repository, id(digest(digest)));
  }

  /** A command line that asks this registry. */
  Ran run(String... args) {
    return runWith("", args);
  }

  Ran runWith(String input, String... args) {
    var asking = List.of("--region", "eu-west-1", "--endpoint-url", aws.endpoint().toString());
    return Ran.with(input, Stream.concat(Stream.of(args), asking.stream()).toArray(String[]::new));
  }

  @Override
  public void close() {
    aws.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
