package dev.ecrcache.redirect;

import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.Partition;
import dev.ecrcache.image.Upstream;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What {@code dev.ecrcache.image} knows of references, in CEL, for the API server: which image a
 * reference means, and where the cache has it by the data of a ConfigMap as {@link RedirectRules}
 * makes it. CEL has no functions; a list of one value that is mapped binds a name.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/">Common Expression Language in
 *     Kubernetes</a>
 */
final class CacheExpression {
  private static final String PART = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";

  /** Repository, tag and digest of a valid reference; what is not valid stays as it is. */
  private static final String PATH =
      "^%1$s(/%1$s)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?$"
          .formatted(PART);

  private static final String IMAGE_ID = "^[a-f0-9]{64}$";

  /** A host of a registry, whatever is in front of a first slash else is part of a path. */
  private static final String REGISTRY = "[.:]|^localhost$";

  /** Repositories in ECR have 2 to 255 characters. */
  private static final String ECR_NAME = "^[^/]+/[^:@]{2,255}([:@].*)?$";

  private CacheExpression() {}

  /**
   * A list of the one reference in the cache, or of none.
   *
   * @param image an expression of the image's text
   */
  static String cached(String image, Digests digests) {
    return """
    [%1$s.split('/', 2)]
      .map(part, part.size() == 2 && (part[0].matches('%2$s') || part[0] != part[0].lowerAscii())
        ? [part[0].lowerAscii(), part[1]] : ['docker.io', %1$s])
      .filter(name, name[0] in params.data && name[1].matches('%3$s') && !%1$s.matches('%4$s')%5$s)
      .map(name, [name[0], '/' + (name[0] in %6$s && !name[1].contains('/') ? 'library/' : '') + name[1]])
      .map(name, params.data[name[0]].split('\\n').map(line, line.split(' '))
        .filter(rule, name[1].startsWith(rule[0]))
        .map(rule, rule.size() < 2 ? '' : rule[1] + name[1].substring(rule[0].size())))
      .filter(found, found.size() > 0 && found[0].matches('%7$s'))
      .map(found, %8$s)"""
        .formatted(
            image,
            REGISTRY,
            escaped(PATH),
            IMAGE_ID,
            digests == Digests.REFUSE ? " && !name[1].contains('@')" : "",
            dockerHub(),
            ECR_NAME,
            digests == Digests.DROP
                ? "found[0].matches(':[^@/]*@') ? found[0].split('@')[0] : found[0]"
                : "found[0]");
  }

  /**
   * Whether an image is in a private ECR registry already.
   *
   * @param image an expression of the image's text
   */
  static String isInEcr(String image) {
    var suffixes =
        Arrays.stream(Partition.values())
            .map(Partition::dnsSuffix)
            .distinct()
            .map(suffix -> suffix.replace(".", "[.]"))
            .collect(Collectors.joining("|"));
    return "%s.lowerAscii().matches('^[0-9]{12}[.]dkr[.-]ecr(-fips)?[.][a-z0-9-]+[.](%s|on[.]aws|on[.]amazonwebservices[.]com[.]cn)/')"
        .formatted(image, suffixes);
  }

  private static String dockerHub() {
    return Upstream.of("docker.io").hosts().stream()
        .map("'%s'"::formatted)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String escaped(String pattern) {
    return pattern.replace("\\", "\\\\");
  }
}
