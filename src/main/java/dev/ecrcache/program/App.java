package dev.ecrcache.program;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import com.pulumi.resources.StackReference;
import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.ImageRedirect;
import dev.ecrcache.NodePullAccess;
import dev.ecrcache.OrganizationAccess;
import dev.ecrcache.RegistryCache;
import dev.ecrcache.SampleReleases;
import dev.ecrcache.SampleReleasesArgs;
import dev.ecrcache.aws.Place;
import dev.ecrcache.aws.ProviderMessage;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.process.SdkProcess;
import dev.ecrcache.process.UnexpectedFailure;
import dev.ecrcache.provider.Plugin;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The Pulumi program: each block of the stack file becomes a component of the stack. */
public final class App {
  private App() {}

  /** What Pulumi's language host runs: the program of a stack, or the plugin of a package. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Plugin.isMeantBy(args)) {
      Plugin.main(args);
      return;
    }
    SdkProcess.prepare();
    Pulumi.run(App::stack);
  }

  /** The composition of one stack, for which the engine started this process. */
  public static void stack(Context context) {
    run(context, () -> StackFile.read(context));
  }

  /**
   * The same in a process that serves many stacks.
   *
   * @param keys the stack's configuration keys, which the SDK does not list
   */
  public static void stack(Context context, Set<String> keys) {
    run(context, () -> StackFile.read(context, keys));
  }

  /** Whatever goes wrong is one line: of other exceptions, Pulumi would print the stack trace. */
  static void run(Context context, Supplier<StackFile> file) {
    try {
      compose(context, file.get());
    } catch (RuntimeException | Error e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof RunException told) {
          throw told;
        }
        if (cause instanceof StatusRuntimeException engine) {
          throw new RunException("Pulumi's engine: " + ProviderMessage.of(engine));
        }
      }
      var trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      context.log().debug(trace.toString());
      throw new UnexpectedFailure(e);
    }
  }

  private static void compose(Context context, StackFile file) {
    var kept = protection(file).retainOnDelete(file.protection()).build();
    var here = file.registry();
    var access = file.access().map(args -> new OrganizationAccess("access", args.in(here), kept));
    var cache =
        file.cache()
            .map(args -> access.map(args::withAccess).orElse(args))
            .map(args -> new RegistryCache("cache", args.in(here), kept, context));
    var endpoint =
        cache
            .map(RegistryCache::endpoint)
            .or(file::cacheEndpoint)
            .or(() -> file.cacheStack().map(stack -> hosted(stack, here)));
    // An image that is not cached is found before anything else of the stack is made.
    var sampleArgs = file.samples().map(args -> pulling(args, endpoint.orElseThrow(), context));
    sampleArgs.ifPresent(args -> args.warnings().forEach(context.log()::warn));
    var nodes =
        file.nodes()
            .map(args -> args.withCache(endpoint.orElseThrow()).in(here))
            .map(args -> new NodePullAccess("nodes", args, protection(file).build()));
    // Pods pull as soon as they are there: cache and permissions come first.
    var before = Stream.of(access, cache, nodes).<Resource>flatMap(Optional::stream).toList();
    var samples = sampleArgs.map(args -> new SampleReleases("samples", args, after(before)));
    file.redirect()
        .map(args -> args.withCache(endpoint.orElseThrow()))
        .ifPresent(args -> new ImageRedirect("redirect", args, after(before)));

    access
        .flatMap(OrganizationAccess::organizationId)
        .ifPresent(it -> context.export("organizationId", it));
    cache.ifPresent(it -> context.export("cacheEndpoint", it.endpoint().toExport()));
    cache.ifPresent(it -> context.export("imagePrefixes", it.imagePrefixes()));
    cache.ifPresent(it -> context.export("dockerLogin", it.dockerLogin()));
    nodes.ifPresent(it -> context.export("nodePolicyArn", it.policyArn()));
    nodes.ifPresent(it -> context.export("nodePolicyDocument", it.policyDocument()));
    samples.ifPresent(it -> context.export("images", it.images()));
  }

  private static CacheEndpoint hosted(String stack, EcrRegistry here) {
    // Waited for, so that what is wrong with it is known before anything is registered.
    var exported = new StackReference(stack).outputDetailsAsync("cacheEndpoint").join();
    var source = "ecr-cache:cacheStack";
    var endpoint = CacheEndpoint.ofExport(exported.getValue().orElse(null), source);
    endpoint
        .plainHost()
        .flatMap(EcrRegistry::ofHost)
        .ifPresent(there -> Place.of(here).checkPartition(source, there));
    return endpoint;
  }

  private static SampleReleasesArgs pulling(
      SampleReleasesArgs samples, CacheEndpoint cache, Context context) {
    try {
      return samples.withCache(cache);
    } catch (InvalidArgumentException e) {
      throw e.of(context.projectName());
    }
  }

  private static ComponentResourceOptions.Builder protection(StackFile file) {
    return ComponentResourceOptions.builder().protect(file.protection());
  }

  private static ComponentResourceOptions after(List<Resource> before) {
    return ComponentResourceOptions.builder().dependsOn(before).build();
  }
}
