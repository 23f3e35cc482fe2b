package io.cloudrelease.commandline;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.network.ProxyServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * How the clouds are reached, where that is typed: it wins over the configuration file, and the
 * file over the usual variables.
 *
 * @param proxy the proxy's URL, {@code none} for no proxy; empty for what is set elsewhere
 * @param proxyUser who to be there; the password is in {@value #PASSWORD}
 * @param authorities files of certificates to trust too
 * @param connectTimeout the most time to connect
 * @param answerTimeout the most time for a call
 */
record NetworkOptions(
    Optional<String> proxy,
    Optional<String> proxyUser,
    List<Path> authorities,
    Optional<Duration> connectTimeout,
    Optional<Duration> answerTimeout) {
  static final String PASSWORD = "CLOUDRELEASE_PROXY_PASSWORD";
  private static final String PROXY = "--proxy";
  private static final String PROXY_USER = "--proxy-user";
  private static final String CA = "--ca";
  private static final String CONNECT = "--connect-timeout";
  private static final String ANSWER = "--answer-timeout";
  private static final String NO_PROXY = "none";
  private static final Duration LONGEST = Duration.ofMinutes(5);

  NetworkOptions {
    Objects.requireNonNull(proxy, "proxy");
    Objects.requireNonNull(proxyUser, "proxyUser");
    authorities = List.copyOf(authorities);
    Objects.requireNonNull(connectTimeout, "connectTimeout");
    Objects.requireNonNull(answerTimeout, "answerTimeout");
  }

  static NetworkOptions none() {
    return new NetworkOptions(
        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());
  }

  static void add(Grammar grammar, CommandSpec command) {
    command
        .addOption(grammar.option(PROXY, "URL|none", String.class, NetworkOptions::url).build())
        .addOption(grammar.option(PROXY_USER, "USER", String.class, Values::given).build())
        .addOption(grammar.repeatable(CA, "FILE", Path.class, Values::path).build())
        .addOption(
            grammar
                .option(CONNECT, "DURATION", Duration.class, text -> limit(CONNECT, text))
                .build())
        .addOption(
            grammar
                .option(ANSWER, "DURATION", Duration.class, text -> limit(ANSWER, text))
                .build());
  }

  static NetworkOptions of(Given given) {
    NetworkOptions options =
        new NetworkOptions(
            given.optional(PROXY),
            given.optional(PROXY_USER),
            given.values(CA),
            given.optional(CONNECT),
            given.optional(ANSWER));
    if (given.has(PROXY_USER) && options.proxy().filter(url -> !url.equals(NO_PROXY)).isEmpty()) {
      given.wrong("proxy-user.alone");
    }
    return options;
  }

  /** What has to be typed again: all of it. */
  List<String> again() {
    List<String> args = new ArrayList<>();
    proxy.ifPresent(url -> Shell.option(args, PROXY, url));
    proxyUser.ifPresent(user -> Shell.option(args, PROXY_USER, user));
    authorities.forEach(file -> Shell.option(args, CA, file.toString()));
    connectTimeout.ifPresent(limit -> Shell.option(args, CONNECT, limit.toSeconds() + "s"));
    answerTimeout.ifPresent(limit -> Shell.option(args, ANSWER, limit.toSeconds() + "s"));
    return List.copyOf(args);
  }

  /** The text is never shown: it may hold a password, which does not belong on a command line. */
  private static String url(String text) {
    if (Values.given(text).equals(NO_PROXY)) {
      return text;
    }
    try {
      if (ProxyServer.parse(text).password().isPresent()) {
        throw new Values.Refused(Message.of("proxy.password"));
      }
      return text;
    } catch (InvalidRequestException wrong) {
      throw new Values.Refused(Message.of("proxy.wrong", String.valueOf(wrong.getMessage())));
    }
  }

  private static Duration limit(String option, String text) {
    try {
      Duration limit = Values.duration(text);
      if (!limit.isZero() && limit.compareTo(LONGEST) <= 0) {
        return limit;
      }
    } catch (Values.Absent none) {
      throw none;
    } catch (TypeConversionException noDuration) {
      // What a duration is, is not all that holds here.
    }
    throw new Values.Refused(Message.of("timeout.wrong", option, text));
  }

  /**
   * The settings, where anything was typed.
   *
   * @param file what the configuration file says
   * @throws UsageException when there is no password for the user
   */
  Optional<NetworkSettings> over(Optional<NetworkSettings> file, Environment environment)
      throws UsageException {
    if (again().isEmpty()) {
      return Optional.empty();
    }
    NetworkSettings.Builder settings =
        NetworkSettings.builder()
            .variables(
                name -> file.isPresent() ? file.get().variable(name) : environment.variable(name));
    file.ifPresent(known -> copy(known, settings));
    if (proxy.isPresent()) {
      proxy(settings, environment);
    }
    authorities.forEach(settings::trustPem);
    connectTimeout.ifPresent(settings::connectTimeout);
    answerTimeout.ifPresent(settings::answerTimeout);
    return Optional.of(settings.build());
  }

  private static void copy(NetworkSettings from, NetworkSettings.Builder to) {
    from.proxy().ifPresent(to::proxy);
    if (from.isDirect()) {
      to.direct();
    }
    to.bypass(from.bypass());
    from.pemFiles().forEach(to::trustPem);
    if (from.keyStore().isPresent() && from.keyStorePassword().isPresent()) {
      to.trustKeyStore(from.keyStore().get(), from.keyStorePassword().get());
    }
    to.connectTimeout(from.connectTimeout());
    from.answerTimeout().ifPresent(to::answerTimeout);
    to.userAgentSuffix(from.userAgentSuffix());
  }

  private void proxy(NetworkSettings.Builder settings, Environment environment)
      throws UsageException {
    String url = proxy.orElseThrow();
    if (url.equals(NO_PROXY)) {
      settings.direct();
      return;
    }
    ProxyServer server = ProxyServer.parse(url);
    if (proxyUser.isPresent()) {
      String password = environment.variable(PASSWORD);
      if (password.isEmpty()) {
        throw new UsageException(Message.of("proxy-user.no-password", PASSWORD));
      }
      try {
        server = server.login(proxyUser.get(), Secret.of(password));
      } catch (InvalidRequestException wrong) {
        throw new UsageException(Message.of("proxy.wrong", String.valueOf(wrong.getMessage())));
      }
    }
    settings.proxy(server);
  }
}
