package io.cloudrelease.fuzz;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.IniFile;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the files that hold keys. A file that is there and broken is an error that names the file
 * and quotes nothing of it, and never a reason to sign with the keys of the next source.
 */
final class KeyFileTarget implements Target {
  private static final String SECRET = "Hw0T4x9qZ7sKp2Vb";
  private static final String OTHERS = "0therAcc0untsKey";

  private static final byte[] TENCENT =
      ("# mine\n[default]\nsecret_id = AKID1\nsecret_key = "
              + SECRET
              + "\n[other]\nsecret_id = AKID2\nsecret_key = "
              + OTHERS
              + "\n")
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] ALIYUN =
      ("{\"current\":\"default\",\"profiles\":[{\"name\":\"default\",\"mode\":\"AK\","
              + "\"access_key_id\":\"LTAI1\",\"access_key_secret\":\""
              + SECRET
              + "\",\"region_id\":\"cn-hangzhou\"}]}")
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] ALIYUN_INI =
      ("[default]\ntype=access_key\naccess_key_id=LTAI2\naccess_key_secret=" + OTHERS + "\n")
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] ZENO =
      ("{\"default\":{\"access_key_id\":\"AK1\",\"access_key_secret\":\""
              + OTHERS
              + "\"},\"work\":{\"access_key_id\":\"AK2\",\"access_key_secret\":\""
              + SECRET
              + "\"}}")
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] ZENO_CONFIG =
      "{\"current_profile\":\"work\"}".getBytes(StandardCharsets.UTF_8);

  private final Path home;

  KeyFileTarget() throws IOException {
    home = Scratch.folder("keys");
    Files.createDirectories(home.resolve(".tencentcloud"));
    Files.createDirectories(home.resolve(".aliyun"));
    Files.createDirectories(home.resolve(".alibabacloud"));
    Files.createDirectories(home.resolve(".zenlayer"));
    Files.write(home.resolve(".alibabacloud/credentials.ini"), ALIYUN_INI);
  }

  @Override
  public void feed(byte[] input) throws IOException {
    Draws draws = new Draws(input);
    switch (draws.below(5)) {
      case 0 -> {
        write(".tencentcloud/credentials", damaged(TENCENT, draws));
        resolve("tencent-cvm", new TencentCvmFactory()::create);
      }
      case 1 -> {
        write(".aliyun/config.json", damaged(ALIYUN, draws));
        resolve("aliyun-ecs", new AliyunEcsFactory()::create)
            .ifPresent(
                found ->
                    must(
                        !found.secretKey().reveal().equals(OTHERS),
                        "signs with the keys of the next source"));
      }
      case 2 -> {
        write(".zenlayer/config.json", ZENO_CONFIG);
        write(".zenlayer/credentials.json", damaged(ZENO, draws));
        resolve("zenlayer-zec", new ZenlayerZec.Factory()::create);
      }
      case 3 -> {
        byte[] config = Damage.cut(ZENO_CONFIG, draws);
        write(".zenlayer/config.json", config);
        write(".zenlayer/credentials.json", ZENO);
        resolve("zenlayer-zec", new ZenlayerZec.Factory()::create)
            .ifPresent(
                found ->
                    must(
                        found.secretKey().reveal().equals(SECRET),
                        "signs with the keys of another profile",
                        new String(config, StandardCharsets.UTF_8)));
      }
      default -> {
        Path file = home.resolve("keys");
        Files.write(file, draws.flag() ? draws.rest() : damaged(TENCENT, draws));
        quiet(() -> IniFile.read(file));
        quiet(() -> KeyFile.read(file).map(KeyFile::json));
      }
    }
  }

  private static byte[] damaged(byte[] genuine, Draws draws) {
    return switch (draws.below(4)) {
      case 0 -> draws.rest();
      case 1 -> Damage.cut(genuine, draws);
      case 2 -> Damage.oneByte(genuine, draws);
      default -> Damage.several(genuine, genuine, draws);
    };
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(home.resolve(name), bytes);
  }

  private Optional<Credentials> resolve(
      String name, Function<ProviderSettings, CloudProvider> factory) {
    Environment environment = Environment.of(Map.of(), home);
    CloudProvider provider =
        factory.apply(ProviderSettings.of(name, environment::variable, environment.home()));
    Credentials[] found = new Credentials[1];
    quiet(() -> found[0] = provider.credentials().resolve());
    return Optional.ofNullable(found[0]).filter(credentials -> !credentials.isBearer());
  }

  private static void quiet(Runnable read) {
    try {
      read.run();
    } catch (ConfigurationException broken) {
      for (Throwable said = broken; said != null; said = said.getCause()) {
        String text = String.valueOf(said.getMessage());
        must(!text.contains(SECRET) && !text.contains(OTHERS), "says the secret", text);
      }
    }
  }
}
