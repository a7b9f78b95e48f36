package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ecr-cache doctor --vpc}: whether private nodes reach ECR. */
@ExtendWith(AwsKeys.class)
class DoctorNetworkTest {
  private static final String FULL = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\"}]}";
  private static final String FIRST_PULLS =
      "warning | network | VPC vpc-1: 1 subnet | no route to the internet";

  /** A VPC of one private subnet that reaches ECR by its endpoints. */
  private static Clinic vpc() {
    var clinic = new Clinic();
    answer(
        clinic,
        "DescribeSubnets",
        "<subnetSet><item><subnetId>subnet-1</subnetId></item></subnetSet>");
    routes(clinic, "");
    endpoints(clinic, endpoint("ecr.api", true, FULL) + endpoint("ecr.dkr", true, FULL) + S3);
    answer(
        clinic,
        "DescribeSecurityGroups",
        "<securityGroupInfo><item><ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort></item></ipPermissions></item></securityGroupInfo>");
    attributes(clinic, true);
    return clinic;
  }

  private static final String S3 =
      "<item><vpcEndpointId>vpce-s3</vpcEndpointId><vpcEndpointType>Gateway</vpcEndpointType><serviceName>com.amazonaws.eu-west-1.s3</serviceName><routeTableIdSet><item>rtb-1</item></routeTableIdSet></item>";

  private static String endpoint(String service, boolean dns, String policy) {
    return "<item><vpcEndpointId>vpce-%s</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><serviceName>com.amazonaws.eu-west-1.%s</serviceName><state>available</state><privateDnsEnabled>%s</privateDnsEnabled><policyDocument>%s</policyDocument><groupSet><item><groupId>sg-1</groupId></item></groupSet></item>"
        .formatted(service, service, dns, policy);
  }

  private static void endpoints(Clinic clinic, String items) {
    answer(clinic, "DescribeVpcEndpoints", "<vpcEndpointSet>%s</vpcEndpointSet>".formatted(items));
  }

  private static void routes(Clinic clinic, String route) {
    answer(
        clinic,
        "DescribeRouteTables",
        "<routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet>%s</routeSet><associationSet><item><main>true</main></item></associationSet></item></routeTableSet>"
            .formatted(route));
  }

  private static void attributes(Clinic clinic, boolean on) {
    answer(
        clinic,
        "DescribeVpcAttribute",
        "<enableDnsSupport><value>%s</value></enableDnsSupport><enableDnsHostnames><value>%s</value></enableDnsHostnames>"
            .formatted(on, on));
  }

  private static void answer(Clinic clinic, String action, String body) {
    clinic.aws.with(action, "<%sResponse>%s</%sResponse>".formatted(action, body, action));
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        network(it -> {}, FIRST_PULLS),
        network(
            it ->
                routes(
                    it,
                    "<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><natGatewayId>nat-1</natGatewayId><state>active</state></item>")),
        network(
            it ->
                routes(
                    it,
                    "<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><state>blackhole</state></item>"),
            FIRST_PULLS),
        network(
            it -> endpoints(it, ""),
            FIRST_PULLS,
            "error | network | VPC vpc-1 | has no interface endpoint for ecr.api",
            "error | network | VPC vpc-1 | has no interface endpoint for ecr.dkr",
            "error | network | VPC vpc-1: 1 subnet | no gateway endpoint for S3 in the route"
                + " table"),
        network(
            it ->
                endpoints(
                    it,
                    endpoint("ecr.api", false, FULL)
                        + endpoint("ecr.dkr", true, "{\"Statement\":[]}")
                        + S3.replace("rtb-1", "rtb-2")),
            FIRST_PULLS,
            "error | network | VPC vpc-1: 1 subnet | no gateway endpoint for S3 in the route"
                + " table",
            "error | network | endpoint vpce-ecr.api | of com.amazonaws.eu-west-1.ecr.api has no"
                + " private DNS",
            "note | network | endpoint vpce-ecr.dkr | has a policy of its own"),
        network(
            it -> {
              attributes(it, false);
              answer(
                  it, "DescribeSecurityGroups", "<securityGroupInfo><item/></securityGroupInfo>");
            },
            FIRST_PULLS,
            "error | network | endpoint vpce-ecr.api | has security groups that let nobody in on port"
                + " 443",
            "error | network | endpoint vpce-ecr.dkr | has security groups that let nobody in on port"
                + " 443",
            "error | network | VPC vpc-1 | has DNS support or DNS host names switched off"),
        network(
            it -> answer(it, "DescribeSubnets", "<subnetSet/>"),
            "error | network | VPC vpc-1 | has no subnet in eu-west-1, or does not exist"),
        network(
            it -> it.aws.refusing("DescribeRouteTables", 403, "UnauthorizedOperation", "denied"),
            "not asked | network | network | ec2:DescribeRouteTables in eu-west-1 with the usual"
                + " credential chain: denied"));
  }

  private static Arguments network(Consumer<Clinic> change, String... findings) {
    return Arguments.of(change, List.of(findings));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatANodeReaches(Consumer<Clinic> change, List<String> findings) {
    try (var clinic = vpc()) {
      change.accept(clinic);
      assertEquals(findings, clinic.findings("--vpc", "vpc-1"));
    }
  }

  @Test
  void aVpcWithARouteIsFine() {
    try (var clinic = vpc()) {
      routes(clinic, "<item><destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock></item>");
      assertTrue(
          clinic
              .doctor("--vpc", "vpc-1")
              .out()
              .contains("VPC vpc-1: 1 subnet, each with a route to the internet"));
    }
  }
}
