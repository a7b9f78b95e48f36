package dev.ecrcache.cli.images;

import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.console.Words;
import dev.ecrcache.cli.options.RuleOptions;
import dev.ecrcache.redirect.NodeMirrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ecr-cache mirrors}: what lets the nodes of a cluster ask the cache first. */
@Command(
    name = "mirrors",
    description = {
      "Settings of nodes by which containerd asks the cache before the upstream registry.",
      "With the hosts for which the kubelet must ask its credential provider; what is known to go",
      "wrong stands beside its line."
    })
public final class MirrorsCommand implements Callable<Integer> {
  private final StandardOutput out;

  @Mixin private RuleOptions rules;

  @Option(
      names = "--for",
      paramLabel = "NODE",
      required = true,
      converter = FormConverter.class,
      description =
          "nodeadm (user data of Amazon Linux 2023), bottlerocket (its settings), or hosts.toml"
              + " (containerd's own files)")
  private Function<NodeMirrors, String> form;

  public MirrorsCommand(StandardOutput out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var text = form.apply(new NodeMirrors(rules.images()));
    out.write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }

  /** Reads the word for what sets up a node. */
  static final class FormConverter implements ITypeConverter<Function<NodeMirrors, String>> {
    @Override
    public Function<NodeMirrors, String> convert(String word) {
      return Words.choose(
          word,
          Map.of(
              "nodeadm", NodeMirrors::nodeadm,
              "bottlerocket", NodeMirrors::bottlerocket,
              "hosts.toml", NodeMirrors::hostsToml));
    }
  }
}
