package io.cloudrelease.config;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.text.Nearest;
import io.cloudrelease.text.RegionName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the accounts of a configuration: which keys they have, and what these mean. */
final class AccountReader {
  private final ConfigSource source;
  private final Map<String, ProviderFactory> kinds;

  AccountReader(ConfigSource source, Map<String, ProviderFactory> kinds) {
    this.source = source;
    this.kinds = kinds;
  }

  /**
   * Reads it.
   *
   * @param number how many there are before it: it is called by that where its name will not do
   */
  AccountConfig read(String name, Section account, int number) {
    boolean isCloud = kinds.containsKey(name) || KnownClouds.moduleOf(name).isPresent();
    String cloud = account.text("cloud").orElse(isCloud ? name : "");
    ProviderFactory kind = kinds.get(cloud);
    if (kind == null) {
      account.complain("cloud", unknown(cloud));
    }
    AccountConfig.Builder builder = builder(name, cloud, account, number);
    keys(name, account, builder);
    account.text("expect-account").ifPresent(builder::expectAccount);
    account.read("endpoint", text -> Endpoint.parse(text).toString()).ifPresent(builder::endpoint);
    builder.regions(account.readAll("regions", AccountReader::region));
    account.section("role", section -> builder.assumeRole(role(section)));
    if (kind == null) {
      // Which other keys it may have is not known then.
      account.askedAll();
    } else {
      options(account, kind, builder);
      account.section("rates", rates -> rates(rates, actions(kind, builder.build()), builder));
    }
    return builder.build();
  }

  private static String region(String text) {
    @Nullable String wrong = text.equals("*") ? null : RegionName.wrong(text);
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
    return text;
  }

  private static AccountConfig.Builder builder(
      String name, String cloud, Section account, int number) {
    try {
      return AccountConfig.builder(name, cloud);
    } catch (RuntimeException noName) {
      account.complain("", String.valueOf(noName.getMessage()));
      return AccountConfig.builder("unnamed-" + number, cloud);
    }
  }

  private String unknown(String cloud) {
    Optional<String> module = KnownClouds.moduleOf(cloud);
    if (module.isPresent()) {
      return "is " + cloud + ", whose provider is not on the class path; add " + module.get();
    }
    Set<String> near = new TreeSet<>(kinds.keySet());
    near.addAll(KnownClouds.names());
    return (cloud.isEmpty() ? "is missing" : "is of no known kind")
        + Nearest.to(cloud, near)
            .map(meant -> "; did you mean " + meant + "?")
            .orElse("; known are " + String.join(", ", new TreeSet<>(kinds.keySet())));
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
    Optional<SecretRef> id = keys.reference("id"); // who one is, is no secret
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

  /** What is called of an account of that kind; nothing where that cannot be told. */
  private Set<String> actions(ProviderFactory kind, AccountConfig account) {
    Set<String> actions = new TreeSet<>();
    try {
      ProviderFacts facts =
          kind.create(
                  ProviderSettings.of(account.name(), name -> "", source.homeOrOwn())
                      .options(account.options()))
              .facts();
      actions.add(facts.lookAction().name());
      facts.releaseActions().forEach(action -> actions.add(action.name()));
    } catch (RuntimeException wrong) {
      // Wrong options are told where the account is made.
    }
    return actions;
  }

  private static void rates(Section rates, Set<String> actions, AccountConfig.Builder builder) {
    for (String action : List.copyOf(rates.keys())) {
      if (!actions.isEmpty() && !actions.contains(action)) {
        rates.complain(
            action,
            "is no action that is called"
                + Nearest.to(action, actions)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; known are " + String.join(", ", actions)));
      }
      rates.number(action, rate -> builder.rate(action, aboveZero(rate)));
    }
  }

  private static double aboveZero(double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException("must be above zero");
    }
    return rate;
  }

  private static AssumedRole role(Section section) {
    AssumedRole named = AssumedRole.of(section.text("arn").orElse("unsaid"));
    AssumedRole role = changed(named, section.text("session-name"), AssumedRole::sessionName);
    role = changed(role, section.text("external-id"), AssumedRole::externalId);
    role = section.duration("duration", role::duration).orElse(role);
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
    return role;
  }

  private static AssumedRole changed(
      AssumedRole role,
      Optional<String> value,
      BiFunction<AssumedRole, String, AssumedRole> change) {
    return value.map(each -> change.apply(role, each)).orElse(role);
  }

  private static void options(
      Section account, ProviderFactory kind, AccountConfig.Builder builder) {
    kind.options()
        .forEach(
            (key, words) -> option(account, key, words).ifPresent(w -> builder.option(key, w)));
  }

  /**
   * A word for the provider.
   *
   * @param words those that it knows; none means any
   */
  private static Optional<String> option(Section account, String key, Set<String> words) {
    return account.read(
        key,
        word -> {
          if (!words.isEmpty() && !words.contains(word)) {
            throw new IllegalArgumentException(
                "must be one of " + String.join(", ", new TreeSet<>(words)));
          }
          return word;
        });
  }
}
