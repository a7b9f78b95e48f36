package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements as users write them. What is refused is named by its element; an empty one is all. */
class StatementGrammarTest {
  private static final String REST = "Effect: Deny, Principal: \"*\", Action: ecr:PutImage";
  private static final String TEXT =
      "must be a text; a number or word such as true needs quotes to be one";
  private static final String KINDS = "AWS, CanonicalUser, Federated, Service";
  private static final String AWS =
      " is not \"*\", an account id of 12 digits, or the ARN of an account, a user, a role or a"
          + " session; IAM takes no patterns in it";
  private static final String REPOSITORIES =
      " names no repositories of ECR; write \"*\" or their ARN, such as"
          + " arn:aws:ecr:eu-west-1:111111111111:repository/team/*";
  private static final Optional<String> REGION = Optional.of("eu-west-1");
  private static final List<String> ACCOUNTS = List.of("111111111111");

  static Stream<Arguments> principals() {
    return Stream.of(
        principal("5", "Principal", "must be \"*\", or a block of " + KINDS),
        principal("true", "Principal", "must be \"*\", or a block of " + KINDS),
        principal("[]", "Principal", "must be \"*\", or a block of " + KINDS),
        principal("['*']", "Principal", "must be \"*\", or a block of " + KINDS),
        principal("'111111111111'", "Principal", "must be \"*\", or a block of " + KINDS),
        principal("{}", "Principal", "is empty; name " + KINDS),
        principal("{Aws: '*'}", "Principal.Aws", "is no kind of principal; allowed: " + KINDS),
        principal("{AWS: }", "Principal.AWS", "is empty; give a value or remove it"),
        principal("{AWS: []}", "Principal.AWS", "is empty; give one or more"),
        principal("{AWS: ['*', null]}", "Principal.AWS.1", "is empty; give a value or remove it"),
        principal("{AWS: {a: b}}", "Principal.AWS", "must be a text, or a list of texts"),
        principal("{AWS: [['*']]}", "Principal.AWS.0", "must be a text, or a list of texts"),
        principal("{AWS: 111111111111}", "Principal.AWS", TEXT),
        principal("{AWS: '11111111111'}", "Principal.AWS", "'11111111111'" + AWS),
        principal("{AWS: ['*', 'arn:*']}", "Principal.AWS.1", "'arn:*'" + AWS),
        principal(
            "{AWS: 'arn:aws:iam::111111111111:role/*'}",
            "Principal.AWS",
            "'arn:aws:iam::111111111111:role/*'" + AWS),
        principal("{AWS: 'arn:aws:s3:::a'}", "Principal.AWS", "'arn:aws:s3:::a'" + AWS),
        principal(
            "{Service: lambda}",
            "Principal.Service",
            "'lambda' is not the name of a service, such as lambda.amazonaws.com"),
        principal(
            "{Service: ['*']}",
            "Principal.Service.0",
            "'*' is not the name of a service, such as lambda.amazonaws.com"),
        principal(
            "{Federated: idp}",
            "Principal.Federated",
            "'idp' is not an identity provider: its ARN, or a host such as accounts.google.com"),
        principal(
            "{CanonicalUser: 79a59d}",
            "Principal.CanonicalUser",
            "'79a59d' is not a canonical user id of 64 hexadecimal digits"));
  }

  private static Arguments principal(String principal, String element, String problem) {
    return Arguments.of(
        "Effect: Allow, Action: ecr:PutImage, Resource: '*', Principal: " + principal,
        element,
        problem);
  }

  static Stream<Arguments> actions() {
    var many = "is an action of another service; ECR's policies are about those of ecr";
    return Stream.of(
        action("5", "Action", TEXT),
        action("[]", "Action", "is empty; give one or more"),
        action("{a: b}", "Action", "must be a text, or a list of texts"),
        action("[ecr:PutImage, null]", "Action.1", "is empty; give a value or remove it"),
        action("s3:GetObject", "Action", "'s3:GetObject' " + many),
        action("'*:*'", "Action", "'*:*' " + many),
        action("ecr-public:PutImage", "Action", "'ecr-public:PutImage' " + many),
        action(
            "[ecr:*, BatchGetImages]",
            "Action.1",
            "'BatchGetImages' names no service; write it as ecr:BatchGetImage"),
        action("''", "Action", "'' names no service; write it as ecr:BatchGetImage"),
        action(
            "'ecr:Put Image'",
            "Action",
            "'ecr:Put Image' is not an action, which is letters and the wildcards * and ?"),
        action(
            "'ecr:'",
            "Action",
            "'ecr:' is not an action, which is letters and the wildcards * and ?"),
        action(
            "ecr:BatchGetImages",
            "Action",
            "'ecr:BatchGetImages' is no known action of ECR; did you mean ecr:BatchGetImage? Else,"
                + " one that is newer than this program takes a wildcard: ecr:BatchGetImages*"),
        action(
            "ecr:PullImage",
            "Action",
            "'ecr:PullImage' is no known action of ECR; did you mean ecr:PutImage? Else, one that is"
                + " newer than this program takes a wildcard: ecr:PullImage*"),
        action(
            "ecr:MakeCoffee",
            "Action",
            "'ecr:MakeCoffee' is no known action of ECR; one that is newer than this program takes a"
                + " wildcard: ecr:MakeCoffee*"),
        action(
            "'ecr:Delte*'",
            "Action",
            "'ecr:Delte*' matches no known action of ECR; did you mean ecr:Delet*"));
  }

