package io.cloudrelease.config;

import io.cloudrelease.credentials.AssumedRole;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.network.ProxyServer;
import io.cloudrelease.policy.Policy;
import io.cloudrelease.spi.ProviderFactory;
import io.cloudrelease.text.Nearest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads a configuration out of its tree: which keys there are, and what they mean. */
final class ConfigReader {
  /** Who logs in, before the host. */
  private static final Pattern LOGIN = Pattern.compile("//[^?]*@");

  private final ConfigSource source;
  private final Map<String, ProviderFactory> kinds;
  private final List<String> problems;
  private final ClientConfig.Builder config = ClientConfig.builder();

  ConfigReader(ConfigSource source, Map<String, ProviderFactory> kinds, List<String> problems) {
    this.source = source;
    this.kinds = kinds;
    this.problems = problems;
  }

  ClientConfig read() {
    config.surroundings(source.variables, source.home);
    Section.root(source, problems).read(this::root);
    return config.build();
  }

  private void root(Section root) {
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
    String cloud = account.text("cloud").orElse(kinds.containsKey(name) ? name : "");
    ProviderFactory kind = kinds.get(cloud);
    if (kind == null) {
      account.complain(
          "cloud",
          (cloud.isEmpty() ? "is missing" : "is of no known kind")
              + Nearest.to(cloud, kinds.keySet())
                  .map(near -> "; did you mean " + near + "?")
                  .orElse("; known are " + String.join(", ", new TreeSet<>(kinds.keySet()))));
    }
    AccountConfig.Builder builder;
    try {
      builder = AccountConfig.builder(name, cloud);
    } catch (RuntimeException noName) {
      account.complain("", String.valueOf(noName.getMessage()));
      builder = AccountConfig.builder("unnamed-" + config.accounts(), cloud);
    }
    keys(name, account, builder);
    account.text("expect-account").ifPresent(builder::expectAccount);
    account
        .read("endpoint", text -> Endpoint.parse(text, Set.of()).toString())
        .ifPresent(builder::endpoint);
    builder.regions(account.texts("regions"));
    rates(account, builder);
    role(account).ifPresent(builder::assumeRole);
    if (kind == null) {
      // Which other keys it may have is not known then.
      account.askedAll();
    } else {
      options(account, kind, builder);
    }
    AccountConfig read = builder.build();
    config.account(read);
    config.place(read.name(), source.place(account.path()) + account.path());
  }

  private void keys(String name, Section account, AccountConfig.Builder builder) {
    account.section("credentials", keys -> keysOf(name, keys).ifPresent(builder::credentials));
    account.text("profile").ifPresent(builder::profile);
    if (account.flag("allow-credential-commands")) {
      builder.allowCredentialCommands();
    }
    if (account.has("profile") && account.has("credentials")) {
      account.complain(
          "profile", "is another place for the keys that credentials name; leave one out");
    }
  }

  private Optional<CredentialsProvider> keysOf(String name, Section keys) {
    Optional<SecretRef> id = keys.read("id", SecretRef::parse); // who one is, is no secret
    Optional<SecretRef> secret = keys.secret("secret");
    Optional<SecretRef> token = keys.secret("token");
    boolean pair = keys.has("id") && keys.has("secret");
    boolean neither = !keys.has("id") && !keys.has("secret");
    if (!pair && !(neither && keys.has("token"))) {
      keys.complain("", "needs id and secret, with token for temporary keys; or token alone");
      return Optional.empty();
    }
    boolean complete = pair ? id.isPresent() && secret.isPresent() : token.isPresent();
    return complete
        ? Optional.of(
            CredentialsProvider.cached(
                new ReferencedKeys(
                    source.place(keys.path()) + "keys of " + name, source, id, secret, token)))
        : Optional.empty();
  }

  private static void rates(Section account, AccountConfig.Builder builder) {
    account.section(
        "rates",
        rates ->
            rates
                .keys()
                .forEach(
                    action ->
                        rates
                            .number(action)
                            .ifPresent(
                                rate -> {
                                  if (rate > 0 && !rate.isInfinite()) {
                                    builder.rate(action, rate);
                                  } else {
                                    rates.complain(action, "must be above zero");
                                  }
                                })));
  }

  private static Optional<AssumedRole> role(Section account) {
    AssumedRole[] found = new AssumedRole[1];
    account.section(
        "role",
        section -> {
          AssumedRole role = AssumedRole.of(section.text("arn").orElse("unsaid"));
          role = changed(role, section.text("session-name"), AssumedRole::sessionName);
          role = changed(role, section.text("external-id"), AssumedRole::externalId);
          AssumedRole[] timed = {role};
          section
              .duration("duration")
              .ifPresent(
                  time -> section.attempt("duration", () -> timed[0] = timed[0].duration(time)));
          role = timed[0];
          if (section.flag("release-only")) {
            role = role.releaseOnly();
          }
          Optional<String> provider = section.text("identity-provider");
          Optional<Path> token = section.path("token-file");
          if (provider.isPresent() && token.isPresent()) {
            role = role.webIdentity(provider.get(), token.get());
          } else if (section.has("identity-provider") != section.has("token-file")) {
            section.complain("", "needs identity-provider and token-file together");
          }
          if (!section.has("arn")) {
            section.complain("arn", "is missing");
          }
          found[0] = role;
        });
    return Optional.ofNullable(found[0]);
  }

