package io.cloudrelease.network;

import io.cloudrelease.credentials.Secret;
import io.cloudrelease.error.InvalidRequestException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a client reaches clouds: through which proxy, whom it trusts besides the platform's
 * authorities, how long it waits. Nothing here switches off what keeps a destructive call to one
 * request. Immutable and thread-safe; its text form has no secrets.
 *
 * <p>Metadata services of the machine, and plain HTTP to it, never go through a proxy.
 */
public final class NetworkSettings {
  /** The most time for a name lookup, and for connecting to one address, by default. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int LONGEST_SUFFIX = 200;

  private final @Nullable ProxyServer proxy;
  private final boolean direct;
  private final List<String> bypass;
  private final List<Path> pemFiles;
  private final @Nullable Path keyStore;
  private final @Nullable Secret keyStorePassword;
  private final Duration connectTimeout;
  private final @Nullable Duration answerTimeout;
  private final String userAgentSuffix;
  private final UnaryOperator<String> variables;

  private NetworkSettings(Builder from) {
    this.proxy = from.proxy;
    this.direct = from.direct;
    this.bypass = List.copyOf(from.bypass);
    this.pemFiles = List.copyOf(from.pemFiles);
    this.keyStore = from.keyStore;
    this.keyStorePassword = from.keyStorePassword;
    this.connectTimeout = from.connectTimeout;
    this.answerTimeout = from.answerTimeout;
    this.userAgentSuffix = from.userAgentSuffix;
    this.variables = from.variables;
  }

  /**
   * Settings that are collected step by step. What is not said is as usual: the proxies of Java's
   * properties or of the usual variables, and the platform's trust.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** The proxy that was set; empty for the usual places to look for one. */
  public Optional<ProxyServer> proxy() {
    return Optional.ofNullable(proxy);
  }

  /** Whether no proxy is used, whatever properties and variables say. */
  public boolean isDirect() {
    return direct;
  }

  /** Hosts that are reached without the proxy, in the form of {@code NO_PROXY}. */
  public List<String> bypass() {
    return bypass;
  }

  public List<Path> pemFiles() {
    return pemFiles;
  }

  public Optional<Path> keyStore() {
    return Optional.ofNullable(keyStore);
  }

  public Optional<Secret> keyStorePassword() {
    return Optional.ofNullable(keyStorePassword);
  }

  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** Empty for what suits each action. */
  public Optional<Duration> answerTimeout() {
    return Optional.ofNullable(answerTimeout);
  }

  /** Empty when there is none. */
  public String userAgentSuffix() {
    return userAgentSuffix;
  }

  /** The value of that environment variable, stripped; empty text when it is not set. */
  public String variable(String name) {
    String value = variables.apply(name);
    return value == null ? "" : value.strip();
  }

  @Override
  public String toString() {
    return "NetworkSettings["
        + (proxy != null ? "proxy " + proxy : direct ? "no proxy" : "the usual proxies")
        + ", bypass "
        + bypass
        + ", trust "
        + pemFiles
        + (keyStore == null ? "" : " and " + keyStore)
        + ", connect "
        + connectTimeout
        + ", answer "
        + (answerTimeout == null ? "by action" : answerTimeout)
        + "]";
  }

  /** Collects network settings. Not thread-safe. */
  public static final class Builder {
    private @Nullable ProxyServer proxy;
    private boolean direct;
    private List<String> bypass = List.of();
    private final List<Path> pemFiles = new ArrayList<>();
    private @Nullable Path keyStore;
    private @Nullable Secret keyStorePassword;
    private Duration connectTimeout = CONNECT;
    private @Nullable Duration answerTimeout;
    private String userAgentSuffix = "";
    private UnaryOperator<String> variables = System::getenv;

    private Builder() {}

    /**
     * Goes through that proxy. Without this one is looked for: Java's properties ({@code
     * https.proxyHost}, {@code socksProxyHost}, {@code http.nonProxyHosts}) or proxy selector, then
     * the variables {@code HTTPS_PROXY} and {@code ALL_PROXY} with {@code NO_PROXY}, in lower case
     * or upper case.
     */
    public Builder proxy(ProxyServer value) {
      proxy = Objects.requireNonNull(value, "proxy");
      direct = false;
      return this;
    }

    /** Goes through no proxy, whatever properties and variables say. */
    public Builder direct() {
      proxy = null;
      direct = true;
      return this;
    }

    /**
     * Hosts that are reached without the {@link #proxy}: names, which stand for those below them
     * too, addresses, networks ({@code 10.0.0.0/8}); with a port for that port only; {@code *} for
     * all. A network that can be none is refused when the client is built.
     */
    public Builder bypass(List<String> hosts) {
      bypass = List.copyOf(hosts);
      return this;
    }

    /**
     * Trusts the certificates in that PEM file too, beside the platform's; repeatable. Read when
     * the client is built.
     */
    public Builder trustPem(Path file) {
      pemFiles.add(Objects.requireNonNull(file, "file"));
      return this;
    }

    /** Trusts the trusted certificates of that key store (PKCS12 or JKS) too. */
    public Builder trustKeyStore(Path file, Secret password) {
      keyStore = Objects.requireNonNull(file, "file");
      keyStorePassword = Objects.requireNonNull(password, "password");
      return this;
    }

    /**
     * The most time for a name lookup, and for connecting to one address; default 5 s.
     *
     * @throws InvalidRequestException unless above zero and at most 5 minutes
     */
    public Builder connectTimeout(Duration value) {
      connectTimeout = checked("connect", value);
      return this;
    }

    /**
     * The most time for a whole call, connecting included, in place of what suits each action. A
     * destructive call that took longer may have been carried out all the same; it is not sent
     * again for that.
     *
     * @throws InvalidRequestException unless above zero and at most 5 minutes
     */
    public Builder answerTimeout(Duration value) {
      answerTimeout = checked("answer", value);
      return this;
    }

    private static Duration checked(String what, Duration value) {
      if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
        throw new InvalidRequestException(
            "the time limit to " + what + " must be above zero and at most 5 minutes");
      }
      return value;
    }

    /**
     * Stands behind our own name in the header User-Agent, so that clouds and proxies can tell who
     * calls: {@code nightly-cleanup/1.4}.
     *
     * @throws InvalidRequestException when it holds a line end or anything but printable ASCII, or
     *     more than 200 characters
     */
    public Builder userAgentSuffix(String value) {
      String suffix = value.strip();
      if (suffix.length() > LONGEST_SUFFIX || !suffix.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw new InvalidRequestException(
            "the suffix of the User-Agent must be printable ASCII on one line, at most "
                + LONGEST_SUFFIX
                + " characters");
      }
      userAgentSuffix = suffix;
      return this;
    }

    /** Where the usual variables are read, in place of this process's environment. */
    public Builder variables(UnaryOperator<String> value) {
      variables = Objects.requireNonNull(value, "variables");
      return this;
    }

    public NetworkSettings build() {
      return new NetworkSettings(this);
    }
  }
}
