package dev.ecrcache.chart;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The inside of a {@link HelmProcess}: answers message by message, and ends as soon as whoever
 * started it does or its memory grows beyond a limit, also while Helm works.
 */
final class HelmService {
  /** The exit code where memory grew beyond the limit. */
  static final int OUT_OF_MEMORY = 77;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final int PAUSE_MILLIS = 20;

  private final Path root;
  private final long mostMemory;

  /** Answers one message. */
  @FunctionalInterface
  interface Handler {
    /**
     * @throws IOException or IllegalArgumentException with the reason, where there is no answer
     */
    List<byte[]> answer(Message message) throws IOException;
  }

  /**
   * @param root the folder that goes where this process is the last to end
   * @param mostMemory in bytes
   */
  HelmService(Path root, long mostMemory) {
    this.root = root;
    this.mostMemory = mostMemory;
  }

  /** Does not return. */
  void serve(Handler handler) {
    var messages = new LinkedBlockingQueue<Message>();
    start("ecr-cache-work", () -> work(handler, messages));
    start("ecr-cache-memory", this::watchMemory);
    // Helm installs handlers for signals which do not end it while it renders; this does.
    try {
      var in = new DataInputStream(System.in);
      while (true) {
        messages.add(Message.read(in));
      }
    } catch (IOException e) {
      deleteRoot();
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private void deleteRoot() {
    try {
      TemporaryRoot.delete(root);
    } catch (IOException e) {
      // The next program deletes it.
    }
  }

  private static void work(Handler handler, LinkedBlockingQueue<Message> messages) {
    var out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    try {
      while (true) {
        answer(handler, messages.take()).write(out);
      }
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static Message answer(Handler handler, Message message) {
    try {
      var parts = new ArrayList<byte[]>();
      parts.add(Message.DONE.getBytes(StandardCharsets.UTF_8));
      parts.addAll(handler.answer(message));
      return new Message(parts);
    } catch (IOException | RuntimeException e) {
      return Message.of(Message.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private void watchMemory() {
    try {
      while (Files.isReadable(STATUS)) {
        if (resident() > mostMemory) {
          Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static long resident() throws IOException {
    var status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
    int start = status.indexOf(RESIDENT) + RESIDENT.length();
    var kibibytes = status.substring(start, status.indexOf("kB", start)).strip();
    return Long.parseLong(kibibytes) << 10;
  }

  private static void start(String name, Runnable runnable) {
    var thread = new Thread(runnable, name);
    thread.setDaemon(true);
    thread.start();
  }
}
