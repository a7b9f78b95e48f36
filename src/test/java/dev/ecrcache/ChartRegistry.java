package dev.ecrcache;

import dev.ecrcache.ChartServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** An OCI registry on this machine, as much of one as a pull needs. */
public final class ChartRegistry implements AutoCloseable {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final Map<String, Answer> answers = new HashMap<>();
  private final ChartServer server = new ChartServer(answers::get);

  /** Serves the chart in a folder under any name and version, and returns its digest. */
  public String serve(Path folder, String name, String version) throws IOException {
    var archive = PackagedChart.of(folder, name, version).archive();
    var config = "{\"name\":\"%s\",\"version\":\"%s\"}".formatted(name, version);
    var manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s",
         "config": {"mediaType": "application/vnd.cncf.helm.config.v1+json", %s},
         "layers": [{"mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip", %s}]}
        """
            .formatted(
                MANIFEST,
                blob(name, Answer.text("application/json", config)),
                blob(name, new Answer("application/gzip", archive)));
    var answer = Answer.text(MANIFEST, manifest);
    answers.put("/v2/charts/%s/manifests/%s".formatted(name, version), answer);
    answers.put("/v2/charts/%s/manifests/%s".formatted(name, digest(answer)), answer);
    return digest(answer);
  }

  /** Serves only those who give this name and password. */
  public ChartRegistry onlyTo(String user, String password) {
    server.onlyTo(user, password);
    return this;
  }

  /** Its host and port. */
  public String address() {
    return server.address();
  }

  /** The reference of a chart. */
  public String reference(String name) {
    return "oci://%s/charts/%s".formatted(server.address(), name);
  }

  @Override
  public void close() {
    server.close();
  }

  private String blob(String name, Answer answer) {
    answers.put("/v2/charts/%s/blobs/%s".formatted(name, digest(answer)), answer);
    return "\"digest\": \"%s\", \"size\": %d".formatted(digest(answer), answer.body().length);
  }

  private static String digest(Answer answer) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(answer.body());
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
