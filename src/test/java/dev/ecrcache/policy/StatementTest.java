package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {
  /** Statements as users write them, their keys in IAM's customary order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"Sid":"Replicate","Effect":"Allow",\
        "Principal":{"AWS":["arn:aws:iam::444444444444:root","arn:aws:iam::555555555555:root"]},\
        "Action":["ecr:CreateRepository","ecr:ReplicateImage"],\
        "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/*"]}""",
        """
        {"Effect":"Deny","Principal":"*","Action":"ecr:*","Resource":"*",\
        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}""",
        """
        {"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::444444444444:root"},\
        "NotAction":"ecr:Get*","NotResource":["a","b"],\
        "Condition":{"StringNotEquals":{"aws:PrincipalTag/team":["x","y"],\
        "aws:PrincipalOrgID":"o-a1b2c3d4e5"},"NumericLessThan":{"aws:MultiFactorAuthAge":300},\
        "Null":{"aws:ResourceTag/a":true}}}"""
      })
  void userStatementComesOutAsItWentIn(String json) throws JsonProcessingException {
    assertEquals(json, Json.write(read(json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Actions\":\"*\"}",
        "{\"sid\":\"A\",\"Effect\":\"Allow\"}"
      })
  void unknownElementIsRefused(String json) {
    var refused = assertThrows(UnrecognizedPropertyException.class, () -> read(json));

    assertEquals(
        List.of(
            "Action",
            "Condition",
            "Effect",
            "NotAction",
            "NotPrincipal",
            "NotResource",
            "Principal",
            "Resource",
            "Sid"),
        refused.getKnownPropertyIds().stream().sorted().toList());
  }

  @Test
  void conditionLeavesTheRestAsItIs() {
    var statement = Statement.allow("S", List.of("a"), List.of("r")).to("*");

    assertEquals(
        """
        {"Sid":"S","Effect":"Allow","Principal":"*","Action":["a"],"Resource":["r"],\
        "Condition":{"StringEquals":{"k":"v"}}}""",
        Json.write(statement.whenEquals("k", "v")));
  }

  private static Statement read(String json) throws JsonProcessingException {
    return new JsonMapper().readValue(json, Statement.class);
  }
}
