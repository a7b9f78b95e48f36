package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullersTest {
  private static final String UNIT = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/";

  @ParameterizedTest
  @ValueSource(
      strings = {
        UNIT + "*",
        UNIT,
        UNIT + "ou-ab12-22222222/*",
        "o-a1b2c3d4e5/r-ab12/*",
        "o-a1b2c3d4e5/r-ab12/",
      })
  void pathIsThatOfAUnitOrOfTheRoot(String path) {
    assertEquals(path, Pullers.organizationalUnit(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "ou-ab12-11111111",
        "o-a1b2c3d4e5/*",
        "o-a1b2c3d4e5/*/ou-ab12-11111111/*",
        "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111",
        "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111*",
        "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-*/*",
        "o-A1B2C3D4E5/r-ab12/ou-ab12-11111111/*",
        "r-ab12/ou-ab12-11111111/*",
      })
  void anyOtherPathIsRefused(String path) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Pullers.organizationalUnit(path));
    assertEquals(
        ("'%s' is not the path of an organisational unit, which looks like"
                + " o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/* with the units below it, and without the"
                + " * for the unit alone")
            .formatted(path),
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::555555555555:role/ci",
        "arn:aws:iam::555555555555:role/eks/team-a/nodes",
        "arn:aws:iam::555555555555:user/ops/a.b@c",
        "arn:aws:iam::555555555555:root",
        "arn:aws-cn:iam::555555555555:role/ci",
        "arn:aws-us-gov:sts::555555555555:assumed-role/ci/session-1",
        "arn:aws:sts::555555555555:federated-user/bob",
      })
  void principalIsARoleAUserOrASession(String arn) {
    assertEquals(arn, Pullers.principal(arn));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "555555555555",
        "lambda.amazonaws.com",
        "arn:aws:iam::555555555555:role/*",
        "arn:aws:iam::555555555555:role/team-*/nodes",
        "arn:aws:iam::*:role/ci",
        "arn:aws:iam::555:role/ci",
        "arn:aws:iam::555555555555:group/ops",
        "arn:aws:iam::555555555555:role/a b",
        "arn:aws:sts::555555555555:assumed-role/ci",
      })
  void anyOtherPrincipalIsRefused(String arn) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Pullers.principal(arn));
    assertEquals(
        ("'%s' is not the ARN of an IAM role or user, or of a session of STS; IAM takes no patterns"
                + " here")
            .formatted(arn),
        refused.getMessage());
  }
}
