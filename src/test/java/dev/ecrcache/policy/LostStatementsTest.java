package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostStatementsTest {
  private static final Statement KEPT =
      new Statement(
          "Replicate",
          "Allow",
          Map.of(
              "AWS", List.of("arn:aws:iam::222222222222:root", "arn:aws:iam::333333333333:root")),
          null,
          List.of("ecr:ReplicateImage", "ecr:CreateRepository"),
          null,
          "*",
          null,
          Map.of("StringEquals", Map.of("aws:PrincipalOrgID", "o-a1b2c3d4e5")));
  private static final String SAME =
      "{'Resource':['*'],'Sid':'Replicate','Effect':'Allow','Action':['ecr:createrepository',"
          + "'ecr:ReplicateImage'],'Principal':{'AWS':['333333333333','222222222222']},"
          + "'Condition':{'StringEquals':{'aws:PrincipalOrgID':['o-a1b2c3d4e5']}}}";

  @Test
  void sameInAnotherFormStays() {
    assertEquals(List.of(), lost("[" + SAME + "]"));
    assertEquals(List.of(), lost(SAME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Allow>Deny", "333333333333>444444444444", "o-a1b2c3d4e5>o-other00000", "'*'>'x'"})
  void otherOfTheSameSidGoes(String change) {
    var parts = change.split(">");

    assertEquals(List.of("'Replicate'"), lost("[" + SAME.replace(parts[0], parts[1]) + "]"));
  }

  @Test
  void whatIsNoPolicyGoesAsAWhole() {
    assertEquals(List.of("all of it"), LostStatements.of("{", List.of(KEPT)));
  }

  private static List<String> lost(String statements) {
    return LostStatements.of(
        "{'Version':'2012-10-17','Statement':%s}".formatted(statements).replace('\'', '"'),
        List.of(KEPT));
  }
}
