package dev.ecrcache.distribution;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxy that {@code HTTPS_PROXY} names, and {@code NO_PROXY} excepts hosts from, in either
 * case: Java itself does not look there. Plain HTTP, which is for this machine alone, takes none.
 */
final class ProxyOfEnvironment extends ProxySelector {
  private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);
  private static final int USUAL_PORT = 80;

  private final List<Proxy> proxies;
  private final List<String> excepted;

  ProxyOfEnvironment(Map<String, String> environment) {
    proxies = proxies(value(environment, "https_proxy"));
    excepted =
        List.of(value(environment, "no_proxy").toLowerCase(Locale.ROOT).split(",")).stream()
            .map(String::strip)
            .map(it -> it.replaceFirst("^\\*?\\.", ""))
            .filter(it -> !it.isEmpty())
            .toList();
  }

  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(
        name, environment.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
  }

  private static List<Proxy> proxies(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    try {
      var url = URI.create(text.contains("://") ? text : "http://" + text);
      var port = url.getPort() < 0 ? USUAL_PORT : url.getPort();
      return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(url.getHost(), port)));
    } catch (IllegalArgumentException e) {
      // It may hold a password: it is not repeated.
      throw new IllegalArgumentException(
          "HTTPS_PROXY is no URL such as http://proxy.example.com:3128", e);
    }
  }

  @Override
  public List<Proxy> select(URI uri) {
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    return uri.getScheme().equals("http") || excepted.stream().anyMatch(it -> within(host, it))
        ? NONE
        : proxies;
  }

  private static boolean within(String host, String excepted) {
    return excepted.equals("*") || host.equals(excepted) || host.endsWith("." + excepted);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException problem) {
    // The request fails with it.
  }
}
