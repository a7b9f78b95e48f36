package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.contents.ScanQuestions.Answer;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.AskedAccounts;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.contents.ImageScan;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache findings}: the results of scans, an image at a time. */
@Command(
    name = "findings",
    description = {
      "What scans found in images, on all their platforms as one answer, the worst first.",
      "Without IMAGE, in all images of the cache. What was not scanned is never shown as clean."
    })
public final class FindingsCommand implements Callable<Integer> {
  /** A line of the table. */
  private record Line(List<String> cells) {}

  private final InputStream in;
  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private FindingsOptions options;
  @Mixin private AccountOptions accounts;

  public FindingsCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var given = options.images(in);
    var named = accounts.named(Optional.empty());
    var asked = new AskedAccounts(accounts.isFleet(), errors());
    var registries = CachedRegistry.of(named, asked, spec);
    var answers =
        given.isEmpty()
            ? everything(registries, asked)
            : images(asked, cached(registries, asked, given));
    return asked.exitCode(print(answers, named.size() > 1));
  }

  private List<Answer> everything(List<CachedRegistry> registries, AskedAccounts asked) {
    var answers = new ArrayList<Answer>();
    for (var registry : registries) {
      asked
          .ask(registry.name(), () -> all(registry))
          .ifPresent(it -> take(registry, it, asked, answers));
    }
    return answers;
  }

  private ScanQuestions.Answers all(CachedRegistry registry) {
    try (var progress = new ProgressLine(errors())) {
      return new ScanQuestions(options.platforms(), progress).all(registry);
    }
  }

  private void take(
      CachedRegistry registry,
      ScanQuestions.Answers given,
      AskedAccounts asked,
      List<Answer> answers) {
    answers.addAll(given.images());
    if (given.unread() > 0) {
      errors()
          .println(
              ("%s: indexes that were not read, since ECR would count that as pulls: %d; their images"
                      + " stand by themselves, until `ecr-cache clean --exclude-pulls-of self`")
                  .formatted(registry.name(), given.unread()));
    }
    given.refusal().ifPresent(why -> asked.refusedMore(registry.name(), why));
  }

  /** By registry, the images that its rules are for, and where they are. */
  private Map<CachedRegistry, Map<ImageReference, ImageReference>> cached(
      List<CachedRegistry> registries, AskedAccounts asked, List<ImageReference> given) {
    var reasons = new HashMap<ImageReference, String>();
    var cached = new LinkedHashMap<CachedRegistry, Map<ImageReference, ImageReference>>();
    registries.forEach(it -> cached.put(it, ScanQuestions.cached(it, given, reasons)));
    var nowhere = new ArrayList<>(given);
    cached.values().forEach(it -> nowhere.removeAll(it.keySet()));
    for (var image : registries.isEmpty() ? List.<ImageReference>of() : nowhere) {
      if (!asked.anyRefused()) {
        throw new ParameterException(spec.commandLine(), reasons.get(image));
      }
      errors().println(Printable.of("ecr-cache: " + reasons.get(image)));
    }
    return cached;
  }

  private List<Answer> images(
      AskedAccounts asked, Map<CachedRegistry, Map<ImageReference, ImageReference>> cached) {
    var questions = new ScanQuestions(options.platforms(), Progress.NONE);
    var answers = new ArrayList<Answer>();
    cached.forEach(
        (registry, images) -> take(registry, questions.named(registry, images), asked, answers));
    return answers;
  }

  private boolean print(List<Answer> answers, boolean several) throws IOException {
    var worstFirst =
        answers.stream()
            .sorted(
                Comparator.comparing(
                    it -> it.scan().orElse(null), Comparator.nullsLast(ImageScan.WORST_FIRST)))
            .toList();
    var json = OutputFormat.JSON.<FindingsRow>writer(out, it -> List.of());
    var table = OutputFormat.TABLE.<Line>writer(out, Line::cells);
    var findings = false;
    for (var answer : worstFirst) {
      var row = FindingsRow.of(answer.account().name(), answer.image(), answer.scan());
      findings |= row.isFinding(options.severity(), options.unscannedFails());
      if (common.output() == OutputFormat.JSON) {
        json.write(row);
      } else {
        for (var cells : row.lines(several, options.severity())) {
          table.write(new Line(cells));
        }
      }
    }
    (common.output() == OutputFormat.JSON ? json : table).end();
    return findings;
  }

  private PrintWriter errors() {
    return spec.commandLine().getErr();
  }
}
