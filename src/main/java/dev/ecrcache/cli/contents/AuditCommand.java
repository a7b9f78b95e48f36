package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.InputText;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.options.RuleOptions;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.PublicText;
import dev.ecrcache.operate.RegistryRules;
import dev.ecrcache.operate.audit.ClusterAudit;
import dev.ecrcache.operate.audit.Finding;
import dev.ecrcache.operate.audit.ManifestAudit;
import dev.ecrcache.operate.cluster.Workloads;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecr.EcrClient;

/** {@code ecr-cache audit}: what does not pull from the cache, or is not pulled from there. */
@Command(
    name = "audit",
    description = {
      "What of a cluster, or of manifests on standard input, does not pull from the cache.",
      "Each image is told with what it would be. With --unused, which cached repositories nobody",
      "pulls from, and what they cost."
    })
public final class AuditCommand implements Callable<Integer> {
  /** An image that does not come from the cache. Absent parts are null. */
  private record Row(
      String workload,
      String owner,
      String container,
      String role,
      String image,
      String cached,
      String reason,
      int pods) {

    static Row of(Finding finding) {
      return new Row(
          finding.workload(),
          finding.owner().orElse(null),
          finding.container().isEmpty() ? null : finding.container(),
          finding.role(),
          PublicText.ofUrl(finding.image()),
          finding.cached().orElse(null),
          finding.reason().map(PublicText::of).orElse(null),
          finding.pods());
    }

    List<String> cells() {
      var place = container == null ? role : container;
      return List.of(
          workload + (owner == null ? "" : " (%s)".formatted(owner)),
          role.equals("container") || container == null ? place : "%s (%s)".formatted(place, role),
          image,
          cached == null ? "not cached: " + reason : "-> " + cached);
    }
  }

  private final InputStream in;
  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private RuleOptions rules;
  @Mixin private ClusterOptions clusters;
  @Mixin private AccountOptions accounts;
  @Mixin private UnusedOptions unused;

  @Parameters(
      paramLabel = "-",
      arity = "0..1",
      description = "manifests on standard input, in place of a cluster")
  private String input;

  public AuditCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    if (input != null && !input.equals("-")) {
      throw refusal("'%s' is not -, which stands for manifests on standard input".formatted(input));
    }
    if (!unused.isGiven()) {
      return input == null ? cluster() : manifests();
    }
    if (input != null || clusters.isGiven()) {
      throw refusal("--unused looks at a registry; leave out - and the options of a cluster");
    }
    return unused.tell(accounts, common.output(), out);
  }

  private int cluster() throws IOException {
    // Before AWS is asked: nothing is lost if the kubeconfig is wrong.
    try (var cluster = clusters.open()) {
      var cache = cache();
      var errors = spec.commandLine().getErr();
      List<Finding> findings;
      try (var progress = new ProgressLine(errors)) {
        var pods = clusters.pods(cluster);
        var workloads = new Workloads(pods, it -> errors.println("ecr-cache: " + Printable.of(it)));
        findings = ClusterAudit.of(pods, workloads, cache, seen -> progress.at("pods", seen, 0));
      }
      return print(findings);
    }
  }

  private int manifests() throws IOException {
    var cache = cache();
    try {
      return print(ManifestAudit.of(InputText.manifests(in), cache));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  /** With the rules that are given, else those of the account's registry. */
  private CachedImages cache() {
    if (rules.isGiven()) {
      return rules.images();
    }
    var all = accounts.accounts();
    if (all.size() > 1) {
      throw refusal("--fleet names several caches; give the rules of one, such as --stack-file");
    }
    var account = all.get(0);
    try (var ecr = account.session().client(EcrClient.builder())) {
      var known = RegistryRules.of(account.session(), ecr).known();
      if (known.isEmpty()) {
        throw refusal(
            "there is no pull-through cache rule in %s in %s; give those of the cache, such as"
                    .formatted(account.name(), account.registry().region())
                + " --stack-file");
      }
      return new CachedImages(account.registry().host(), known, rules.digests());
    }
  }

  private int print(List<Finding> findings) throws IOException {
    var writer = common.output().writer(out, Row::cells);
    for (var finding : findings) {
      writer.write(Row.of(finding));
    }
    writer.end();
    return findings.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
