package dev.ecrcache.provider;

import com.pulumi.provider.internal.ResourceProviderService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The server of the plugin, on loopback; the SDK would listen on every address of the machine. */
final class Service extends ResourceProviderService {
  /**
   * @param engine the address of the engine
   */
  Service(String engine) {
    super(engine, new Components());
  }

  @Override
  protected ServerBuilder<?> createServerBuilder() {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .intercept(new OneLine());
  }

  /** What fails is one line, of which the SDK knows only where there is one exception. */
  private static final class OneLine implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
              super.close(
                  status.getCause() == null
                      ? status
                      : status.withDescription(Failure.line(status.getCause())),
                  trailers);
            }
          },
          headers);
    }
  }
}