  private static Arguments action(String action, String element, String problem) {
    return Arguments.of(
        "Effect: Deny, Principal: '*', Resource: '*', Action: " + action, element, problem);
  }

  static Stream<Arguments> resources() {
    return Stream.of(
        resource("5", "Resource", TEXT),
        resource("[]", "Resource", "is empty; give one or more"),
        resource("''", "Resource", "''" + REPOSITORIES),
        resource("team/*", "Resource", "'team/*'" + REPOSITORIES),
        resource("'arn:aws:s3:::a'", "Resource", "'arn:aws:s3:::a'" + REPOSITORIES),
        resource(
            "['*', 'arn:aws:ecr:eu-west-1:1111:repository/a']",
            "Resource.1",
            "'arn:aws:ecr:eu-west-1:1111:repository/a'" + REPOSITORIES),
        resource(
            "'arn:aws:ecr:eu-west-1:111111111111:registry/a'",
            "Resource",
            "'arn:aws:ecr:eu-west-1:111111111111:registry/a'" + REPOSITORIES),
        resource(
            "'arn:aws:ecr:eu-west-1:111111111111:repository/'",
            "Resource",
            "'arn:aws:ecr:eu-west-1:111111111111:repository/'" + REPOSITORIES),
        resource(
            "'arn:aws:ecr:eu-west-1:111111111111:repository/Team'",
            "Resource",
            "'arn:aws:ecr:eu-west-1:111111111111:repository/Team'" + REPOSITORIES),
        resource(
            "'arn:amazon:ecr:eu-west-1:111111111111:repository/a'",
            "Resource",
            "'arn:amazon:ecr:eu-west-1:111111111111:repository/a'" + REPOSITORIES));
  }

  private static Arguments resource(String resource, String element, String problem) {
    return Arguments.of(REST + ", Resource: " + resource, element, problem);
  }

