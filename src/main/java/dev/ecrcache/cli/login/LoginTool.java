package dev.ecrcache.cli.login;

import dev.ecrcache.cli.console.Words;
import dev.ecrcache.operate.EcrToken;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;

/** A program that pulls from registries, and takes a password on standard input. */
enum LoginTool {
  DOCKER("login"),
  PODMAN("login"),
  HELM("registry", "login"),
  CRANE("auth", "login");

  private final List<String> login;

  LoginTool(String... login) {
    this.login = List.of(login);
  }

  /** The name of the program. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The command that logs in to a registry. */
  List<String> command(String host) {
    return Stream.of(
            List.of(word()), login, List.of("--username", EcrToken.USER, "--password-stdin", host))
        .flatMap(List::stream)
        .toList();
  }

  /** Reads the name of a program. */
  static final class Converter implements ITypeConverter<LoginTool> {
    @Override
    public LoginTool convert(String word) {
      return Words.choose(
          word, Stream.of(values()).collect(Collectors.toMap(LoginTool::word, it -> it)));
    }
  }
}
