package dev.ecrcache.provider;

import dev.ecrcache.process.SdkProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The resource plugin {@code ecr-cache}: the components, for programs in other languages. */
public final class Plugin {
  private Plugin() {}

  /**
   * What the engine runs. It reads the port of the plugin from its standard output, on which
   * nothing else is printed.
   *
   * @param args flags of logging, and the address of the engine
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var engine = engines(args);
    if (engine.size() != 1) {
      System.err.println(
          "ecr-cache: this is a plugin of Pulumi's, which the engine starts with its address; see"
              + " `pulumi package add`");
      System.exit(2);
    }
    SdkProcess.prepare();
    EngineChannels.install();
    new Service(engine.get(0)).startAndBlockUntilShutdown();
  }

  /** Whether a program's arguments are those of a plugin. */
  public static boolean isMeantBy(String[] args) {
    return engines(args).size() == 1;
  }

  private static List<String> engines(String[] args) {
    var addresses = new ArrayList<String>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--tracing")) {
        i++;
      } else if (!args[i].startsWith("-")) {
        addresses.add(args[i]);
      }
    }
    return addresses;
  }
}
