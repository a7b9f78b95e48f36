package dev.ecrcache.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one process that reads and renders charts for this program, started when it is first needed
 * and again after it had to be ended. It has a home, a kubeconfig and proxies of its own, and
 * nothing else of the environment.
 */
final class ChartProcess {
  // Nobody listens there.
  private static final String NOWHERE = "http://127.0.0.1:9";

  private static final ChartProcess SHARED = new ChartProcess(Duration.ofSeconds(30));

  private final Duration idle;
  private final ReentrantLock lock = new ReentrantLock();
  private HelmProcess process;
  private int asked;

  /**
   * @param idle after how long without a question the process ends
   */
  ChartProcess(Duration idle) {
    this.idle = idle;
  }

  static ChartProcess shared() {
    return SHARED;
  }

  /**
   * Asks for something; one thing at a time.
   *
   * @throws HelmProcess.Ended with the reason, if there is no answer in time or within the limits
   */
  Message ask(Message question, Duration longest) throws IOException {
    lock.lock();
    try {
      if (process == null || !process.isAlive()) {
        var folder = Files.createTempDirectory(TemporaryRoot.get().path(), "helm");
        process = new HelmProcess(ChartService.class, folder, environment(folder));
      }
      return process.ask(question, longest);
    } finally {
      int now = ++asked;
      HelmProcess.after(idle, () -> endUnlessAsked(now));
      lock.unlock();
    }
  }

  // A program may go on for long when its charts are rendered. While it asks, this does not wait:
  // the limit of what it asks for is kept by the same thread.
  private void endUnlessAsked(int then) {
    if (lock.tryLock()) {
      try {
        if (asked == then && process != null) {
          process.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private static Map<String, String> environment(Path folder) {
    var environment = new HashMap<String, String>();
    environment.put("HOME", folder.toString());
    environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    for (var proxy : new String[] {"HTTP_PROXY", "HTTPS_PROXY"}) {
      environment.put(proxy, NOWHERE);
    }
    return environment;
  }
}
