package dev.ecrcache.operate.warm;

import dev.ecrcache.distribution.BackOff;
import dev.ecrcache.distribution.Login;
import dev.ecrcache.distribution.RegistryClient;
import dev.ecrcache.distribution.RegistryException;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Upstream;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.Answered;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.EcrToken;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.RegistryRules;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/**
 * Tells which tags of a cache are another image upstream. Upstream is asked for headers alone,
 * which <a href="https://docs.docker.com/docker-hub/usage/pulls/">Docker Hub</a> does not count as
 * pulls.
 */
public final class UpstreamWatch {
  private static final String REFUSED =
      "what is cached is not known: ecr:DescribeImages is refused";

  private final Account account;
  private final EcrClient ecr;
  private final CachedImages cache;
  private final Function<Upstream, URI> where;
  private final Map<Upstream, Login> logins;
  private final Map<Upstream, RegistryClient> clients = new ConcurrentHashMap<>();

  /**
   * A watch.
   *
   * @param where the URL of an upstream registry
   * @param logins what upstreams are asked with; those that have none are asked by nobody
   */
  public UpstreamWatch(
      Account account,
      EcrClient ecr,
      CachedImages cache,
      Function<Upstream, URI> where,
      Map<Upstream, Login> logins) {
    this.account = account;
    this.ecr = ecr;
    this.cache = cache;
    this.where = where;
    this.logins = logins;
  }

  /**
   * What can be said of images, in their order; nothing of those that were still to come when ECR
   * refused to tell what is cached.
   *
   * @param most how many are asked about at once
   */
  public Answered<Watched> of(List<Wanted> images, int most, Progress progress) {
    var registry = EcrRegistry.ofHost(cache.host()).orElse(account.registry());
    var before = new Before(account.session(), ecr, registry);
    var watched =
        Concurrently.untilRefused(
            "tags", images, most, image -> compare(image, before.of(image)), progress);
    var all = new ArrayList<Watched>();
    for (var i = 0; i < images.size(); i++) {
      all.add(watched.all().get(i).orElse(unknown(images.get(i), "not asked about: AWS refused")));
    }
    return new Answered<>(all, watched.refusal());
  }

  private Watched compare(Wanted image, Before.Found found) {
    return found.known() ? compare(image, found.digest()) : unknown(image, REFUSED);
  }

  private static Watched unknown(Wanted image, String reason) {
    return new Watched(image, Optional.empty(), Optional.empty(), Optional.of(reason));
  }

  /**
   * What can be said of every tag of the account's cache, by repository and tag.
   *
   * @param most how many repositories are asked about at once
   * @throws AwsRefusalException if ECR does not tell which repositories there are
   */
  public Answered<Watched> ofAll(int most, Progress progress) {
    var session = account.session();
    var repositories =
        RegistryRules.of(session, ecr).prefixes().repositories(session, ecr).stream()
            .map(it -> it.repositoryName())
            .toList();
    return Concurrently.untilRefused(
            "repositories", repositories, most, this::ofRepository, progress)
        .map(told -> told.stream().flatMap(Optional::stream).flatMap(List::stream).toList());
  }

  private List<Watched> ofRepository(String repository) {
    var images =
        account
            .session()
            .ask(
                "ecr:DescribeImages",
                () ->
                    ecr
                        .describeImagesPaginator(
                            it ->
                                it.repositoryName(repository)
                                    .filter(f -> f.tagStatus(TagStatus.TAGGED)))
                        .imageDetails()
                        .stream()
                        .toList());
    return images.stream().flatMap(it -> ofImage(repository, it)).toList();
  }

  private Stream<Watched> ofImage(String repository, ImageDetail image) {
    return image.imageTags().stream()
        .sorted()
        .map(tag -> ImageReference.parse(cache.host() + "/" + repository + ":" + tag))
        .flatMap(it -> cache.upstreamOf(it).map(upstream -> new Wanted(upstream, it)).stream())
        .map(wanted -> compare(wanted, Optional.of(image.imageDigest())));
  }

  private Watched compare(Wanted image, Optional<String> cached) {
    try {
      var upstream =
          Upstream.find(image.upstream().registry())
              .flatMap(it -> client(it).digest(image.upstream().repository(), image.reference()));
      return new Watched(image, cached, upstream, Optional.empty());
    } catch (RegistryException e) {
      return new Watched(image, cached, Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  private RegistryClient client(Upstream upstream) {
    return clients.computeIfAbsent(
        upstream, it -> new RegistryClient(where.apply(it), login(it), BackOff.USUAL));
  }

  private Login login(Upstream upstream) {
    if (upstream.kind() != Upstream.Kind.ECR || logins.containsKey(upstream)) {
      return logins.getOrDefault(upstream, Login.NONE);
    }
    var region = EcrRegistry.ofHost(upstream.host()).orElseThrow().region();
    var there = account.session().in(region);
    try (var client = there.client(EcrClient.builder())) {
      return new Login(EcrToken.USER, EcrToken.of(there, client).password());
    }
  }
}
