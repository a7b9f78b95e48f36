package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.AwsRefusalException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/**
 * What EC2 tells of a VPC. Methods throw {@link AwsRefusalException} where it does not tell.
 *
 * @param id such as {@code vpc-0a1b2c3d}
 */
record Vpc(CacheFacts facts, Ec2Client ec2, String id) {
  private static final int HTTPS = 443;

  List<Subnet> subnets() {
    return facts.ask(
        "ec2:DescribeSubnets",
        () -> ec2.describeSubnetsPaginator(it -> it.filters(here())).subnets().stream().toList());
  }

  List<RouteTable> tables() {
    return facts.ask(
        "ec2:DescribeRouteTables",
        () ->
            ec2.describeRouteTablesPaginator(it -> it.filters(here())).routeTables().stream()
                .toList());
  }

  List<VpcEndpoint> endpoints() {
    return facts.ask(
        "ec2:DescribeVpcEndpoints",
        () ->
            ec2.describeVpcEndpointsPaginator(it -> it.filters(here())).vpcEndpoints().stream()
                .toList());
  }

  private Filter here() {
    return Filter.builder().name("vpc-id").values(id).build();
  }

  /** Whether private DNS of endpoints can work. */
  boolean resolvesNames() {
    return attribute(VpcAttributeName.ENABLE_DNS_SUPPORT)
        && attribute(VpcAttributeName.ENABLE_DNS_HOSTNAMES);
  }

  private boolean attribute(VpcAttributeName name) {
    var answer =
        facts.ask(
            "ec2:DescribeVpcAttribute",
            () -> ec2.describeVpcAttribute(it -> it.vpcId(id).attribute(name)));
    var value =
        name == VpcAttributeName.ENABLE_DNS_SUPPORT
            ? answer.enableDnsSupport()
            : answer.enableDnsHostnames();
    return value == null || Boolean.TRUE.equals(value.value());
  }

  /** Whether the security groups of an endpoint let anybody in on port 443. */
  boolean takesHttps(VpcEndpoint endpoint) {
    var ids = endpoint.groups().stream().map(it -> it.groupId()).toList();
    return ids.isEmpty()
        || facts
            .ask(
                "ec2:DescribeSecurityGroups",
                () -> ec2.describeSecurityGroups(it -> it.groupIds(ids)).securityGroups())
            .stream()
            .anyMatch(Vpc::takesHttps);
  }

  private static boolean takesHttps(SecurityGroup group) {
    return group.ipPermissions().stream().anyMatch(Vpc::takesHttps);
  }

  private static boolean takesHttps(IpPermission permission) {
    return permission.ipProtocol().equals("-1")
        || permission.fromPort() != null
            && permission.fromPort() <= HTTPS
            && permission.toPort() >= HTTPS;
  }

  /** A subnet without a table of its own has the main one. */
  static Optional<RouteTable> table(List<RouteTable> tables, Subnet subnet) {
    return tables.stream()
        .filter(
            it ->
                it.associations().stream()
                    .anyMatch(association -> subnet.subnetId().equals(association.subnetId())))
        .findFirst()
        .or(
            () ->
                tables.stream()
                    .filter(
                        it ->
                            it.associations().stream()
                                .anyMatch(main -> Boolean.TRUE.equals(main.main())))
                    .findFirst());
  }

  /** By whatever way: an internet, NAT, transit or other gateway, or an instance. */
  static boolean hasInternet(List<RouteTable> tables, Subnet subnet) {
    return table(tables, subnet).stream()
        .flatMap(it -> it.routes().stream())
        .filter(it -> !"blackhole".equals(it.stateAsString()))
        .anyMatch(
            it ->
                "0.0.0.0/0".equals(it.destinationCidrBlock())
                    || "::/0".equals(it.destinationIpv6CidrBlock()));
  }
}
