package dev.ecrcache.chart;

import com.marcnuri.helm.jni.TemplateOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** What the process of {@link ChartProcess} runs: reads charts and renders them. */
final class ChartService {
  static final String OPEN = "open";
  static final String RENDER = "render";

  /** The most that a chart may render to, in bytes. */
  static final int LARGEST_OUTPUT = 32 << 20;

  private static final long LARGEST_ARCHIVE = 20L << 20;
  private static final Pattern WANTED =
      Pattern.compile(
          "(charts/[^/._][^/]*/)*(Chart\\.(yaml|lock)|values\\.yaml|requirements\\.(yaml|lock))");
  private static final Pattern TEMPLATE = Pattern.compile("((?:charts/[^/._][^/]*/)*)templates/.*");

  private final CompletableFuture<HelmLibrary> helm;

  private ChartService(Path library) {
    helm = CompletableFuture.supplyAsync(() -> HelmLibrary.load(library));
  }

  /**
   * What the process runs.
   *
   * @param args the folder that goes with the program, the most memory in bytes, and Helm's library
   */
  public static void main(String[] args) throws IOException {
    EmptyCluster.start(Path.of(System.getenv("KUBECONFIG")));
    var service = new ChartService(Path.of(args[2]));
    new HelmService(Path.of(args[0]), Long.parseLong(args[1])).serve(service::answer);
  }

  private List<byte[]> answer(Message message) throws IOException {
    return switch (message.text(0)) {
      case OPEN -> open(Path.of(message.text(1)), Path.of(message.text(2)));
      case RENDER -> List.of(render(message));
      default -> throw new IOException("no such question");
    };
  }

  /** Writes a copy of the chart, and answers names and contents of the files that describe it. */
  private static List<byte[]> open(Path chart, Path copy) throws IOException {
    var entries = read(chart);
    try (var out = new BufferedOutputStream(Files.newOutputStream(copy))) {
      ChartCopy.write(entries, out);
    }
    var parts = new ArrayList<byte[]>();
    var named = new TreeMap<String, TemplateValues>();
    addWanted("", entries, parts, named);
    named.forEach(
        (prefix, values) -> {
          parts.add((prefix + TemplateValues.FILE).getBytes(StandardCharsets.UTF_8));
          parts.add(values.lines());
        });
    return parts;
  }

  private static List<ChartEntry> read(Path chart) throws IOException {
    var budget = new ChartBudget();
    if (Files.isDirectory(chart)) {
      return ChartFolder.read(chart, budget);
    }
    if (!Files.isRegularFile(chart)) {
      throw new IllegalArgumentException("there is no such folder or archive");
    }
    if (Files.size(chart) > LARGEST_ARCHIVE) {
      throw new IllegalArgumentException("the archive is larger than 20 MiB");
    }
    try (var in = Files.newInputStream(chart)) {
      return ChartArchive.read(in, budget);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not the archive of a chart: " + e.getMessage(), e);
    }
  }

  private static void addWanted(
      String prefix,
      List<ChartEntry> entries,
      List<byte[]> parts,
      Map<String, TemplateValues> named) {
    for (var entry : entries) {
      var name = prefix + entry.name();
      var template = TEMPLATE.matcher(name);
      if (entry.inner().isPresent()) {
        addWanted(name + "/", entry.inner().get(), parts, named);
      } else if (template.matches()) {
        named.computeIfAbsent(template.group(1), it -> new TemplateValues()).add(entry.data());
      } else if (WANTED.matcher(name).matches()) {
        parts.add(name.getBytes(StandardCharsets.UTF_8));
        parts.add(entry.data());
      }
    }
  }

  private byte[] render(Message message) throws IOException {
    var values = Path.of(message.text(2));
    var library = library();
    var result =
        library.Template(
            new TemplateOptions(
                message.text(3),
                null,
                message.text(1),
                message.text(4),
                message.text(5),
                0,
                0,
                "",
                "",
                values.toString(),
                null,
                null,
                null,
                0,
                0,
                null,
                0,
                null));
    return ChartCopy.withHooks(result.get(library, LARGEST_OUTPUT));
  }

  private HelmLibrary library() throws IOException {
    try {
      return helm.join();
    } catch (CompletionException e) {
      throw new IOException("Helm cannot be loaded: " + e.getCause().getMessage(), e);
    }
  }
}
