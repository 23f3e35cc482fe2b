package io.cloudrelease.tencent;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.EnvironmentCredentials;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where keys are looked for when none are given: variables, then the vendor's files. */
final class TencentCredentials {

  private static final Path SYSTEM_FILE = Path.of("/etc/tencentcloud/credentials");

  private TencentCredentials() {}

  /** The usual sources; nothing is read before the first request. */
  static CredentialsProvider of(Environment environment, String account) {
    // On Linux the vendor's Java SDK lets the system's file win over the user's; so it does here.
    List<Path> systemFiles = File.separatorChar == '/' ? List.of(SYSTEM_FILE) : List.of();
    return of(environment, account, systemFiles);
  }

  static CredentialsProvider of(Environment environment, String account, List<Path> systemFiles) {
    List<CredentialsProvider> sources = new ArrayList<>();
    sources.add(
        new EnvironmentCredentials(
            environment,
            "TENCENTCLOUD_SECRET_ID",
            "TENCENTCLOUD_SECRET_KEY",
            List.of("TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN")));
    for (Path file : systemFiles) {
      sources.add(CredentialsProvider.cached(new CredentialsFile(file)));
    }
    Path userFile = environment.home().resolve(".tencentcloud/credentials");
    sources.add(CredentialsProvider.cached(new CredentialsFile(userFile)));
    return CredentialsProvider.firstOf(account, sources);
  }
}
