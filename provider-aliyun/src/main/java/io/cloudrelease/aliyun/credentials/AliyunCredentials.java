package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.EnvironmentCredentials;
import io.cloudrelease.credentials.sources.KeyChain;
import io.cloudrelease.credentials.sources.LazyCredentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.transport.HttpTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where keys come from when none are given, in the order of the vendor's Java SDK: system
 * properties, variables in the vendor's three dialects, OIDC, the file of the command line, the INI
 * file, the role of the machine, a service that gives keys. A file, a profile or a role of the
 * machine that a variable names comes before those that nobody named. A role of the settings is
 * assumed on top.
 *
 * <p>The source that first gave keys stays, and so does its profile: another one may be another
 * account's, and a run must not change accounts because somebody switched profiles or moved a file.
 * A file that is there and broken is an error, for the same reason. Each source is made when it is
 * asked, so that none is loaded for nothing.
 */
public final class AliyunCredentials {
  /** Terraform's. */
  private static final List<String> BARE_ROLES = List.of("ALICLOUD_ASSUME_ROLE_ARN");

  /** Those of a cluster's identity are the command line's too. */
  private static final List<String> ROLES =
      List.of("ALICLOUD_ASSUME_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN", "ALIBABACLOUD_ROLE_ARN");

  private AliyunCredentials() {}

  /**
   * The usual sources, or those of the settings.
   *
   * @param tokenSigner what signs calls to STS
   * @param tokenService where STS is; empty for its own hosts
   * @param vpc whether to call its hosts inside a VPC
   */
  public static CredentialsProvider of(
      ProviderSettings settings,
      RequestSigner tokenSigner,
      Optional<Endpoint> tokenService,
      boolean vpc) {
    return of(settings, surroundings(settings, tokenSigner, tokenService, vpc));
  }

  /** Where the STS is that such credentials ask. Parameters are those of {@link #of}. */
  public static Endpoint tokenService(
      ProviderSettings settings,
      RequestSigner tokenSigner,
      Optional<Endpoint> tokenService,
      boolean vpc) {
    return Sts.usual(surroundings(settings, tokenSigner, tokenService, vpc));
  }

  private static Surroundings surroundings(
      ProviderSettings settings,
      RequestSigner tokenSigner,
      Optional<Endpoint> tokenService,
      boolean vpc) {
    return Surroundings.of(
        environment(settings), tokenSigner, tokenService, vpc, settings.areCommandsAllowed());
  }

  static CredentialsProvider of(ProviderSettings settings, Surroundings surroundings) {
    CredentialsProvider base =
        settings
            .credentials()
            .orElseGet(
                () ->
                    new KeyChain(
                        settings.name(),
                        surroundings.http(),
                        settings.profile().isEmpty()
                            ? sources(surroundings)
                            : List.of(CliFile.usual(settings.profile(), surroundings))));
    return settings
        .role()
        .<CredentialsProvider>map(
            role ->
                new KeyChain(
                    settings.name(),
                    surroundings.http(),
                    List.of(new Assumed(base, role, surroundings))))
        .orElse(base);
  }

  private static List<CredentialsProvider> sources(Surroundings surroundings) {
    List<CredentialsProvider> sources = new ArrayList<>();
    sources.add(() -> properties(surroundings));
    sources.add(() -> variables(surroundings, "ALIBABA_CLOUD_"));
    sources.add(() -> variables(surroundings, "ALIBABACLOUD_"));
    sources.add(() -> terraforms(surroundings));
    sources.add(() -> ClusterIdentity.read(surroundings));
    List<CredentialsProvider> unnamed = new ArrayList<>();
    // Whoever names a source means it, and not a file that happens to be there.
    boolean fileIsNamed = !surroundings.fileVariable().isEmpty();
    boolean profileIsNamed = !surroundings.profile().isEmpty();
    if (!fileIsNamed) {
      (profileIsNamed ? sources : unnamed)
          .add(new LazyCredentials(() -> CliFile.current(surroundings)));
    }
    (fileIsNamed || profileIsNamed ? sources : unnamed)
        .add(new LazyCredentials(() -> IniSource.usual(surroundings)));
    (surroundings.machineRole().isEmpty() ? unnamed : sources)
        .add(() -> EcsRole.ofThisMachine(surroundings).resolve());
    unnamed.add(() -> CredentialsUri.ofVariable(surroundings));
    sources.addAll(unnamed);
    return sources;
  }

