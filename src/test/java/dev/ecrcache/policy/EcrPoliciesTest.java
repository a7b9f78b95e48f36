package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.image.EcrRegistry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EcrPoliciesTest {
  private static final String HUB = "arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*";
  private static final String ALL_CN = "arn:aws-cn:ecr:cn-north-1:111111111111:repository/*";
  private static final String UPSTREAM = "arn:aws:ecr:eu-west-1:333333333333:repository/team/*";
  private static final EcrRegistry HOST = new EcrRegistry("111111111111", "eu-west-1");
  private static final String UNIT = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*";
  private static final String ROLE = "arn:aws:iam::666666666666:role/ci";
  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/k-1";

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of(
            "nodePull",
            EcrPolicies.nodePull(List.of(HUB, ALL_CN), false),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"GetToken","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],\
            "Resource":["*"]},\
            {"Sid":"PullThroughCache","Effect":"Allow",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*",\
            "arn:aws-cn:ecr:cn-north-1:111111111111:repository/*"]}]}"""),
        Arguments.of(
            "nodePull where templates tag",
            EcrPolicies.nodePull(List.of(HUB), true),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"GetToken","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],\
            "Resource":["*"]},\
            {"Sid":"PullThroughCache","Effect":"Allow",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository",\
            "ecr:TagResource"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]}]}"""),
        Arguments.of(
            "organizationRegistry",
            EcrPolicies.organizationRegistry(
                HOST, Pullers.organization("o-a1b2c3d4e5"), List.of(HUB)),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"OrganizationPullThroughCache","Effect":"Allow","Principal":"*",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"],\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}"""),
        Arguments.of(
            "organizationRepository",
            EcrPolicies.organizationRepository(HOST, Pullers.organization("o-a1b2c3d4e5")),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"OrganizationPullThroughCache","Effect":"Allow","Principal":"*",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage"],\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}"""),
        Arguments.of(
            "organizationRegistryToRead",
            EcrPolicies.organizationRegistryToRead(
                HOST,
                new Pullers("o-a1b2c3d4e5", List.of(), List.of(), List.of(ROLE), true),
                List.of(HUB)),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"OrganizationPull","Effect":"Allow","Principal":"*",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/*"],\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}},\
            {"Sid":"PrincipalsPull","Effect":"Allow",\
            "Principal":{"AWS":["arn:aws:iam::666666666666:role/ci"]},\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/*"]},\
            {"Sid":"OrganizationPullThroughCache","Effect":"Allow","Principal":"*",\
            "Action":["ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"],\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}},\
            {"Sid":"PrincipalsPullThroughCache","Effect":"Allow",\
            "Principal":{"AWS":["arn:aws:iam::666666666666:role/ci"]},\
            "Action":["ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]},\
            {"Sid":"OrganizationLambda","Effect":"Allow",\
            "Principal":{"Service":"lambda.amazonaws.com"},\
            "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/*"],\
            "Condition":{"StringEquals":{"aws:SourceOrgID":"o-a1b2c3d4e5"}}}]}"""),
        Arguments.of(
            "organizationRegistry for others",
            EcrPolicies.organizationRegistry(
                HOST,
                new Pullers(null, List.of(UNIT), List.of("555555555555"), List.of(ROLE), false),
                List.of(HUB)),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"OrganizationalUnitsPullThroughCache","Effect":"Allow","Principal":"*",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"],\
            "Condition":{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":\
            ["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"]}}},\
            {"Sid":"PrincipalsPullThroughCache","Effect":"Allow",\
            "Principal":{"AWS":["arn:aws:iam::555555555555:root",\
            "arn:aws:iam::666666666666:role/ci"]},\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]}]}"""),
        Arguments.of(
            "organizationRepository in China for an account's functions",
            EcrPolicies.organizationRepository(
                new EcrRegistry("111111111111", "cn-north-1"),
                new Pullers(null, List.of(), List.of("555555555555"), List.of(), true)),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"PrincipalsPullThroughCache","Effect":"Allow",\
            "Principal":{"AWS":["arn:aws-cn:iam::555555555555:root"]},\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage"]},\
            {"Sid":"AccountsLambda","Effect":"Allow",\
            "Principal":{"Service":"lambda.amazonaws.com"},\
            "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],\
            "Condition":{"ArnLike":{"aws:SourceArn":\
            ["arn:aws-cn:lambda:cn-north-1:555555555555:function:*"]}}}]}"""),
        Arguments.of(
            "templateRole for tags",
            EcrPolicies.templateRole(List.of(HUB), true, null),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"CreateRepositories","Effect":"Allow",\
            "Action":["ecr:CreateRepository","ecr:TagResource"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]}]}"""),
        Arguments.of(
            "templateRole for a key",
            EcrPolicies.templateRole(List.of(HUB), false, KEY),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"CreateRepositories","Effect":"Allow","Action":["ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]},\
            {"Sid":"EncryptRepositories","Effect":"Allow",\
            "Action":["kms:CreateGrant","kms:DescribeKey","kms:RetireGrant"],\
            "Resource":["arn:aws:kms:eu-west-1:111111111111:key/k-1"]}]}"""),
        Arguments.of(
            "templateRoleTrust",
            EcrPolicies.templateRoleTrust(),
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow",\
            "Principal":{"Service":"ecr.amazonaws.com"},"Action":["sts:AssumeRole"]}]}"""),
        Arguments.of(
            "upstreamRole",
            EcrPolicies.upstreamRole(UPSTREAM, HUB),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"GetToken","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],\
            "Resource":["*"]},\
            {"Sid":"ReadUpstream","Effect":"Allow",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage",\
            "ecr:GetImageCopyStatus"],\
            "Resource":["arn:aws:ecr:eu-west-1:333333333333:repository/team/*"]},\
            {"Sid":"WriteCache","Effect":"Allow",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage",\
            "ecr:GetImageCopyStatus","ecr:CompleteLayerUpload","ecr:InitiateLayerUpload",\
            "ecr:PutImage","ecr:UploadLayerPart"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]}]}"""),
        Arguments.of(
            "upstreamRoleTrust",
            EcrPolicies.upstreamRoleTrust(),
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow",\
            "Principal":{"Service":"pullthroughcache.ecr.amazonaws.com"},\
            "Action":["sts:AssumeRole"]}]}"""),
        Arguments.of(
            "accountSecret in China",
            EcrPolicies.accountSecret("aws-cn", "111111111111"),
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"AccountRead","Effect":"Allow",\
            "Principal":{"AWS":"arn:aws-cn:iam::111111111111:root"},\
            "Action":["secretsmanager:GetSecretValue"],"Resource":["*"]}]}"""));
  }

  /** What Lambda is granted stands behind what principals are, in both policies. */
  @Test
  void lambdaReadsForTheFunctionsOfTheOrganisationAndItsUnits() {
    var pullers = new Pullers("o-a1b2c3d4e5", List.of(UNIT), List.of(), List.of(), true);
    var registry = EcrPolicies.organizationRegistry(HOST, pullers, List.of(HUB));

    assertEquals(
        """
        [{"Sid":"OrganizationLambda","Effect":"Allow",\
        "Principal":{"Service":"lambda.amazonaws.com"},\
        "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],\
        "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"],\
        "Condition":{"StringEquals":{"aws:SourceOrgID":"o-a1b2c3d4e5"}}},\
        {"Sid":"OrganizationalUnitsLambda","Effect":"Allow",\
        "Principal":{"Service":"lambda.amazonaws.com"},\
        "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],\
        "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"],\
        "Condition":{"ForAnyValue:StringLike":{"aws:SourceOrgPaths":\
        ["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"]}}}]""",
        Json.write(registry.statement().subList(2, 4)));
    assertEquals(4, EcrPolicies.organizationRepository(HOST, pullers).statement().size());
  }

  @Test
  void everySidOfAGrantIsKept() {
    var everybody =
        new Pullers("o-a1b2c3d4e5", List.of(UNIT), List.of("555555555555"), List.of(ROLE), true);

    assertEquals(
        EcrPolicies.GRANT_SIDS,
        EcrPolicies.organizationRegistryToRead(HOST, everybody, List.of(HUB)).statement().stream()
            .map(Statement::sid)
            .collect(Collectors.toSet()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void documentIsExactlyThisText(String name, PolicyDocument document, String json) {
    assertEquals(json, document.toJson());
  }

  @Test
  void templateRoleForTagsAndKeyMayDoBoth() {
    var tagsAndKey = EcrPolicies.templateRole(List.of(HUB), true, KEY).statement();

    assertEquals(
        EcrPolicies.templateRole(List.of(HUB), true, null).statement(), tagsAndKey.subList(0, 1));
    assertEquals(
        EcrPolicies.templateRole(List.of(HUB), false, KEY).statement().subList(1, 2),
        tagsAndKey.subList(1, 2));
  }

  @Test
  void resourcesAndStatementsKeepTheirOrder() {
    var more = List.of(Statement.allow("B", List.of("b"), null), Statement.allow("A", null, null));

    assertEquals(
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow",\
        "Principal":{"Service":"ecr.amazonaws.com"},"Action":["sts:AssumeRole"]},\
        {"Sid":"B","Effect":"Allow","Action":["b"]},{"Sid":"A","Effect":"Allow"}]}""",
        EcrPolicies.templateRoleTrust().and(more).toJson());
  }
}