  static Stream<Arguments> conditions() {
    var key = "is not a condition key, which has a colon in it, such as aws:PrincipalOrgID";
    return Stream.of(
        condition("{}", "", "is empty; give an operator such as StringEquals, or remove it"),
        condition(
            "{StringEqual: {a:b: c}}",
            ".StringEqual",
            "is no condition operator of IAM; did you mean StringEquals"),
        condition(
            "{ForAnyValue:stringlike: {a:b: c}}",
            ".ForAnyValue:stringlike",
            "is no condition operator of IAM; did you mean ForAnyValue:StringLike"),
        condition(
            "{Equals: {a:b: c}}",
            ".Equals",
            "is no condition operator of IAM; allowed: ArnEquals, ArnLike, ArnNotEquals, ArnNotLike,"
                + " BinaryEquals, Bool, DateEquals, DateGreaterThan, DateGreaterThanEquals,"
                + " DateLessThan, DateLessThanEquals, DateNotEquals, IpAddress, NotIpAddress, Null,"
                + " NumericEquals, NumericGreaterThan, NumericGreaterThanEquals, NumericLessThan,"
                + " NumericLessThanEquals, NumericNotEquals, StringEquals, StringEqualsIgnoreCase,"
                + " StringLike, StringNotEquals, StringNotEqualsIgnoreCase, StringNotLike; each but"
                + " Null with IfExists behind it, and with ForAllValues: or ForAnyValue: before it"),
        condition(
            "{StringEquals: {}}",
            ".StringEquals",
            "is empty; give a condition key such as aws:PrincipalOrgID"),
        condition(
            "{StringEquals: }",
            ".StringEquals",
            "is empty; give a condition key such as aws:PrincipalOrgID"),
        condition("{StringEquals: {PrincipalOrgID: a}}", ".StringEquals.PrincipalOrgID", key),
        condition("{StringEquals: {'aws:': a}}", ".StringEquals.aws:", key),
        condition("{StringEquals: {'': a}}", ".StringEquals.", key),
        condition(
            "{StringEquals: {aws:a: }}",
            ".StringEquals.aws:a",
            "is empty; give a value or remove it"),
        condition(
            "{StringEquals: {aws:a: []}}", ".StringEquals.aws:a", "is empty; give one or more"),
        condition(
            "{StringEquals: {aws:a: {b: c}}}", ".StringEquals.aws:a", "must be a text, or a list"),
        condition("{StringEquals: {aws:a: [b, 5]}}", ".StringEquals.aws:a.1", TEXT),
        condition(
            "{StringEquals: {aws:SourceAccount: 111111111111}}",
            ".StringEquals.aws:SourceAccount",
            TEXT),
        condition("{Bool: {aws:a: 'yes'}}", ".Bool.aws:a", "'yes' is not true or false"),
        condition("{Bool: {aws:a: 1}}", ".Bool.aws:a", TEXT),
        condition("{'Null': {aws:a: 'no'}}", ".Null.aws:a", "'no' is not true or false"),
        condition("{NumericEquals: {aws:a: ten}}", ".NumericEquals.aws:a", "'ten' is not a number"),
        condition(
            "{DateLessThan: {aws:a: tomorrow}}",
            ".DateLessThan.aws:a",
            "'tomorrow' is not a date such as 2027-01-31T00:00:00Z, or a number of seconds since"
                + " 1970"),
        condition(
            "{IpAddress: {aws:SourceIp: 10.0.0}}",
            ".IpAddress.aws:SourceIp",
            "'10.0.0' is not an IP address or a range such as 203.0.113.0/24"),
        condition(
            "{ArnLike: {aws:PrincipalArn: nodes}}",
            ".ArnLike.aws:PrincipalArn",
            "'nodes' is not an ARN"),
        condition("{BinaryEquals: {aws:a: '!'}}", ".BinaryEquals.aws:a", "'!' is not in base64"));
  }

