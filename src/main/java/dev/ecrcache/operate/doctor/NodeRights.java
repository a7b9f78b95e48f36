package dev.ecrcache.operate.doctor;

import java.util.Set;

/** What a node cannot do that lacks a permission. */
final class NodeRights {
  private NodeRights() {}

  /** What fails without the actions. */
  static String consequence(Set<String> lacking) {
    if (lacking.contains("ecr:GetAuthorizationToken")) {
      return "nodes get no login: every pull from ECR says no basic auth credentials";
    }
    if (lacking.contains("ecr:BatchGetImage") || lacking.contains("ecr:GetDownloadUrlForLayer")) {
      return "every pull is refused: 403 Forbidden";
    }
    if (lacking.contains("ecr:CreateRepository")) {
      return "the first pull of every new repository says not found";
    }
    if (lacking.contains("ecr:BatchImportUpstreamImage")) {
      return "the first pull of every image says not found";
    }
    return lacking.contains("ecr:TagResource")
        ? "the first pull of every new repository says not found, since its tags are refused"
        : "pulls of layers that the node does not have yet may be refused";
  }

  /** What the kubelet says without the actions. */
  static Symptom symptom(Set<String> lacking) {
    if (lacking.contains("ecr:GetAuthorizationToken")) {
      return Symptom.NO_LOGIN;
    }
    return lacking.contains("ecr:BatchGetImage") || lacking.contains("ecr:GetDownloadUrlForLayer")
        ? Symptom.FORBIDDEN
        : Symptom.NOT_FOUND;
  }
}
