package dev.ecrcache.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy the environment names for a URL. */
class ProxyOfEnvironmentTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "HTTPS_PROXY, http://proxy:3128, '', https://ecr.example.com/, proxy:3128",
        "https_proxy, http://proxy:3128, '', https://ecr.example.com/, proxy:3128",
        "HTTPS_PROXY, proxy:3128, '', https://ecr.example.com/, proxy:3128",
        "HTTPS_PROXY, http://proxy, '', https://ecr.example.com/, proxy:80",
        "HTTPS_PROXY, http://proxy:3128, '', http://127.0.0.1/, none",
        "HTTPS_PROXY, '', '', https://ecr.example.com/, none",
        "HTTP_PROXY, http://proxy:3128, '', https://ecr.example.com/, none",
        "HTTPS_PROXY, http://proxy:3128, 'x, .example.com', https://ECR.example.com/, none",
        "HTTPS_PROXY, http://proxy:3128, example.com, https://example.com/, none",
        "HTTPS_PROXY, http://proxy:3128, ample.com, https://example.com/, proxy:3128",
        "HTTPS_PROXY, http://proxy:3128, *, https://example.com/, none",
      })
  void isThatOfTheVariables(String name, String proxy, String except, String url, String expected) {
    var selector = new ProxyOfEnvironment(Map.of(name, proxy, "NO_PROXY", except));

    var address = (InetSocketAddress) selector.select(URI.create(url)).get(0).address();

    assertEquals(
        expected, address == null ? null : address.getHostString() + ":" + address.getPort());
  }

  @Test
  void whatIsNoUrlIsRefusedUnseen() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ProxyOfEnvironment(Map.of("HTTPS_PROXY", "http://me:secret@a b")));

    assertEquals(
        "HTTPS_PROXY is no URL such as http://proxy.example.com:3128", refusal.getMessage());
  }
}
