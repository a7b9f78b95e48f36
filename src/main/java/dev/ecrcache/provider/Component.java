package dev.ecrcache.provider;

import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import dev.ecrcache.CachedRelease;
import dev.ecrcache.CachedReleaseArgs;
import dev.ecrcache.ImageRedirect;
import dev.ecrcache.ImageRedirectArgs;
import dev.ecrcache.NodePullAccess;
import dev.ecrcache.NodePullAccessArgs;
import dev.ecrcache.OrganizationAccess;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.RegistryCache;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.SampleReleases;
import dev.ecrcache.SampleReleasesArgs;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One component of the package.
 *
 * @param type its class
 * @param args the class of its arguments
 * @param maker calls its constructor
 */
record Component<A>(Class<? extends ComponentResource> type, Class<A> args, Maker<A> maker) {
  /** All components. */
  static final List<Component<?>> ALL =
      List.of(
          new Component<>(
              RegistryCache.class,
              RegistryCacheArgs.class,
              (name, args, options, warn) -> new RegistryCache(name, args, options)),
          new Component<>(
              OrganizationAccess.class,
              OrganizationAccessArgs.class,
              (name, args, options, warn) -> new OrganizationAccess(name, args, options)),
          new Component<>(
              NodePullAccess.class,
              NodePullAccessArgs.class,
              (name, args, options, warn) -> new NodePullAccess(name, args, options)),
          new Component<>(
              CachedRelease.class,
              CachedReleaseArgs.class,
              (name, args, options, warn) -> {
                var audited = args.complete();
                audited.warnings().forEach(warn);
                return new CachedRelease(name, audited, options);
              }),
          new Component<>(
              SampleReleases.class,
              SampleReleasesArgs.class,
              (name, args, options, warn) -> {
                args.warnings().forEach(warn);
                return new SampleReleases(name, args, options);
              }),
          new Component<>(
              ImageRedirect.class,
              ImageRedirectArgs.class,
              (name, args, options, warn) -> new ImageRedirect(name, args, options)));

  /** Makes a component. */
  interface Maker<A> {
    /**
     * @param warn tells the user what was found and stops nothing
     */
    ComponentResource make(
        String name, A args, ComponentResourceOptions options, Consumer<String> warn);
  }

  /** Its token. */
  String token() {
    return "ecr-cache:index:" + type.getSimpleName();
  }

  /** The fields of its outputs, by name. */
  Map<String, Field> exports() {
    var exports = new TreeMap<String, Field>();
    for (var field : type.getDeclaredFields()) {
      if (field.isAnnotationPresent(Export.class)) {
        exports.put(field.getAnnotation(Export.class).name(), field);
      }
    }
    return exports;
  }
}
