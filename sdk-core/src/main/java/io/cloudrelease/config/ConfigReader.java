package io.cloudrelease.config;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.http.okhttp.HostList;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.network.ProxyServer;
import io.cloudrelease.policy.Policy;
import io.cloudrelease.spi.setup.ProviderFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads a configuration out of its tree: which keys there are, and what they mean. */
final class ConfigReader {
  /** Who logs in, before the host. */
  /** Lists of which each entry holds something back. */
  private static final List<String> LISTS =
      List.of("deny-tags", "require-tags", "deny-names", "require-names", "deny-states");

  /** As a Chinese keyboard writes it; it would be a part of a key that no tag has. */
  private static final char WIDE_EQUALS = '\uFF1D';

  private static final Pattern LOGIN = Pattern.compile("//[^?]*@");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:[A-Za-z0-9_]+\\}");

  /** One that is not a variable as a whole. */
  private static final Pattern PASSWORD =
      Pattern.compile("password=(?!" + VARIABLE + "(&|$))", Pattern.CASE_INSENSITIVE);

  private final ConfigSource source;
  private final AccountReader accounts;
  private final List<Problem> found = new ArrayList<>();
  private final List<String> problems;
  private final ClientConfig.Builder config = ClientConfig.builder();

  ConfigReader(ConfigSource source, Map<String, ProviderFactory> kinds, List<String> problems) {
    this.source = source;
    this.accounts = new AccountReader(source, kinds);
    this.problems = problems;
  }

  /**
   * What is wrong with a key.
   *
   * @param line where it stands; 0 where that is not known
   */
  record Problem(int line, String text) {}

  ClientConfig read() {
    config.usual(source.surroundings);
    Section.root(source, found).read(this::root);
    // As somebody goes through the file.
    found.stream()
        .sorted(Comparator.comparingInt(Problem::line))
        .map(Problem::text)
        .forEach(problems::add);
    return config.build();
  }

  private void root(Section root) {
    // What commented out leaves: nothing would be held back, and every account there is be used.
    List.of("accounts", "guards", "policy").forEach(root::checkThatItSaysSomething);
    root.section("accounts", accounts -> accounts.sections(this::account));
    root.section("guards", this::guards);
    root.section("policy", this::policy);
    root.section("network", this::network);
    root.path("journal").ifPresent(config::journal);
    root.section("store", this::store);
    if (root.has("journal") && root.has("store")) {
      root.complain("store", "is another place for what journal names; leave one of them out");
    }
  }

  private void account(String name, Section account) {
    AccountConfig read = accounts.read(name, account, config.accounts());
    config.account(read);
    config.surroundings(read.name(), source.surroundings);
    config.place(read.name(), source.place(account.path()) + account.path());
  }

  private void guards(Section guards) {
    LISTS.forEach(guards::checkThatOneIsOne);
    guards
        .readAll("deny-tags", text -> onTag(text, ReleaseGuard::denyTag, ReleaseGuard::denyTag))
        .forEach(config::guard);
    guards
        .readSome(
            "require-tags",
            text ->
                onTag(
                    text,
                    key -> {
                      throw new IllegalArgumentException("must be KEY=VALUE");
                    },
                    ReleaseGuard::requireTag))
        .forEach(config::guard);
    guards.readAll("deny-names", ReleaseGuard::denyName).forEach(config::guard);
    guards.readSome("require-names", ReleaseGuard::requireName).forEach(config::guard);
    List<String> states = guards.texts("deny-states");
    if (!states.isEmpty()) {
      config.guard(ReleaseGuard.denyState(states.toArray(new String[0])));
    }
    guards.duration("older-than").map(ReleaseGuard::olderThan).ifPresent(config::guard);
    guards.duration("younger-than").map(ReleaseGuard::youngerThan).ifPresent(config::guard);
    List<InstanceRef> denied = guards.readAll("deny-instances", InstanceRef::parse);
    if (!denied.isEmpty()) {
      config.guard(ReleaseGuard.denyInstances(denied));
    }
    List<InstanceRef> allowed = guards.readAll("allow-instances", InstanceRef::parse);
    if (guards.has("allow-instances")) {
      config.guard(ReleaseGuard.allowInstances(allowed));
    }
    config.checkGroups(guards.flag("check-groups"));
  }

  private static <T> T onTag(
      String text, Function<String, T> ofKey, BiFunction<String, String, T> ofBoth) {
    int equals = text.indexOf('=');
    if (equals == 0 || text.indexOf(WIDE_EQUALS) >= 0) {
      throw new IllegalArgumentException("must be KEY or KEY=VALUE, with an = of ASCII");
    }
    if (equals < 0) {
      return ofKey.apply(text);
    }
    String key = text.substring(0, equals);
    String value = text.substring(equals + 1);
    if (!key.equals(key.strip()) || !value.equals(value.strip())) {
      // No tag has them, so that such an entry would hold nothing back.
      throw new IllegalArgumentException("has blanks around its =; write KEY=VALUE");
    }
    return ofBoth.apply(key, value);
  }

  private void policy(Section policy) {
    Policy.Builder builder = Policy.builder();
    LISTS.forEach(policy::checkThatOneIsOne);
    policy.readAll("deny-tags", text -> onTag(text, builder::denyTag, builder::denyTag));
    policy.readAll("deny-names", builder::denyName);
    policy.whole("most-per-request", most -> builder.mostPerRequest(limit(most)));
    policy.whole("most-per-hour", most -> builder.mostPerHour(limit(most)));
    policy.whole("approval-above", most -> builder.approvalAbove(limit(most)));
    policy.section(
        "waves",
        waves -> {
          if (!waves.hasSome("percents")) {
            waves.complain("percents", "is missing; without it there are no waves: [1, 5, 25]");
          }
          int trouble = waves.whole("most-trouble-percent", ConfigReader::percent).orElse(5);
          int[] percents = waves.wholes("percents").stream().mapToInt(n -> n).toArray();
          policy.attempt("waves", () -> builder.waves(trouble, percents));
        });
    config.policy(builder.build());
  }

  /** Refused here: the builder would tell of its own methods. */
  private static int limit(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("must not be negative");
    }
    return most;
  }

  private static int percent(int share) {
    if (share < 0 || share > 100) {
      throw new IllegalArgumentException("must be 0 to 100");
    }
    return share;
  }

  private void network(Section network) {
    NetworkSettings.Builder builder = NetworkSettings.builder().variables(source.variablesOrOwn());
    if (network.text("proxy").equals(Optional.of("none"))) {
      builder.direct();
    } else {
      proxy(network).ifPresent(builder::proxy);
    }
    builder.bypass(network.readAll("no-proxy", HostList::checked));
    network.files("trust-pem").forEach(builder::trustPem);
    network.section(
        "trust-store",
        store -> {
          Optional<Path> file = store.file("file");
          Optional<Secret> password = store.revealed("password");
          if (file.isPresent() && password.isPresent()) {
            builder.trustKeyStore(file.get(), password.get());
          } else if (!store.has("file") || !store.has("password")) {
            store.complain("", "needs file and password");
          }
        });
    network.duration("connect-timeout", builder::connectTimeout);
    network.duration("answer-timeout", builder::answerTimeout);
    network.read("user-agent", builder::userAgentSuffix);
    config.network(builder.build());
  }

  private Optional<ProxyServer> proxy(Section network) {
    Optional<ProxyServer> proxy =
        network.read(
            "proxy",
            text -> {
              ProxyServer parsed = ProxyServer.parse(text);
              if (parsed.password().isPresent()) {
                network.checkThatPlainMayStandHere();
              }
              return parsed;
            });
    Optional<String> user = network.text("proxy-user");
    Optional<Secret> password = network.revealed("proxy-password");
    if (network.has("proxy-user") != network.has("proxy-password")
        || network.has("proxy-user") && !network.has("proxy")) {
      network.complain("proxy-user", "belongs together with proxy and proxy-password");
      return proxy;
    }
    if (proxy.isEmpty() || user.isEmpty() || password.isEmpty()) {
      return proxy;
    }
    return network
        .read("proxy-user", name -> proxy.get().login(name, password.get()))
        .or(() -> proxy);
  }

  private void store(Section store) {
    Optional<String> url =
        store.readAsWritten(
            "url",
            text -> {
              if (!text.startsWith("jdbc:")) {
                throw new IllegalArgumentException("must begin with jdbc:");
              }
              if (VARIABLE.matcher(text).replaceAll("").contains("${")) {
                throw new IllegalArgumentException(
                    "holds ${, and only ${env:NAME} is replaced in it; a password from a file"
                        + " stands beside it, as password: \"${file:PATH}\"");
              }
              if (PASSWORD.matcher(text).find() || hasLogin(text)) {
                store.checkThatPlainMayStandHere();
              }
              return text;
            });
    String user = store.text("user").orElse("");
    Optional<Secret> password = store.revealed("password");
    if (!store.has("url")) {
      store.complain("url", "is missing");
    }
    url.ifPresent(
        text -> {
          StoreConfig named = StoreConfig.of(text, user);
          config.store(password.map(named::password).orElse(named));
        });
  }

  private static boolean hasLogin(String url) {
    return LOGIN.matcher(url).find();
  }
}
