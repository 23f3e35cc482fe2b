package io.cloudrelease.config;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.text.AccountName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account: a name, a kind of cloud, where its keys are, and what is otherwise than usual.
 * Immutable and thread-safe; its text form has no secrets.
 */
public final class AccountConfig {
  private final String name;
  private final String cloud;
  private final @Nullable CredentialsProvider credentials;
  private final String profile;
  private final boolean commandsAllowed;
  private final @Nullable AssumedRole role;
  private final String expectedId;
  private final String endpoint;
  private final List<String> regions;
  private final Map<String, Double> rates;
  private final Map<String, String> options;

  private AccountConfig(Builder from) {
    this.name = from.name;
    this.cloud = from.cloud;
    this.credentials = from.credentials;
    this.profile = from.profile;
    this.commandsAllowed = from.commandsAllowed;
    this.role = from.role;
    this.expectedId = from.expectedId;
    this.endpoint = from.endpoint;
    this.regions = List.copyOf(from.regions);
    this.rates = Map.copyOf(from.rates);
    this.options = Map.copyOf(from.options);
  }

  /**
   * An account that is set up step by step, with keys from the usual places of its cloud.
   *
   * @param name which references begin with: {@code prod} in {@code prod:ap-guangzhou:ins-1};
   *     lower-case letters, digits and hyphens, 1 to 64 characters
   * @param cloud the kind of cloud: {@code tencent-cvm}
   * @throws ConfigurationException when the name can stand in no reference
   */
  public static Builder builder(String name, String cloud) {
    @Nullable String wrong = AccountName.wrong(name);
    if (wrong != null) {
      throw new ConfigurationException("an account's name " + wrong + "; references begin with it");
    }
    return new Builder(name, cloud);
  }

  public String name() {
    return name;
  }

  /** The kind of cloud. */
  public String cloud() {
    return cloud;
  }

  /** Empty for the usual places of the cloud's own users. */
  public Optional<CredentialsProvider> credentials() {
    return Optional.ofNullable(credentials);
  }

  /** The profile of the vendor's command-line tool; empty for none in particular. */
  public String profile() {
    return profile;
  }

  public boolean areCommandsAllowed() {
    return commandsAllowed;
  }

  public Optional<AssumedRole> role() {
    return Optional.ofNullable(role);
  }

  /** The cloud's own id that the account must have; empty for any. */
  public String expectedId() {
    return expectedId;
  }

  /** Empty for the cloud's own hosts. */
  public String endpoint() {
    return endpoint;
  }

  /** Where the command-line tool looks for its instances when nobody says where. */
  public List<String> regions() {
    return regions;
  }

  /** Calls a second, by action, where they are not those of the provider. */
  public Map<String, Double> rates() {
    return rates;
  }

  /** What is only known to its kind of cloud. */
  public Map<String, String> options() {
    return options;
  }

  @Override
  public String toString() {
    return "AccountConfig[" + name + ", " + cloud + "]";
  }

  /** Collects what is to be known of an account. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final String cloud;
    private @Nullable CredentialsProvider credentials;
    private String profile = "";
    private boolean commandsAllowed;
    private @Nullable AssumedRole role;
    private String expectedId = "";
    private String endpoint = "";
    private List<String> regions = List.of();
    private final Map<String, Double> rates = new LinkedHashMap<>();
    private final Map<String, String> options = new LinkedHashMap<>();

    private Builder(String name, String cloud) {
      this.name = name;
      this.cloud = Objects.requireNonNull(cloud, "cloud");
    }

    /** Keys from there, in place of the usual places to look for them. */
    public Builder credentials(CredentialsProvider value) {
      credentials = Objects.requireNonNull(value, "credentials");
      return this;
    }

    /** That profile of the vendor's command-line tool as the only place to look for keys. */
    public Builder profile(String value) {
      profile = Objects.requireNonNull(value, "profile");
      return this;
    }

    /** Lets a profile have the command run that it names as its source of keys. */
    public Builder allowCredentialCommands() {
      commandsAllowed = true;
      return this;
    }

    /** Calls as that role, assumed with the keys found or given. */
    public Builder assumeRole(AssumedRole value) {
      role = Objects.requireNonNull(value, "role");
      return this;
    }

    /**
     * The cloud's own id that the account must have, else nothing is called of it. White space
     * around it is dropped.
     *
     * @throws ConfigurationException when it is blank
     */
    public Builder expectAccount(String id) {
      if (Objects.requireNonNull(id, "id").isBlank()) {
        throw new ConfigurationException("the id expected of '" + name + "' is blank");
      }
      expectedId = id.strip();
      return this;
    }

    /** One host for all calls, in place of the cloud's own: {@code https://host[:port]}. */
    public Builder endpoint(String url) {
      endpoint = Objects.requireNonNull(url, "url");
      return this;
    }

    /** Where the command-line tool looks for its instances when nobody says where. */
    public Builder regions(List<String> values) {
      regions = List.copyOf(values);
      return this;
    }

    /**
     * Calls a second of that action.
     *
     * @throws ConfigurationException unless it is above zero, and finite
     */
    public Builder rate(String action, double perSecond) {
      if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
        throw new ConfigurationException(
            "the rate of "
                + action
                + " of '"
                + name
                + "' is "
                + perSecond
                + "; it must be above zero and finite");
      }
      rates.put(Objects.requireNonNull(action, "action"), perSecond);
      return this;
    }

    /**
     * What is only known to its kind of cloud: {@code option("site", "international")}. A key or a
     * word that its kind does not know is refused when a client is set up.
     */
    public Builder option(String key, String value) {
      options.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
      return this;
    }

    public AccountConfig build() {
      return new AccountConfig(this);
    }
  }
}
