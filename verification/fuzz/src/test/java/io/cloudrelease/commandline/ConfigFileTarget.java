package io.cloudrelease.commandline;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.fuzz.Damage;
import io.cloudrelease.fuzz.Draws;
import io.cloudrelease.fuzz.Scratch;
import io.cloudrelease.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the tool's configuration: refused with sentences that say no secret and that name the file,
 * or taken as it is. A file that merely lay in the working folder says less, and is read no worse.
 */
public final class ConfigFileTarget implements Target {
  private static final String SECRET = "Hw0T4x9qZ7sKp2Vb";
  private static final String WRITTEN = "0therAcc0untsKey";
  private static final String WRITTEN_LINE = "\n      secret: " + WRITTEN + "\n";

  private static final byte[] GENUINE =
      """
      # accounts and what is held back
      accounts:
        prod:
          cloud: tencent-cvm
          credentials:
            id: ${env:PROD_ID}
            secret: ${env:PROD_KEY}
          expect-account: "100000000001"
          regions: [ap-guangzhou, ap-shanghai]
        lab:
          cloud: aliyun-ecs
          profile: lab
          endpoint: https://ecs.example
          regions: [cn-hangzhou]
        zenlayer-zec: {cloud: zenlayer-zec}
      guards:
        deny-tags: [keep, env=prod]
        older-than: 1d
      policy:
        deny-names: ["db-*"]
        most-per-request: 200
        approval-above: 20
      network:
        proxy: http://proxy.example:3128
        proxy-user: releaser
        proxy-password: ${env:PROXY_PASSWORD}
      journal: runs
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] WITH_A_SECRET =
      new String(GENUINE, StandardCharsets.UTF_8)
          .replace("\n      secret: ${env:PROD_KEY}\n", WRITTEN_LINE)
          .getBytes(StandardCharsets.UTF_8);

  private final Path file;
  private final Environment environment;

  public ConfigFileTarget() throws IOException {
    Path home = Scratch.folder("config");
    file = home.resolve("cloudrelease.yml");
    environment =
        Environment.of(
            Map.of("PROD_ID", "AKID1", "PROD_KEY", SECRET, "PROXY_PASSWORD", SECRET), home);
  }

  @Override
  public void feed(byte[] input) throws IOException {
    Draws draws = new Draws(input);
    byte[] genuine = draws.flag() ? GENUINE : WITH_A_SECRET;
    boolean trusted = draws.flag();
    byte[] written =
        switch (draws.below(4)) {
          case 0 -> draws.rest();
          case 1 -> Damage.cut(genuine, draws);
          case 2 -> Damage.oneByte(genuine, draws);
          default -> Damage.several(genuine, GENUINE, draws);
        };
    Files.write(file, written);
    List<String> said = read(trusted);
    String text = new String(written, StandardCharsets.UTF_8);
    for (String sentence : said) {
      must(!sentence.contains(SECRET), "says the secret", sentence);
      // Elsewhere it may be the name of something.
      boolean isSecret = text.contains(WRITTEN_LINE);
      must(!isSecret || !sentence.contains(WRITTEN), "says what it should not hold", sentence);
    }
  }

  /** What is wrong with it; nothing when it is taken. */
  private List<String> read(boolean trusted) {
    List<String> said = new ArrayList<>();
    try {
      YamlTree tree = new ConfigFile(file, trusted).tree();
      if (!trusted) {
        UntrustedKeys.takeFrom(tree, environment).forEach(problem -> said.add(problem.toString()));
      }
      ConfigSource source = ConfigFile.source(tree, environment, Map.of());
      List<String> problems = ClientConfig.problems(source);
      said.addAll(problems);
      if (problems.isEmpty()) {
        ClientConfig.of(source).applyTo(ReleaseClient.builder());
      }
    } catch (ConfigurationException refused) {
      for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
        said.add(String.valueOf(cause.getMessage()));
      }
    }
    return said;
  }
}
