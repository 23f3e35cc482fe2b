package io.cloudrelease.tencent.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vendor's own library in the same surroundings, in a process of its own: the same keys come
 * out, or the difference is on purpose and stands in the documentation.
 */
class VendorOracleTest {
  private static final String ID = "TENCENTCLOUD_SECRET_ID";
  private static final String KEY = "TENCENTCLOUD_SECRET_KEY";
  private static final String FILE = ".tencentcloud/credentials";
  private static final String ROLES = "/latest/meta-data/cam/security-credentials/";
  private static final String IN_FILE = "[default]\nsecret_id=file\nsecret_key=k\n";

  private static HttpServer machine;

  @TempDir Path home;

  @BeforeAll
  static void start() throws IOException {
    machine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String keys =
        "{\"TmpSecretId\":\"meta\",\"TmpSecretKey\":\"k\",\"Token\":\"t\",\"ExpiredTime\":4099780800,"
            + "\"Expiration\":\"2099-11-30T00:00:00Z\",\"Code\":\"Success\"}";
    machine.createContext(
        "/",
        exchange -> {
          boolean names = exchange.getRequestURI().getPath().equals(ROLES);
          byte[] bytes = (names ? "role" : keys).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    machine.start();
  }

  @AfterAll
  static void stop() {
    machine.stop(0);
  }

  /**
   * Surroundings, always on a machine with a role, so that the vendor's library asks nobody else.
   *
   * @param difference what is meant to come out otherwise here, and why; empty for the same
   */
  record Case(
      String name, Map<String, String> variables, Map<String, String> files, String difference) {
    Case with(String variable, String value) {
      Map<String, String> more = new HashMap<>(variables);
      more.put(variable, value);
      return new Case(name, more, files, difference);
    }

    Case file(String path, String text) {
      Map<String, String> more = new HashMap<>(files);
      more.put(path, text);
      return new Case(name, variables, more, difference);
    }

    Case differs(String why) {
      return new Case(name, variables, files, why);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name) {
    return new Case(name, Map.of(), Map.of(), "");
  }

  private static Case keys(String name) {
    return of(name).with(ID, "env").with(KEY, "k");
  }

  static List<Case> cases() {
    String broken = "a file that is there and broken is an error; theirs goes on to the machine";
    return List.of(
        of("the machine's role"),
        keys("variables"),
        keys("variables before the file").file(FILE, IN_FILE),
        of("the file").file(FILE, IN_FILE),
        of("spaces in the file").file(FILE, IN_FILE.replace("=", " = ")),
        of("comments in the file").file(FILE, "# mine\n; too\n" + IN_FILE),
        of("other sections in the file").file(FILE, "[other]\nsecret_id=no\n" + IN_FILE),
        of("a key that holds an equals sign").file(FILE, IN_FILE.replace("=k", "=k=e")),
        of("Windows line ends").file(FILE, IN_FILE.replace("\n", "\r\n")),
        of("a region beside").file(FILE, IN_FILE).with("TENCENTCLOUD_REGION", "ap-guangzhou"),
        keys("a cluster's identity beside variables").with("TKE_REGION", "ap-guangzhou"),
        keys("a token beside variables")
            .with("TENCENTCLOUD_TOKEN", "t")
            .differs("the command line's token is read; theirs signs without it, and is refused"),
        of("a token in the file")
            .file(FILE, IN_FILE + "token=t\n")
            .differs("a token in the file is read; theirs leaves it out"),
        of("half variables")
            .with(ID, "env")
            .differs("half a key is an error; theirs goes on to the machine"),
        of("half variables before the file")
            .with(ID, "env")
            .file(FILE, IN_FILE)
            .differs("half a key is an error; theirs goes on to the file"),
        of("half keys in the file").file(FILE, "[default]\nsecret_id=file\n").differs(broken),
        of("a file without a section").file(FILE, "secret_id=file\nsecret_key=k\n").differs(broken),
        of("a profile of the command line")
            .file(".tccli/default.credential", "{\"secretId\":\"cli\",\"secretKey\":\"k\"}")
            .differs("the command line's profile is read; theirs does not know it"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_same_keys_come_out(Case surroundings) throws Exception {
    for (Map.Entry<String, String> file : surroundings.files.entrySet()) {
      Path path = home.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    String theirs = theirs(surroundings);
    String ours = ours(surroundings);
    assertThat(theirs).as("what the vendor's process printed").matches("none|keys .+");
    if (surroundings.difference.isEmpty()) {
      assertThat(ours).isEqualTo(theirs).startsWith("keys ");
    } else {
      assertThat(ours).as(surroundings.difference).isNotEqualTo(theirs);
    }
  }

  private String ours(Case given) {
    Environment environment = Environment.of(given.variables, home);
    Surroundings surroundings =
        new Surroundings(
            environment,
            new SourceHttp(),
            TokenSigner.ofTheProvider(),
            Endpoint.https("sts.tencentcloudapi.com"),
            Optional.of(URI.create("http://127.0.0.1:" + machine.getAddress().getPort())),
            InstantSource.system(),
            (pause, wake) -> {});
    try {
      Credentials keys =
          TencentCredentials.of(
                  ProviderSettings.of("tencent-cvm", environment::variable, environment.home()),
                  List.of(),
                  surroundings)
              .resolve();
      return ("keys "
              + keys.accessKeyId()
              + " "
              + keys.secretKey().reveal()
              + " "
              + keys.token().map(Secret::reveal).orElse(""))
          .strip();
    } catch (ConfigurationException | InvalidRequestException none) {
      return "none";
    }
  }

  private String theirs(Case given) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Duser.home=" + home));
    // The vendor's metadata address is reached through this "proxy", which answers for it.
    command.addAll(
        List.of(
            "-Dhttp.proxyHost=127.0.0.1",
            "-Dhttp.proxyPort=" + machine.getAddress().getPort(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            VendorKeys.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(given.variables);
    Process process = builder.start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed.lines().reduce((before, last) -> last).orElse("nothing printed");
  }
}
