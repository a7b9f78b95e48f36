package dev.ecrcache.fleet;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerProvider;
import io.grpc.ServerRegistry;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How this process opens the servers through which Pulumi's engine runs a program. The SDK would
 * have them listen on every address of the machine and do what anybody says; these listen on
 * loopback, and serve only who came through an {@link EngineDoor}.
 */
final class LoopbackServers extends ServerProvider {
  /** Above that of the provider in the library. */
  private static final int PRIORITY = 10;

  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  private LoopbackServers() {}

  /** From now on, all servers of this process are such. */
  static void install() {
    if (!INSTALLED.getAndSet(true)) {
      ServerRegistry.getDefaultRegistry().register(new LoopbackServers());
    }
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return PRIORITY;
  }

  @Override
  protected ServerBuilder<?> builderForPort(int port) {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .intercept(new EngineOnly());
  }

  /** Refuses whoever did not come through a door. */
  private static final class EngineOnly implements ServerInterceptor {
    private static final Status REFUSED =
        Status.PERMISSION_DENIED.withDescription(
            "this port serves the engine that ecr-cache started, and nobody else");

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (EngineDoor.isWayOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))) {
        return next.startCall(call, headers);
      }
      call.close(REFUSED, new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
