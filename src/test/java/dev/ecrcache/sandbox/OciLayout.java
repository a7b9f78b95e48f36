package dev.ecrcache.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A folder with one artifact, which crane pushes: <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md">image layout</a>.
 */
record OciLayout(Path folder) {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";

  /** Writes an artifact of this type, and of this text, about the manifest of a descriptor. */
  void writeReferrer(String artifactType, String text, String subject) throws IOException {
    var manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s", "artifactType": "%s", "config": %s,
         "layers": [%s], "subject": %s}"""
            .formatted(
                MANIFEST, artifactType, blob(EMPTY, "{}"), blob(artifactType, text), subject);
    var index = "{\"schemaVersion\": 2, \"manifests\": [%s]}".formatted(blob(MANIFEST, manifest));
    Files.writeString(folder.resolve("index.json"), index);
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
  }

  /** The descriptor of a manifest. */
  static String descriptor(String mediaType, String content) {
    return "{\"mediaType\": \"%s\", \"digest\": \"sha256:%s\", \"size\": %d}"
        .formatted(mediaType, sha256(content), content.length());
  }

  private String blob(String mediaType, String content) throws IOException {
    var blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    Files.writeString(blobs.resolve(sha256(content)), content);
    return descriptor(mediaType, content);
  }

  private static String sha256(String content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