  private static Arguments condition(String condition, String element, String problem) {
    return Arguments.of(
        REST + ", Resource: '*', Condition: " + condition, "Condition" + element, problem);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of("Effect: deny", "Effect", "must be Allow or Deny"),
        Arguments.of("Sid: a", "Effect", "must be Allow or Deny"),
        Arguments.of(
            "Sid: new policy, " + REST,
            "Sid",
            "'new policy' is not a Sid, which is letters and digits"),
        Arguments.of("Effect: Deny", "", "needs Principal or NotPrincipal, one of the two"),
        Arguments.of(
            REST + ", NotPrincipal: '*'", "", "needs Principal or NotPrincipal, one of the two"),
        Arguments.of(
            "Effect: Allow, NotPrincipal: {AWS: '111111111111'}",
            "NotPrincipal",
            "goes with Effect: Deny; with Allow it would let in everybody else, and IAM does not"
                + " support it"),
        Arguments.of("Effect: Deny, NotPrincipal: {AWS: a}", "NotPrincipal.AWS", "'a'" + AWS),
        Arguments.of(
            "Effect: Deny, Principal: '*'", "", "needs Action or NotAction, one of the two"),
        Arguments.of(
            REST + ", NotAction: ecr:PutImage", "", "needs Action or NotAction, one of the two"),
        Arguments.of(
            "Effect: Deny, Principal: '*', NotAction: [s3:*]",
            "NotAction.0",
            "'s3:*' is an action of another service; ECR's policies are about those of ecr"),
        Arguments.of(REST, "", "needs Resource or NotResource, one of the two"),
        Arguments.of(
            REST + ", Resource: '*', NotResource: '*'",
            "",
            "needs Resource or NotResource, one of the two"),
        Arguments.of(REST + ", NotResource: a", "NotResource", "'a'" + REPOSITORIES));
  }

  @ParameterizedTest
  @MethodSource({"principals", "actions", "resources", "conditions", "others"})
  void isRefused(String statement, String element, String problem) {
    var refused =
        assertThrows(
            InvalidStatementException.class, () -> StatementGrammar.checkRegistry(read(statement)));

    assertEquals(element + ": " + problem, refused.element() + ": " + refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REST + ", Resource: '*'",
        "Sid: '', " + REST + ", Resource: '*'",
        "Effect: Allow, Principal: '*', Action: '*', NotResource: ['*']",
        "Effect: Allow, Action: ECR:batchgetimage, Resource: '*', Principal: {AWS: ['*',"
            + " '111111111111', 'arn:aws:iam::111111111111:root', 'arn:aws:iam::111111111111:role/a/b',"
            + " 'arn:aws:iam::111111111111:role/aws-service-role/ecr.amazonaws.com/AWSServiceRole',"
            + " 'arn:aws-cn:sts::111111111111:assumed-role/a/me', AROAEXAMPLEID0000000A]}",
        "Effect: Allow, Action: ['ecr:Get*', 'ecr:*', 'ecr:?atchGetImage', 'ecr:StartNewThing*'],"
            + " Resource: '*', Principal: {Service: [lambda.amazonaws.com,"
            + " pullthroughcache.ecr.amazonaws.com, states.cn-north-1.amazonaws.com.cn],"
            + " Federated: [accounts.google.com, 'arn:aws:iam::111111111111:saml-provider/a',"
            + " 'arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1'],"
            + " CanonicalUser: 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be}",
        "Effect: Deny, NotPrincipal: {AWS: '111111111111'}, NotAction: 'ecr:Get*', Resource:"
            + " ['arn:aws:ecr:eu-west-1:111111111111:repository/team/*', 'arn:*:ecr:*:*:*',"
            + " 'arn:aws*:ec?:*:11111*:repo*', 'arn:aws:ecr:*:${aws:PrincipalAccount}:repository/*',"
            + " 'arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*']",
        REST
            + ", Resource: '*', Condition: {StringNotEqualsIfExists: {'aws:PrincipalTag/my team': [a,"
            + " '']}, ForAllValues:StringLike: {aws:TagKeys: 'a*'}, Bool: {aws:SecureTransport: false},"
            + " 'Null': {aws:TokenIssueTime: 'true'}, NumericLessThan: {aws:MultiFactorAuthAge: 300},"
            + " NumericEquals: {'s3:max-keys': ['1', '2.5']}, DateGreaterThan: {aws:CurrentTime:"
            + " ['2027-01-31', '2027-01-31T00:00:00Z', 1790000000]}, IpAddress: {aws:SourceIp:"
            + " [203.0.113.0/24, '2001:db8::/32']}, ArnLike: {aws:PrincipalArn:"
            + " 'arn:aws:iam::111111111111:role/*'}, BinaryEquals: {'key:a': QmluYXJ5}, StringEquals:"
            + " {'oidc.eks.eu-west-1.amazonaws.com/id/A1:sub': 'system:serviceaccount:a:b'}}"
      })
  void isTaken(String statement) {
    StatementGrammar.checkRegistry(read(statement));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Resource: '*'", "NotResource: 5"})
  void repositorysPolicyNamesNoResource(String resource) {
    var refused =
        assertThrows(
            InvalidStatementException.class,
            () -> StatementGrammar.checkRepository(read(REST + ", " + resource)));

    assertEquals(
        ": names a Resource; a repository's policy is the repository's own, remove it",
        refused.element() + ": " + refused.getMessage());
    StatementGrammar.checkRepository(read(REST));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ecr:eu-west-2:111111111111:repository/a",
    "arn:aws:ecr:eu-west-1:222222222222:repository/a",
    "arn:aws-cn:ecr:eu-west-1:111111111111:repository/a",
    "arn:aws-*:ecr:*:*:repository/a",
    "arn:aws:ecr:us-*:*:*",
    "arn:aws:ecr:*:2*:*"
  })
  void resourceIsInTheRegistryItself(String arn) {
    var statement = read(REST + ", Resource: ['*', '%s']".formatted(arn));
    StatementGrammar.checkRegistry(statement);
    var refused =
        assertThrows(
            InvalidStatementException.class,
            () -> StatementGrammar.checkIn(REGION, ACCOUNTS, statement));

    assertEquals(
        "Resource.1: '%s' is outside the registry, whose repositories are".formatted(arn)
            + " arn:aws:ecr:eu-west-1:111111111111:repository/*",
        refused.element() + ": " + refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:ecr:eu-west-1:111111111111:repository/a",
        "arn:*:ecr:*:*:*",
        "arn:aws:ecr:eu-*:1111????1111:repository/*",
        "arn:aws:ecr:*:${aws:ResourceAccount}:repository/*",
        "*"
      })
  void patternReachesTheRegistry(String arn) {
    StatementGrammar.checkIn(REGION, ACCOUNTS, read(REST + ", Resource: '%s'".formatted(arn)));
  }

  private static Statement read(String statement) {
    try {
      return new YAMLMapper().readValue("{" + statement + "}", Statement.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
