package dev.ecrcache.provider;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelProvider;
import io.grpc.ManagedChannelRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;

/**
 * How this process reaches the engine. Of what failed, the SDK logs the stack trace as an error,
 * beside the one line that it answers; here the trace is for who asks for debugging.
 */
final class EngineChannels extends ManagedChannelProvider {
  /** Above that of the provider in the library. */
  private static final int PRIORITY = 10;

  private static final String TRACE = "Running program [PID: ";

  private EngineChannels() {}

  /** From now on, all channels of this process are such. */
  static void install() {
    ManagedChannelRegistry.getDefaultRegistry().register(new EngineChannels());
  }

  /** The same message to the engine, unless it is a stack trace. */
  static LogRequest quiet(LogRequest message) {
    return message.getMessage().startsWith(TRACE)
        ? message.toBuilder().setSeverity(LogSeverity.DEBUG).build()
        : message;
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
  protected Collection<Class<? extends SocketAddress>> getSupportedSocketAddressTypes() {
    return List.of(InetSocketAddress.class);
  }

  @Override
  protected ManagedChannelBuilder<?> builderForAddress(String name, int port) {
    return NettyChannelBuilder.forAddress(name, port).intercept(new Quiet());
  }

  @Override
  protected ManagedChannelBuilder<?> builderForTarget(String target) {
    return NettyChannelBuilder.forTarget(target).intercept(new Quiet());
  }

  @Override
  protected NewChannelBuilderResult newChannelBuilder(
      String target, ChannelCredentials credentials) {
    return NewChannelBuilderResult.channelBuilder(
        NettyChannelBuilder.forTarget(target, credentials).intercept(new Quiet()));
  }

  private static final class Quiet implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        @SuppressWarnings("unchecked")
        public void sendMessage(Q message) {
          super.sendMessage(message instanceof LogRequest log ? (Q) quiet(log) : message);
        }
      };
    }
  }
}
