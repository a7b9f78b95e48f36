package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.CachePrefixes;
import dev.ecrcache.operate.RegistryRules;
import dev.ecrcache.operate.contents.Contents;
import dev.ecrcache.operate.contents.ImageScan;
import dev.ecrcache.operate.contents.PullRecording;
import dev.ecrcache.operate.contents.Scans;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecr.EcrClient;

/** {@code ecr-cache findings}: the results of scans, an image at a time. */
@Command(
    name = "findings",
    description = {
      "What scans found in images, on all their platforms as one answer, the worst first.",
      "Without IMAGE, in all images of the cache. What was not scanned is never shown as clean."
    })
public final class FindingsCommand implements Callable<Integer> {
  /**
   * An image and what is known of it.
   *
   * @param scan empty if it is not in the cache
   */
  private record Answer(Account account, String image, Optional<ImageScan> scan) {}

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
    var all = accounts.accounts();
    var answers = new ArrayList<Answer>();
    var refusals = new HashMap<ImageReference, String>();
    var rules = false;
    for (var account : all) {
      try (var ecr = account.session().client(EcrClient.builder());
          var progress = new ProgressLine(spec.commandLine().getErr())) {
        var prefixes = CachePrefixes.of(account.session(), ecr);
        rules |= prefixes.exist();
        answers.addAll(
            given.isEmpty()
                ? everything(account, ecr, prefixes, progress)
                : named(account, ecr, given, refusals));
      }
    }
    if (!rules) {
      throw refusal("there is no pull-through cache rule in " + places(all));
    }
    for (var image : given) {
      if (answers.stream().noneMatch(it -> it.image().equals(image.toString()))) {
        throw refusal(refusals.get(image));
      }
    }
    return print(answers, all.size() > 1);
  }

  private List<Answer> everything(
      Account account, EcrClient ecr, CachePrefixes prefixes, ProgressLine progress) {
    var session = account.session();
    var repositories = prefixes.exist() ? prefixes.names(session, ecr) : List.<String>of();
    if (repositories.isEmpty()) {
      return List.of();
    }
    var reads = new PullRecording(session, ecr).passesOver();
    var scans = new Scans(new Contents(session, ecr), options.platforms());
    var all = scans.all(repositories, reads, progress);
    if (all.unread() > 0) {
      progress.close();
      spec.commandLine()
          .getErr()
          .println(
              ("%s: indexes that were not read, since ECR would count that as pulls: %d; their images"
                      + " stand by themselves, until `ecr-cache clean --exclude-pulls-of self`")
                  .formatted(account.name(), all.unread()));
    }
    return all.images().stream()
        .map(it -> new Answer(account, it.name(), Optional.of(it)))
        .toList();
  }

  private List<Answer> named(
      Account account,
      EcrClient ecr,
      List<ImageReference> given,
      Map<ImageReference, String> refusals) {
    var host = account.registry().host();
    var cache = new CachedImages(host, RegistryRules.of(account.session(), ecr));
    var scans = new Scans(new Contents(account.session(), ecr), options.platforms());
    var answers = new ArrayList<Answer>();
    for (var image : given) {
      var resolution = cache.resolve(image);
      var cached =
          resolution
              .fromEcr()
              .filter(
                  it -> EcrRegistry.ofHost(it.registry()).equals(Optional.of(account.registry())));
      if (cached.isEmpty()) {
        refusals.put(image, reason(image, resolution));
      } else {
        var it = cached.get();
        var scan = scans.of(it.repository(), it.digest().or(it::tag).orElse("latest"));
        answers.add(new Answer(account, image.toString(), scan));
      }
    }
    return answers;
  }

  private static String reason(ImageReference image, Resolution resolution) {
    return resolution
        .reason()
        .orElseGet(() -> "%s is in another ECR registry".formatted(image.registry()));
  }

  private int print(List<Answer> answers, boolean several) throws IOException {
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
    return findings ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static String places(List<Account> accounts) {
    return String.join(
        ", ",
        accounts.stream()
            .map(it -> "%s in %s".formatted(it.name(), it.registry().region()))
            .toList());
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
