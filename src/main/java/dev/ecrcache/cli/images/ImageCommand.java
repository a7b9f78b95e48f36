package dev.ecrcache.cli.images;

import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.options.References;
import dev.ecrcache.cli.options.RuleOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache image}: the cached reference of each image reference. */
@Command(
    name = "image",
    description = {
      "The reference with which each image is pulled from the cache, or why there is none.",
      "An image that is in a private ECR registry already is left as it is."
    })
public final class ImageCommand implements Callable<Integer> {
  private final InputStream in;
  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private RuleOptions rules;

  @Parameters(
      paramLabel = "REF",
      arity = "1..*",
      description = "image references such as nats:2.10, or - for standard input, one a line")
  private List<String> references;

  public ImageCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var given = References.of(references, in, spec);
    var images = rules.images();
    var writer = common.output().writer(out, CachedImage::cells);
    var findings = false;
    for (var text = given.iterator(); text.hasNext() && !out.isBroken(); ) {
      var image = CachedImage.of(text.next(), images);
      findings |= image.cached() == null;
      writer.write(image);
    }
    writer.end();
    return findings ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
