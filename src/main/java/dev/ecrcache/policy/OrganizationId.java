package dev.ecrcache.policy;

import java.util.Optional;
import java.util.regex.Pattern;

/** The organisation that a policy names. */
public final class OrganizationId {
  private static final Pattern ID =
      Pattern.compile("\"aws:(?:Principal|Source)OrgID\"\\s*:\\s*\\[?\\s*\"(o-[a-z0-9]{10,32})\"");

  private OrganizationId() {}

  /** The id of the first organisation to whose principals a policy, as JSON, grants something. */
  public static Optional<String> in(Optional<String> policy) {
    return policy.map(ID::matcher).filter(it -> it.find()).map(it -> it.group(1));
  }
}
