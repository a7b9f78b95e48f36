package dev.ecrcache.cli;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives the usual credential chain keys, for as long as a test class runs. */
public final class AwsKeys implements BeforeAllCallback, AfterAllCallback {
  private static final Map<String, String> KEYS =
      Map.of("aws.accessKeyId", "AKIAEXAMPLE", "aws.secretAccessKey", "any");

  @Override
  public void beforeAll(ExtensionContext context) {
    KEYS.forEach(System::setProperty);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    KEYS.keySet().forEach(System::clearProperty);
  }
}
