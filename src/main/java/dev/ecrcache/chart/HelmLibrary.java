package dev.ecrcache.chart;

import com.marcnuri.helm.jni.RepoOptions;
import com.marcnuri.helm.jni.ShowOptions;
import com.marcnuri.helm.jni.TemplateOptions;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The functions of Helm's library as helm-java has them, but for their results, which are looked at
 * before they are copied. One may run at a time: each reads what the process prints meanwhile.
 */
interface HelmLibrary extends Library {
  /** What a function returns: texts that end with a zero byte, null where there is none. */
  @FieldOrder({"out", "err", "stdOut", "stdErr"})
  final class Result extends Structure implements Structure.ByValue {
    private static final int LONGEST_REASON = 1 << 20;

    public Pointer out;
    public Pointer err;
    public Pointer stdOut;
    public Pointer stdErr;

    /**
     * What the function says.
     *
     * @param largest in bytes
     * @throws IOException with Helm's reason if it failed, or if it says more
     */
    byte[] get(HelmLibrary helm, int largest) throws IOException {
      try {
        if (err != null) {
          throw new IOException(
              new String(bytes(err, LONGEST_REASON), StandardCharsets.UTF_8).strip());
        }
        var bytes = out == null ? new byte[0] : bytes(out, largest + 1);
        if (bytes.length > largest) {
          throw new IOException("it comes to more than %d MiB".formatted(largest >> 20));
        }
        return bytes;
      } finally {
        helm.Free(this);
      }
    }

    private static byte[] bytes(Pointer text, int most) {
      long length = text.indexOf(0, (byte) 0);
      return text.getByteArray(0, (int) Math.min(length, most));
    }
  }

  static HelmLibrary load(Path file) {
    return Native.load(file.toString(), HelmLibrary.class);
  }

  Result RepoAdd(RepoOptions options);

  Result Show(ShowOptions options);

  Result Template(TemplateOptions options);

  void Free(Result result);
}
