package dev.ecrcache.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way of one engine to the program that this process runs for it: a socket in a folder that
 * only this user may enter, in place of a port, which everybody on the machine may. What comes in
 * goes on to the program's server, which knows it by the port that it comes from.
 */
final class EngineDoor implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final Set<SocketAddress> WAYS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Path socket;
  private final ServerSocketChannel door;
  private final InetSocketAddress program;

  /**
   * Opens a door.
   *
   * @param port the port of the program's server, on loopback
   */
  EngineDoor(int port) throws IOException {
    program = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    folder = Files.createTempDirectory("ecr-cache");
    socket = folder.resolve("engine");
    door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      door.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      close();
      throw e;
    }
    start("door", this::admit);
  }

  /** Whether a server's peer came through a door. */
  static boolean isWayOf(SocketAddress peer) {
    return peer != null && WAYS.contains(peer);
  }

  /** The name by which gRPC finds it. */
  String target() {
    return "unix:" + socket;
  }

  @Override
  public void close() throws IOException {
    door.close();
    Files.deleteIfExists(socket);
    Files.delete(folder);
  }

  private void admit() {
    try {
      while (true) {
        lead(door.accept());
      }
    } catch (IOException e) {
      // The door is closed.
    }
  }

  private void lead(SocketChannel engine) throws IOException {
    var way = SocketChannel.open();
    way.bind(new InetSocketAddress(program.getAddress(), 0));
    var from = way.getLocalAddress();
    WAYS.add(from);
    start(
        "to the program",
        () -> {
          if (connected(way)) {
            start("to the engine", () -> pass(way, engine, from));
          }
          pass(engine, way, from);
        });
  }

  private boolean connected(SocketChannel way) {
    try {
      return way.connect(program);
    } catch (IOException e) {
      return false;
    }
  }

  /** Passes on what comes, until either side ends; both ways then do. */
  private static void pass(SocketChannel in, SocketChannel out, SocketAddress way) {
    var buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (in.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException e) {
      // The other direction has ended, or whoever is behind it.
    }
    // First of all: its port may be somebody else's at once.
    WAYS.remove(way);
    close(in);
    close(out);
  }

  private static void close(SocketChannel side) {
    try {
      side.close();
    } catch (IOException e) {
      // Then it is of no use any more.
    }
  }

  private static void start(String name, Runnable work) {
    var thread = new Thread(work, "engine door: " + name);
    thread.setDaemon(true);
    thread.start();
  }
}
