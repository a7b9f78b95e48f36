package dev.ecrcache;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pulumirpc.Language.RunRequest;
import pulumirpc.LanguageRuntimeGrpc;

/** The TCP ports on which a process of this machine listens, as Linux has them. */
public final class Listeners {
  private static final String LISTENING = "0A";

  private Listeners() {}

  /** The addresses, of IPv4 and IPv6. */
  public static List<InetSocketAddress> of(long pid) throws IOException {
    var process = Path.of("/proc/" + pid);
    var sockets = sockets(process.resolve("fd"));
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(process.resolve("net").resolve(table)))
        .map(line -> line.strip().split(" +"))
        .filter(
            row -> row[3].equals(LISTENING) && sockets.contains("socket:[%s]".formatted(row[9])))
        .map(row -> address(row[1]))
        .toList();
  }

  /** What is answered to somebody who would have a program run. */
  public static Status run(InetSocketAddress listener) {
    return run(
        NettyChannelBuilder.forAddress(listener.getHostString(), listener.getPort())
            .usePlaintext()
            .build());
  }

  /** The same, through a channel, which is closed. */
  public static Status run(ManagedChannel channel) {
    try {
      LanguageRuntimeGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .run(
              RunRequest.newBuilder()
                  .setMonitorAddress("127.0.0.1:1")
                  .addArgs("127.0.0.1:1")
                  .setProject("ecr-cache")
                  .setStack("team-a")
                  .build());
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  private static Set<String> sockets(Path descriptors) throws IOException {
    try (var files = Files.list(descriptors)) {
      return files.map(Listeners::target).collect(Collectors.toSet());
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // It has been closed meanwhile.
      return "";
    }
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Words of four bytes each, the last byte first. */
  private static InetSocketAddress address(String hex) {
    var parts = hex.split(":");
    var words = HexFormat.of().parseHex(parts[0]);
    var bytes = new byte[words.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = words[i / 4 * 4 + 3 - i % 4];
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), Integer.parseInt(parts[1], 16));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