  private static Credentials properties(Surroundings surroundings) {
    String id = surroundings.environment().property("alibabacloud.accessKeyId");
    String secret = surroundings.environment().property("alibabacloud.accessKeyIdSecret");
    if (secret.isEmpty()) {
      secret = surroundings.environment().property("alibabacloud.accessKeySecret");
    }
    String token = surroundings.environment().property("alibabacloud.sessionToken");
    if (id.isEmpty() && secret.isEmpty() && token.isEmpty()) {
      throw ConfigurationException.absent(
          "no system properties alibabacloud.accessKeyId and alibabacloud.accessKeyIdSecret");
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new ConfigurationException(
          "of the system properties alibabacloud.accessKeyId and alibabacloud.accessKeyIdSecret"
              + " one is not set, though others are");
    }
    return token.isEmpty()
        ? Credentials.ofKey(id, secret)
        : Credentials.ofSession(id, secret, token);
  }

  private static Credentials variables(Surroundings surroundings, String dialect) {
    return unassumed(
        surroundings,
        new EnvironmentCredentials(
            surroundings.environment(),
            dialect + "ACCESS_KEY_ID",
            dialect + "ACCESS_KEY_SECRET",
            List.of(dialect + "SECURITY_TOKEN")));
  }

  /**
   * Beside a role that variables name, and that is not one of a cluster's identity, the vendor's
   * command line and Terraform's provider assume it with such keys. The keys beneath have other
   * rights, and may be another account's.
   */
  private static Credentials unassumed(Surroundings surroundings, EnvironmentCredentials source) {
    Credentials keys = source.resolve();
    String role = surroundings.firstSet(surroundings.isInCluster() ? BARE_ROLES : ROLES);
    if (!role.isEmpty() && keys.token().isEmpty()) {
      throw new ConfigurationException(
          role
              + " names a role to assume with the keys of these variables, which is done by a"
              + " profile of mode RamRoleArn and by role in a configuration, not by variables; unset"
              + " it if the keys alone are meant");
    }
    return keys;
  }

  /** The third dialect has two spellings of its own, that of the command line and Terraform's. */
  private static Credentials terraforms(Surroundings surroundings) {
    boolean spelledShort =
        !surroundings.first("ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY").isEmpty();
    boolean spelledLong =
        !surroundings.first("ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET").isEmpty();
    return spelledShort && !spelledLong
        ? unassumed(
            surroundings,
            new EnvironmentCredentials(
                surroundings.environment(),
                "ALICLOUD_ACCESS_KEY",
                "ALICLOUD_SECRET_KEY",
                List.of("ALICLOUD_SECURITY_TOKEN")))
        : variables(surroundings, "ALICLOUD_");
  }

  /** Keys of a role, assumed with others, or with a web identity. */
  private record Assumed(CredentialsProvider base, AssumedRole role, Surroundings surroundings)
      implements CredentialsProvider {
    @Override
    public Credentials resolve() {
      Sts sts = new Sts(surroundings, Sts.Place.usual(surroundings));
      return role.tokenFile().isPresent()
          ? sts.withWebIdentity(role, "")
          : sts.assume(base, role, "");
    }

    @Override
    public boolean refresh() {
      return base.refresh();
    }

    @Override
    public void callThrough(HttpTransport transport) {
      base.callThrough(transport);
    }
  }

  private static Environment environment(ProviderSettings settings) {
    return Environment.of(
        settings::variable, settings::property, settings.home(), settings.isOfThisMachine());
  }
}
