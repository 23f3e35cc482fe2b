package io.cloudrelease.tencent.credentials;

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
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where keys are looked for when none are given, in the order of the vendor's Java SDK, with the
 * files of its Go SDK and of its command line between: variables, files, the role of the machine,
 * OIDC in a cluster. A profile or a role of the machine that a variable names comes before the
 * files that nobody named. A role to assume, from the settings or from variables, is put on top.
 *
 * <p>Each source is made when it is asked, so that none is loaded for nothing.
 */
public final class TencentCredentials {
  private static final Path SYSTEM_FILE = Path.of("/etc/tencentcloud/credentials");
  private static final String CREDENTIALS_FILE = "TENCENTCLOUD_CREDENTIALS_FILE";

  private TencentCredentials() {}

  /**
   * The usual sources, or those of the settings; nothing is read before the first request.
   *
   * @param tokenSigner what signs calls to STS
   * @param tokenService where STS is
   */
  public static CredentialsProvider of(
      ProviderSettings settings, RequestSigner tokenSigner, Endpoint tokenService) {
    // On Linux the vendor's Java SDK lets the system's file win over the user's; so it does here.
    List<Path> systemFiles = File.separatorChar == '/' ? List.of(SYSTEM_FILE) : List.of();
    return of(
        settings, systemFiles, Surroundings.of(environment(settings), tokenSigner, tokenService));
  }

  static CredentialsProvider of(
      ProviderSettings settings, List<Path> systemFiles, Surroundings surroundings) {
    CredentialsProvider base =
        settings
            .credentials()
            .orElseGet(
                () ->
                    new KeyChain(
                        settings.name(),
                        surroundings.http(),
                        settings.profile().isEmpty()
                            ? sources(environment(settings), systemFiles, surroundings)
                            : List.of(profile(settings.profile(), surroundings))));
    Optional<AssumedRole> wanted = settings.role();
    if (wanted.isEmpty() && (settings.credentials().isPresent() || !settings.profile().isEmpty())) {
      // Whoever names the keys means them, and not a role that some variable names.
      return base;
    }
    if (wanted.isEmpty() && !RoleVariables.areSet(environment(settings))) {
      return base;
    }
    return new KeyChain(
        settings.name(),
        surroundings.http(),
        List.of(RoleCredentials.of(base, wanted, environment(settings), surroundings)));
  }

  private static List<CredentialsProvider> sources(
      Environment environment, List<Path> systemFiles, Surroundings surroundings) {
    List<CredentialsProvider> sources = new ArrayList<>();
    sources.add(
        new EnvironmentCredentials(
            environment,
            "TENCENTCLOUD_SECRET_ID",
            "TENCENTCLOUD_SECRET_KEY",
            List.of("TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN")));
    sources.add(() -> named(environment));
    List<CredentialsProvider> unnamed = new ArrayList<>();
    for (Path file : systemFiles) {
      unnamed.add(() -> new SdkFile(file).resolve());
    }
    Path userFile = environment.home().resolve(".tencentcloud/credentials");
    unnamed.add(() -> new SdkFile(userFile).resolve());
    // Whoever names a profile or a role means it, and not a file that happens to be there.
    boolean profileIsNamed =
        isSet(environment, TccliProfile.VARIABLE)
            || isSet(environment, TccliProfile.TERRAFORMS_VARIABLE)
            || isSet(environment, TccliProfile.FOLDER);
    boolean roleIsNamed = isSet(environment, CvmRole.VARIABLE);
    (profileIsNamed ? sources : unnamed).add(profile("", surroundings));
    (roleIsNamed ? sources : unnamed)
        .add(() -> CvmRole.ofThisMachine(environment, surroundings).resolve());
    unnamed.add(() -> ClusterIdentity.of(environment, surroundings).resolve());
    sources.addAll(unnamed);
    return sources;
  }

  private static boolean isSet(Environment environment, String variable) {
    return !environment.variable(variable).isEmpty();
  }

  /** Named by hand, it has to be there. */
  private static Credentials named(Environment environment) {
    String file = environment.variable(CREDENTIALS_FILE);
    if (file.isEmpty()) {
      throw ConfigurationException.absent("or name a file by " + CREDENTIALS_FILE);
    }
    try {
      return new SdkFile(Path.of(file)).resolve();
    } catch (InvalidPathException notAPath) {
      throw new ConfigurationException(CREDENTIALS_FILE + " is not a path", notAPath);
    } catch (ConfigurationException wrong) {
      throw wrong.isAbsence()
          ? new ConfigurationException(CREDENTIALS_FILE + " names " + file + ", which is not there")
          : wrong;
    }
  }

  /** One profile for life: which one is current may change, and with it the account. */
  private static CredentialsProvider profile(String wanted, Surroundings surroundings) {
    return new LazyCredentials(() -> TccliProfile.of(wanted, surroundings));
  }

  private static Environment environment(ProviderSettings settings) {
    return Environment.of(
        settings::variable, settings::property, settings.home(), settings.isOfThisMachine());
  }
}