  private static <T> AssumedRole changed(
      AssumedRole role, Optional<T> value, BiFunction<AssumedRole, T, AssumedRole> change) {
    return value.map(each -> change.apply(role, each)).orElse(role);
  }

  private static void options(
      Section account, ProviderFactory kind, AccountConfig.Builder builder) {
    kind.options()
        .forEach(
            (key, words) ->
                account
                    .text(key)
                    .ifPresent(
                        word -> {
                          if (words.isEmpty() || words.contains(word)) {
                            builder.option(key, word);
                          } else {
                            account.complain(
                                key, "must be one of " + String.join(", ", new TreeSet<>(words)));
                          }
                        }));
  }

  private void guards(Section guards) {
    guards
        .readAll("deny-tags", text -> onTag(text, ReleaseGuard::denyTag, ReleaseGuard::denyTag))
        .forEach(config::guard);
    guards
        .readAll(
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
    guards.readAll("require-names", ReleaseGuard::requireName).forEach(config::guard);
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
    if (equals == 0) {
      throw new IllegalArgumentException("must be KEY or KEY=VALUE");
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
    policy.readAll("deny-tags", text -> onTag(text, builder::denyTag, builder::denyTag));
    policy.readAll("deny-names", builder::denyName);
    policy
        .whole("most-per-request")
        .ifPresent(n -> policy.attempt("most-per-request", () -> builder.mostPerRequest(n)));
    policy
        .whole("most-per-hour")
        .ifPresent(n -> policy.attempt("most-per-hour", () -> builder.mostPerHour(n)));
    policy
        .whole("approval-above")
        .ifPresent(n -> policy.attempt("approval-above", () -> builder.approvalAbove(n)));
    policy.section(
        "waves",
        waves -> {
          int trouble = waves.whole("most-trouble-percent").orElse(5);
          int[] percents =
              waves.readAll("percents", Integer::valueOf).stream().mapToInt(n -> n).toArray();
          policy.attempt("waves", () -> builder.waves(trouble, percents));
        });
    config.policy(builder.build());
  }

  private void network(Section network) {
    NetworkSettings.Builder builder = NetworkSettings.builder().variables(source.variablesOrOwn());
    if (network.text("proxy").equals(Optional.of("none"))) {
      builder.direct();
    } else {
      proxy(network).ifPresent(builder::proxy);
    }
    builder.bypass(network.texts("no-proxy"));
    network.files("trust-pem").forEach(builder::trustPem);
    network.section(
        "trust-store",
        store -> {
          Optional<Path> file = store.file("file");
          Optional<Secret> password = revealed(store, "password");
          if (file.isPresent() && password.isPresent()) {
            builder.trustKeyStore(file.get(), password.get());
          } else if (!store.has("file") || !store.has("password")) {
            store.complain("", "needs file and password");
          }
        });
    network
        .duration("connect-timeout")
        .ifPresent(time -> network.attempt("connect-timeout", () -> builder.connectTimeout(time)));
    network
        .duration("answer-timeout")
        .ifPresent(time -> network.attempt("answer-timeout", () -> builder.answerTimeout(time)));
    network
        .text("user-agent")
        .ifPresent(suffix -> network.attempt("user-agent", () -> builder.userAgentSuffix(suffix)));
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
    Optional<Secret> password = revealed(network, "proxy-password");
    if (network.has("proxy-user") != network.has("proxy-password")
        || network.has("proxy-user") && !network.has("proxy")) {
      network.complain("proxy-user", "belongs together with proxy and proxy-password");
      return proxy;
    }
    if (proxy.isEmpty() || user.isEmpty() || password.isEmpty()) {
      return proxy;
    }
    ProxyServer[] known = {proxy.get()};
    network.attempt("proxy-user", () -> known[0] = known[0].login(user.get(), password.get()));
    return Optional.of(known[0]);
  }

  /** A secret that is needed before anything is called. */
  private Optional<Secret> revealed(Section section, String key) {
    Optional<SecretRef> ref = section.secret(key);
    Secret[] found = new Secret[1];
    ref.ifPresent(
        secret ->
            section.attempt(
                key,
                () ->
                    found[0] =
                        Secret.of(
                            secret.read(
                                source.variablesOrOwn(), source.homeOrOwn(), source.folder()))));
    return Optional.ofNullable(found[0]);
  }

  private void store(Section store) {
    Optional<String> url =
        store.read(
            "url",
            text -> {
              if (!text.startsWith("jdbc:")) {
                throw new IllegalArgumentException("must begin with jdbc:");
              }
              if (text.contains("password=") || hasLogin(text)) {
                store.checkThatPlainMayStandHere();
              }
              return text;
            });
    String user = store.text("user").orElse("");
    Optional<Secret> password = revealed(store, "password");
    if (!store.has("url")) {
      store.complain("url", "is missing");
    }
    url.ifPresent(text -> config.store(new StoreConfig(text, user, password)));
  }

  private static boolean hasLogin(String url) {
    return LOGIN.matcher(url).find();
  }
}
