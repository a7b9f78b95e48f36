package dev.ecrcache.cli.images;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.ImageRedirectArgs;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.options.RuleOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache redirect}: what makes all pods of a cluster pull from the cache. */
@Command(
    name = "redirect",
    description = {
      "Admission policies by which all pods of a cluster pull from the cache.",
      "As YAML for kubectl apply or a repository that a cluster is made from: a ConfigMap of rules,",
      "a policy that moves the images of new pods, its binding, and on request the same that tell",
      "what does not come from the cache. They are what the component ImageRedirect makes."
    })
public final class RedirectCommand implements Callable<Integer> {
  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private RuleOptions rules;

  @Option(
      names = "--kubernetes",
      paramLabel = "VERSION",
      description =
          "the version of the cluster, such as 1.36 (the default); 1.30 to 1.35 cannot move images,"
              + " and need --validate")
  private String kubernetes;

  @Option(
      names = "--validate",
      paramLabel = "WORD",
      description = "off (the default), or warn of or deny images that do not come from the cache")
  private String validate;

  @Option(
      names = "--failure-policy",
      paramLabel = "WORD",
      description =
          "what becomes of a pod without rules: Ignore (the default) admits it, Fail refuses it")
  private String failurePolicy;

  @Option(
      names = "--exclude-namespace",
      paramLabel = "NAME",
      description = "a namespace to leave alone; repeatable; kube-system by default")
  private List<String> excludedNamespaces;

  @Option(
      names = "--exclude-label",
      paramLabel = "KEY=VALUE",
      description =
          "a label that leaves a namespace or pod alone; repeatable; ecr-cache.dev/redirect=off by"
              + " default")
  private Map<String, String> excludedLabels;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "the name of the objects; ecr-cache by default")
  private String name;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "the namespace of the ConfigMap; kube-system by default")
  private String namespace;

  public RedirectCommand(StandardOutput out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var form = common.manifest();
    var images = rules.images();
    var settings = ImageRedirectArgs.builder();
    settings.digests(images.digests().name().toLowerCase(Locale.ROOT));
    // Before the version, which may not do without it.
    give("--validate", validate, settings::validate);
    give("--kubernetes", kubernetes, settings::kubernetes);
    give("--failure-policy", failurePolicy, settings::failurePolicy);
    give("--exclude-namespace", excludedNamespaces, settings::excludedNamespaces);
    give("--exclude-label", excludedLabels, settings::excludedLabels);
    give("--name", name, settings::name);
    give("--namespace", namespace, settings::namespace);
    var args = named("--kubernetes", settings::build);
    var manifests = named("--validate", () -> args.redirect().manifests(images));
    var text =
        form == OutputFormat.JSON
            ? new JsonMapper().writeValueAsString(list(manifests)) + "\n"
            : YamlText.writeAll(manifests);
    out.write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }

  /** One document of all, as {@code kubectl} itself prints them. */
  private static Map<String, Object> list(List<Map<String, Object>> manifests) {
    var list = new LinkedHashMap<String, Object>();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    list.put("items", manifests);
    return list;
  }

  private interface Setting<T> {
    Object give(T value);
  }

  private interface Work<T> {
    T get();
  }

  private <T> void give(String option, T value, Setting<T> setting) {
    if (value != null) {
      named(option, () -> setting.give(value));
    }
  }

  /** What is refused is the option's own value, not a key of a stack file. */
  private <T> T named(String option, Work<T> work) {
    try {
      return work.get();
    } catch (InvalidArgumentException e) {
      throw refused(option, e.problem());
    } catch (IllegalArgumentException e) {
      throw refused(option, e.getMessage());
    }
  }

  private ParameterException refused(String option, String problem) {
    return new ParameterException(spec.commandLine(), option + ": " + problem);
  }
}
