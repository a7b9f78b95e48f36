package dev.ecrcache.cli;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.warm.Wanted;
import dev.ecrcache.operate.warm.Warmed;
import dev.ecrcache.operate.warm.Warming;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecr.EcrClient;

/** {@code ecr-cache warm}: has ECR import images before nodes need them. */
@Command(
    name = "warm",
    description = {
      "Has ECR import images before nodes need them: each is pulled by its tag, layers left out.",
      "Then each digest that a reference pins is asked for, whose first pull would fail."
    })
final class WarmCommand implements Callable<Integer> {
  /** What became of one image. Absent parts are null. */
  private record Row(
      String account,
      String image,
      String cached,
      String result,
      String digest,
      Integer manifests,
      Integer layers,
      Long bytes,
      Boolean pinned,
      String reason) {

    static Row of(Account account, Warmed warmed) {
      var is = warmed.digest().isPresent();
      return new Row(
          account.name(),
          warmed.image().upstream().toString(),
          warmed.image().cached().toString(),
          warmed.result().word(),
          warmed.digest().orElse(null),
          is ? warmed.manifests() : null,
          is ? warmed.layers() : null,
          is ? warmed.bytes() : null,
          warmed.pinned().orElse(null),
          warmed.reason().orElse(null));
    }

    static Row notCached(Account account, String image, String reason) {
      var result = Warmed.Result.NOT_CACHED.word();
      return new Row(account.name(), image, null, result, null, null, null, null, null, reason);
    }

    List<String> cells(boolean several) {
      var cells = new ArrayList<String>();
      if (several) {
        cells.add(account);
      }
      cells.add(image);
      cells.add(result);
      cells.add(
          reason != null
              ? reason
              : "%d manifest%s, %d layers, %s"
                  .formatted(manifests, manifests == 1 ? "" : "s", layers, Bytes.of(bytes)));
      return cells;
    }
  }

  private final InputStream in;
  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private WarmOptions options;
  @Mixin private AccountOptions accounts;

  WarmCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    var all = accounts.accounts();
    var given = options.given(in);
    var rows = new ArrayList<Row>();
    try (var progress = new ProgressLine(spec.commandLine().getErr())) {
      for (var account : all) {
        rows.addAll(warm(account, given, progress));
      }
    }
    var writer = common.output().<Row>writer(out, row -> row.cells(all.size() > 1));
    for (var row : rows) {
      writer.write(row);
    }
    writer.end();
    return rows.stream().allMatch(it -> it.reason() == null) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<Row> warm(Account account, List<String> given, ProgressLine progress) {
    try (var ecr = account.session().client(EcrClient.builder())) {
      var cache = options.cacheOf(account, ecr);
      var rows = new LinkedHashMap<String, Row>();
      var wanted = wanted(account, given, cache, rows);
      if (!wanted.isEmpty()) {
        var registry = EcrRegistry.ofHost(cache.host()).orElse(account.registry());
        var warming = new Warming(account, ecr, registry, options.platforms(), options.waiting());
        for (var warmed : warming.warm(wanted, options.concurrency(), progress)) {
          rows.put(warmed.image().cached().toString(), Row.of(account, warmed));
        }
      }
      return List.copyOf(rows.values());
    }
  }

  /** Each image once; those that cannot be had become rows, and the others' places are kept. */
  private List<Wanted> wanted(
      Account account, List<String> given, CachedImages cache, Map<String, Row> rows) {
    var wanted = new LinkedHashMap<String, Wanted>();
    for (var text : given) {
      var image = CachedImage.of(text, cache);
      if (image.registry() == null) {
        rows.put(text, Row.notCached(account, image.reference(), image.reason()));
      } else {
        add(account, ImageReference.parse(text), cache, rows, wanted);
      }
    }
    options.ofChart(cache).forEach(it -> add(account, it, cache, rows, wanted));
    options.ofSamples(cache).forEach(it -> add(account, it, cache, rows, wanted));
    return List.copyOf(wanted.values());
  }

  private static void add(
      Account account,
      ImageReference image,
      CachedImages cache,
      Map<String, Row> rows,
      Map<String, Wanted> wanted) {
    var resolution = cache.resolve(image);
    var cached = resolution.fromEcr().filter(it -> it.registry().equals(cache.host()));
    if (cached.isEmpty()) {
      var reason =
          resolution.reason().orElse("is in another ECR registry, %s".formatted(image.registry()));
      rows.put(image.toString(), Row.notCached(account, image.toString(), reason));
      return;
    }
    var name = cached.get().toString();
    if (wanted.putIfAbsent(name, new Wanted(image, cached.get())) == null) {
      rows.put(name, null);
    }
  }
}
