package dev.ecrcache.cli.doctor;

import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.Confirmation;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.options.RuleOptions;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.operate.doctor.Doctor;
import dev.ecrcache.operate.doctor.Examination;
import dev.ecrcache.operate.doctor.PulledCache;
import dev.ecrcache.operate.doctor.Symptom;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache doctor}: what is wrong with a cache, why it matters, and how to mend it. */
@Command(
    name = "doctor",
    description = {
      "What is wrong with the cache of an account, why it matters, and how to mend it.",
      "With --stack-file or --fleet, the cache is held against what the stack files promise.",
      "With IMAGE, one pull is followed from its reference to its layers."
    })
public final class DoctorCommand implements Callable<Integer> {
  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private AccountOptions options;
  @Mixin private RuleOptions rules;
  @Mixin private Confirmation confirmation;

  @Option(
      names = "--role",
      paramLabel = "ARN",
      description = "a node role, by ARN or name, that is to pull; repeatable")
  private List<String> roles = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "an EKS cluster whose node roles are to pull; repeatable")
  private List<String> clusters = List.of();

  @Option(
      names = "--vpc",
      paramLabel = "ID",
      description = "a VPC whose endpoints and routes are to reach ECR; repeatable")
  private List<String> vpcs = List.of();

  @Option(names = "--mirrors", description = "tell the traps of containerd's hosts.toml too")
  private boolean mirrors;

  @Option(
      names = "--fix",
      description = "make repositories like their templates, once the plan was shown")
  private boolean fix;

  @Parameters(
      arity = "0..1",
      paramLabel = "IMAGE",
      description =
          "an image whose pull is followed from its reference to its layers, to where it ends")
  private String image;

  @Option(
      names = "--import",
      description = "with IMAGE, have ECR import what is not in the cache, as a node's pull would")
  private boolean importing;

  @Option(
      names = "--event",
      paramLabel = "TEXT",
      description = "what the kubelet says of a pull: tells what that means, and asks nobody")
  private String event;

  public DoctorCommand(StandardOutput out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    if (event != null) {
      return explain();
    }
    if (image != null) {
      return walk();
    }
    if (importing) {
      throw refusal("--import belongs to an IMAGE, which it has ECR import");
    }
    if (fix) {
      confirmation.checkPossible();
    }
    var cases = DoctorCases.of(options.named(rules.stackFile()), options.isFleet(), spec);
    var examinations = examine(cases);
    if (fix
        && new DoctorFix(spec.commandLine().getErr(), confirmation)
            .apply(cases.accounts(), examinations)) {
      examinations = examine(cases);
    }
    DoctorReport.of(common.report()).write(examinations, out);
    out.flush();
    return exitCode(examinations);
  }

  private int explain() throws IOException {
    var symptom =
        Symptom.of(event)
            .orElseThrow(
                () ->
                    refusal(
                        "--event: says nothing of a pull that doctor knows; follow the pull itself"
                            + " with doctor IMAGE --role ARN"));
    DoctorSymptom.write(symptom, common.output(), out);
    return ExitCode.OK;
  }

  private int walk() throws IOException {
    if (fix || options.isFleet() || roles.size() > 1) {
      throw refusal(
          "IMAGE is one pull in one account; leave out --fix, --fleet and a second --role");
    }
    var cache = rules.isGiven() ? Optional.of(rules.images()) : Optional.<CachedImages>empty();
    var account = options.named(rules.stackFile()).get(0).open().get();
    var walked = Doctor.walk(account, image, cache, roles.stream().findFirst(), importing);
    DoctorReport.of(common.report()).write(List.of(walked), out);
    out.flush();
    return exitCode(List.of(walked));
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private List<Examination> examine(DoctorCases cases) {
    var given = rules.exported().map(PulledCache::of);
    try (var progress = new ProgressLine(spec.commandLine().getErr())) {
      var doctor = new Doctor(new Doctor.Request(roles, clusters, vpcs, mirrors), progress);
      return cases.examine(doctor, given, progress);
    }
  }

  private static int exitCode(List<Examination> examinations) {
    var levels =
        examinations.stream()
            .flatMap(it -> it.findings().stream())
            .map(it -> it.level())
            .collect(Collectors.toSet());
    if (levels.stream().anyMatch(it -> it.isFinding())) {
      return ExitCode.SOFTWARE;
    }
    return Examination.isUnknown(levels) ? ExitCode.USAGE : ExitCode.OK;
  }
}
