package dev.ecrcache.operate.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/**
 * Looks whether nodes in the private subnets of a VPC reach ECR, and the internet for first pulls.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html">Amazon
 *     ECR interface VPC endpoints (AWS PrivateLink)</a>
 */
record NetworkCheck(CacheFacts facts, String vpc) implements Check {
  private static final List<String> INTERFACES = List.of("ecr.api", "ecr.dkr");

  @Override
  public Topic topic() {
    return Topic.NETWORK;
  }

  @Override
  public void look(Findings findings) {
    try (var ec2 = facts.session().client(Ec2Client.builder())) {
      var network = new Vpc(facts, ec2, vpc);
      var subnets = network.subnets();
      if (subnets.isEmpty()) {
        findings.error(
            "VPC " + vpc,
            "has no subnet in %s, or does not exist".formatted(facts.registry().region()),
            "no node can be there",
            "give the id of a VPC of this account and Region");
        return;
      }
      var tables = network.tables();
      var endpoints = network.endpoints();
      var closed = new ArrayList<Subnet>();
      for (var subnet : subnets) {
        if (!Vpc.hasInternet(tables, subnet)) {
          closed.add(subnet);
        }
      }
      closed.sort(Comparator.comparing(Subnet::subnetId));
      if (!closed.isEmpty()) {
        firstPulls(closed, findings);
        INTERFACES.forEach(service -> requireEndpoint(service, endpoints, closed, findings));
        requireStorage(endpoints, tables, closed, findings);
      }
      var ours =
          endpoints.stream()
              .filter(it -> INTERFACES.stream().anyMatch(end -> isOf(it, end)))
              .toList();
      ours.forEach(it -> look(network, it, findings));
      if (ours.stream().anyMatch(it -> Boolean.TRUE.equals(it.privateDnsEnabled()))) {
        names(network, findings);
      }
      findings.fineUnlessFound(
          "VPC " + vpc,
          closed.isEmpty()
              ? Counted.of(subnets.size(), "subnet") + ", each with a route to the internet"
              : "its endpoints reach ECR and the layers in S3");
    }
  }

  private void firstPulls(List<Subnet> closed, Findings findings) {
    findings.add(
        Level.WARNING,
        "VPC %s: %s".formatted(vpc, Counted.of(closed.size(), "subnet")),
        "no route to the internet",
        "nodes there cannot make a first pull: ECR has them wait for the upstream, or sends them"
            + " there (containers-roadmap#2304)",
        "have images imported from elsewhere first, as with ecr-cache warm, or add a NAT gateway",
        ids(closed));
  }

  private void requireEndpoint(
      String service, List<VpcEndpoint> endpoints, List<Subnet> closed, Findings findings) {
    if (endpoint(endpoints, service).isEmpty()) {
      findings.add(
          Level.ERROR,
          "VPC " + vpc,
          "has no interface endpoint for " + service,
          service.equals("ecr.api")
              ? "nodes without internet get no login: no basic auth credentials"
              : "nodes without internet do not reach the registry: dial tcp … i/o timeout",
          "make an interface endpoint for com.amazonaws.%s.%s with private DNS"
              .formatted(facts.registry().region(), service),
          ids(closed));
    }
  }

  private void requireStorage(
      List<VpcEndpoint> endpoints,
      List<RouteTable> tables,
      List<Subnet> closed,
      Findings findings) {
    var storage = endpoints.stream().filter(it -> it.serviceName().endsWith(".s3")).toList();
    var lacking =
        closed.stream()
            .filter(
                subnet ->
                    storage.stream()
                        .noneMatch(
                            it ->
                                it.vpcEndpointType() != VpcEndpointType.GATEWAY
                                    || Vpc.table(tables, subnet)
                                        .map(RouteTable::routeTableId)
                                        .filter(it.routeTableIds()::contains)
                                        .isPresent()))
            .toList();
    if (!lacking.isEmpty()) {
      findings.add(
          Level.ERROR,
          "VPC %s: %s".formatted(vpc, Counted.of(lacking.size(), "subnet")),
          "no gateway endpoint for S3 in the route table",
          "manifests are pulled, and layers are not: httpReadSeeker … i/o timeout",
          "make a gateway endpoint for com.amazonaws.%s.s3, associated with the route tables of these subnets"
              .formatted(facts.registry().region()),
          ids(lacking));
    }
  }

  private void names(Vpc network, Findings findings) {
    findings
        .ask("VPC " + vpc, network::resolvesNames)
        .filter(does -> !does)
        .ifPresent(
            it ->
                findings.error(
                    "VPC " + vpc,
                    "has DNS support or DNS host names switched off",
                    "private DNS of its endpoints does not work",
                    "switch both on"));
  }

  private static void look(Vpc network, VpcEndpoint endpoint, Findings findings) {
    var where = "endpoint " + endpoint.vpcEndpointId();
    if (!"available".equalsIgnoreCase(endpoint.stateAsString())) {
      findings.error(
          where,
          "is %s".formatted(endpoint.stateAsString()),
          "it serves nobody",
          "wait until it is available, or see why it is not");
    }
    if (!Boolean.TRUE.equals(endpoint.privateDnsEnabled())) {
      findings.error(
          where,
          "of %s has no private DNS".formatted(endpoint.serviceName()),
          "the registry's host leads to public addresses",
          "enable private DNS of the endpoint");
    }
    findings
        .ask(where, () -> network.takesHttps(endpoint))
        .filter(takes -> !takes)
        .ifPresent(
            it ->
                findings.error(
                    where,
                    "has security groups that let nobody in on port 443",
                    "nodes time out: dial tcp … i/o timeout",
                    "allow TCP 443 from the nodes' subnets or security groups"));
    var policy = endpoint.policyDocument();
    if (policy != null && !policy.replaceAll("\\s", "").contains("\"Action\":\"*\"")) {
      findings.note(
          where,
          "has a policy of its own",
          "what it does not allow is refused: 403 Forbidden; first pulls take"
              + " ecr:BatchImportUpstreamImage and ecr:CreateRepository too",
          "see that it allows what docs/permissions.md lists for nodes");
    }
  }

  private static Optional<VpcEndpoint> endpoint(List<VpcEndpoint> endpoints, String service) {
    return endpoints.stream().filter(it -> isOf(it, service)).findFirst();
  }

  private static boolean isOf(VpcEndpoint endpoint, String service) {
    return endpoint.serviceName().endsWith("." + service);
  }

  private static List<String> ids(List<Subnet> subnets) {
    return subnets.stream().map(Subnet::subnetId).toList();
  }
}
