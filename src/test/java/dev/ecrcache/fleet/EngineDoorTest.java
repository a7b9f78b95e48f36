package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandResult;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.LocalWorkspace;
import com.pulumi.automation.LocalWorkspaceOptions;
import com.pulumi.automation.PulumiCommand;
import com.pulumi.automation.Version;
import com.pulumi.automation.WorkspaceStack;
import dev.ecrcache.Listeners;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can have the program run, asked of the server that Pulumi's SDK opens for an engine. */
class EngineDoorTest {
  private static final String REFUSAL =
      "this port serves the engine that ecr-cache started, and nobody else";

  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void onlyTheEngineHasTheProgramRun(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: ecr-cache\nruntime: java\n");
    var engine = new Engine();
    var options =
        LocalWorkspaceOptions.builder()
            .workDir(folder)
            .pulumiCommand(engine)
            .program(context -> runs.incrementAndGet());
    LoopbackServers.install();

    WorkspaceStack.select("team-a", LocalWorkspace.create(options.build())).up();

    assertTrue(engine.ran);
  }

  /** Asks in the engine's place, while the program's server listens. */
  private final class Engine implements PulumiCommand {
    private boolean ran;

    @Override
    public Version version() {
      return Version.of(3, 230);
    }

    @Override
    public CommandResult run(List<String> args, CommandRunOptions options)
        throws AutomationException {
      if (!args.get(0).equals("up")) {
        return new CommandResult(0, args.contains("history") ? "[{}]" : "{}", "");
      }
      var client = args.stream().filter(it -> it.startsWith("--client=")).findFirst().orElseThrow();
      try {
        ask(Integer.parseInt(client.substring(client.lastIndexOf(':') + 1)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      ran = true;
      return new CommandResult(0, "", "");
    }

    private void ask(int port) throws IOException {
      var listeners = Listeners.of(ProcessHandle.current().pid());
      for (var listener : listeners) {
        assertTrue(listener.getAddress().isLoopbackAddress(), listener::toString);
      }
      var server = listeners.stream().filter(it -> it.getPort() == port).findFirst().orElseThrow();

      var stranger = Listeners.run(server);
      assertEquals(Code.PERMISSION_DENIED, stranger.getCode());
      assertEquals(REFUSAL, stranger.getDescription());
      assertEquals(0, runs.get());

      Path socket;
      try (var door = new EngineDoor(port)) {
        socket = Path.of(door.target().substring("unix:".length()));
        assertEquals(
            "rwx------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
        Listeners.run(through(socket));
        assertEquals(1, runs.get());
        assertEquals(Code.PERMISSION_DENIED, Listeners.run(server).getCode());
      }
      assertFalse(Files.exists(socket.getParent()));
    }

    private ManagedChannel through(Path socket) {
      return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
          .channelType(EpollDomainSocketChannel.class)
          .eventLoopGroup(new EpollEventLoopGroup(1))
          .usePlaintext()
          .build();
    }
  }
}
