package dev.ecrcache;

import static dev.ecrcache.Recorder.map;

import com.pulumi.core.Output;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import java.util.Map;

/** Arguments that many tests begin with. */
public final class Given {
  public static final String TOKEN = "hidden-token";

  /** The registry of {@link Recorder}'s account and Region. */
  public static final EcrRegistry REGISTRY = new EcrRegistry(Recorder.ACCOUNT, "eu-west-1");

  private Given() {}

  public static UpstreamArgs upstream(String registry) {
    return UpstreamArgs.builder().registry(registry).build();
  }

  public static UpstreamArgs dockerHub(CredentialArgs credential) {
    return UpstreamArgs.builder().registry("docker.io").credential(credential).build();
  }

  public static CredentialArgs login() {
    return unfinishedLogin().build();
  }

  public static CredentialArgs.Builder unfinishedLogin() {
    return CredentialArgs.builder().username("acme-ci").token(Output.of(TOKEN));
  }

  /** A cache of registry.k8s.io at {@code k8s}. */
  public static RegistryCacheArgs.Builder k8s() {
    return RegistryCacheArgs.builder().upstream("k8s", upstream("registry.k8s.io"));
  }

  /** A release of a chart of the sandbox under its own name. */
  public static CachedReleaseArgs.Builder release(String chart) {
    return CachedReleaseArgs.builder().name(chart).chart("sandbox/charts/" + chart);
  }

  /** The values with which the chart of NATS takes the images that it renders from Docker Hub. */
  public static Map<String, Object> natsFromDockerHub() {
    return map(
        "container",
        image("library/nats"),
        "reloader",
        image("natsio/nats-server-config-reloader"),
        "natsBox",
        map("container", image("natsio/nats-box")));
  }

  /** As {@link #natsFromDockerHub}, for all images that the chart may render. */
  public static Map<String, Object> allOfNatsFromDockerHub() {
    var all = natsFromDockerHub();
    all.put("promExporter", image("natsio/prometheus-nats-exporter"));
    return all;
  }

  private static Map<String, Object> image(String repository) {
    return map("image", map("registry", Recorder.HOST, "repository", "docker-hub/" + repository));
  }
}
