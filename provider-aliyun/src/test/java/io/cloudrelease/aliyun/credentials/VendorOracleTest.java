package io.cloudrelease.aliyun.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.transport.HttpTransport;
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
  private static final String ID = "ALIBABA_CLOUD_ACCESS_KEY_ID";
  private static final String SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
  private static final String TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN";
  private static final String CLI = ".aliyun/config.json";
  private static final String INI = ".alibabacloud/credentials.ini";
  private static final String ROLES = "/latest/meta-data/ram/security-credentials/";
  private static final String SAME = "";

  private static HttpServer machine;
  private static LocalSts sts;

  @TempDir Path home;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    sts = new LocalSts(folder);
    machine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String keys =
        "{\"Code\":\"Success\",\"AccessKeyId\":\"meta\",\"AccessKeySecret\":\"k\",\"SecurityToken\":\"t\","
            + "\"Expiration\":\"2099-11-20T09:00:00Z\"}";
    machine.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean put = exchange.getRequestMethod().equals("PUT");
          String body = put ? "token" : path.equals(ROLES) ? "role" : keys;
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    machine.start();
  }

  @AfterAll
  static void stop() throws IOException {
    machine.stop(0);
    sts.close();
  }

  private static int port() {
    return machine.getAddress().getPort();
  }

  /**
   * Surroundings.
   *
   * @param difference what is meant to come out otherwise here, and why; empty for the same
   * @param ours the keys that come out here then; empty where it is enough that they are others
   */
  record Case(
      String name,
      Map<String, String> variables,
      Map<String, String> properties,
      Map<String, String> files,
      boolean onMachine,
      String difference,
      String ours) {
    Case with(String variable, String value) {
      Map<String, String> more = new HashMap<>(variables);
      more.put(variable, value);
      return new Case(name, more, properties, files, onMachine, difference, ours);
    }

    Case file(String path, String text) {
      Map<String, String> more = new HashMap<>(files);
      more.put(path, text);
      return new Case(name, variables, properties, more, onMachine, difference, ours);
    }

    Case property(String key, String value) {
      Map<String, String> more = new HashMap<>(properties);
      more.put(key, value);
      return new Case(name, variables, more, files, onMachine, difference, ours);
    }

    Case machine() {
      return new Case(name, variables, properties, files, true, difference, ours);
    }

    Case differs(String why) {
      return differs(why, "");
    }

    Case differs(String why, String keys) {
      return new Case(name, variables, properties, files, onMachine, why, keys);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name) {
    return new Case(name, Map.of(), Map.of(), Map.of(), false, SAME, "");
  }

  private static Case keys(String name) {
    return of(name).with(ID, "env").with(SECRET, "k");
  }

  private static String profiles(String current, String... profiles) {
    return "{\"current\":\""
        + current
        + "\",\"profiles\":["
        + String.join(",", profiles).replace('\'', '"')
        + "]}";
  }

  private static final String AK =
      "{'name':'a','mode':'AK','access_key_id':'cli','access_key_secret':'k'}";
  private static final String B =
      "{'name':'b','mode':'AK','access_key_id':'cli-b','access_key_secret':'k'}";
  private static final String STS =
      "{'name':'a','mode':'StsToken','access_key_id':'sts','access_key_secret':'k','sts_token':'t'}";
  private static final String ACCESS_KEY =
      "[default]\nenable=true\ntype=access_key\naccess_key_id=ini\naccess_key_secret=k\n";

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(of("nothing"));
    cases.add(keys("variables"));
    cases.add(keys("variables with a token").with(TOKEN, "t"));
    cases.add(of("an id alone").with(ID, "env"));
    cases.add(of("a secret alone").with(SECRET, "k"));
    cases.add(
        of("properties")
            .property("alibabacloud.accessKeyId", "prop")
            .property("alibabacloud.accessKeyIdSecret", "k"));
    cases.add(
        of("properties in the older spelling")
            .property("alibabacloud.accessKeyId", "prop")
            .property("alibabacloud.accessKeySecret", "k"));
    cases.add(
        of("properties with a token")
            .property("alibabacloud.accessKeyId", "prop")
            .property("alibabacloud.accessKeyIdSecret", "k")
            .property("alibabacloud.sessionToken", "t"));
    cases.add(
        keys("properties before variables")
            .property("alibabacloud.accessKeyId", "prop")
            .property("alibabacloud.accessKeyIdSecret", "k"));
    cases.add(of("the command line's current profile").file(CLI, profiles("a", B, AK)));
    cases.add(of("the command line's token").file(CLI, profiles("a", STS)));
    cases.add(keys("variables before the command line").file(CLI, profiles("a", AK)));
    cases.add(
        of("a profile by variable")
            .file(CLI, profiles("a", AK, B))
            .with("ALIBABA_CLOUD_PROFILE", "b"));
    cases.add(of("a profile that is not there").file(CLI, profiles("gone", AK)));
    cases.add(
        of("the command line switched off")
            .file(CLI, profiles("a", AK))
            .with("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true"));
    cases.add(
        of("the command line switched off before the INI file")
            .file(CLI, profiles("a", AK))
            .file(INI, ACCESS_KEY)
            .with("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true"));
    cases.add(of("the INI file").file(INI, ACCESS_KEY));
    cases.add(
        of("the command line before the INI file")
            .file(CLI, profiles("a", AK))
            .file(INI, ACCESS_KEY));
    cases.add(keys("variables before the INI file").file(INI, ACCESS_KEY));
    cases.add(
        of("a section by variable")
            .file(INI, ACCESS_KEY + ACCESS_KEY.replace("default", "b").replace("=ini", "=ini-b"))
            .with("ALIBABA_CLOUD_PROFILE", "b"));
    cases.add(of("a section that is off").file(INI, ACCESS_KEY.replace("=true", "=false")));
    cases.add(
        of("spaces and comments in the INI file")
            .file(INI, "# mine\n" + ACCESS_KEY.replace("=", " = ")));
    cases.add(
        of("half keys in the INI file").file(INI, ACCESS_KEY.replace("access_key_secret=k\n", "")));
    cases.add(of("the machine's role").machine());
    cases.add(
        of("the machine's role by name").machine().with("ALIBABA_CLOUD_ECS_METADATA", "role"));
    cases.add(keys("variables before the machine").machine());
    cases.add(of("the INI file before the machine").machine().file(INI, ACCESS_KEY));
    cases.add(
        of("the INI file's machine role")
            .machine()
            .file(INI, "[default]\nenable=true\ntype=ecs_ram_role\nrole_name=role\n"));
    cases.add(
        of("the command line's machine role")
            .machine()
            .file(CLI, profiles("a", "{'name':'a','mode':'EcsRamRole','ram_role_name':'role'}")));
    cases.add(
        of("a service that gives keys")
            .with("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:" + port() + "/keys"));
    cases.add(
        keys("variables before a service")
            .with("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:" + port() + "/keys"));
    cases.add(
        of("an empty file of the command line")
            .file(CLI, "")
            .file(INI, ACCESS_KEY)
            .differs(
                "a file that is there and broken is an error; theirs goes on to the INI file"));
    cases.add(
        of("a cut file of the command line")
            .file(CLI, profiles("a", AK).substring(0, 60))
            .file(INI, ACCESS_KEY)
            .differs(
                "a file that is there and broken is an error; theirs goes on to the INI file"));
    cases.add(
        of("half keys of the command line")
            .file(CLI, profiles("a", AK.replace(",'access_key_secret':'k'", "")))
            .file(INI, ACCESS_KEY)
            .differs("half a key is an error; theirs goes on to the INI file"));
    cases.add(
        of("half variables before the INI file")
            .with(ID, "env")
            .file(INI, ACCESS_KEY)
            .differs("half a key is an error; theirs goes on to the INI file"));
    cases.add(
        of("a profile that a variable names and nobody has")
            .machine()
            .file(CLI, profiles("a", AK))
            .file(INI, ACCESS_KEY)
            .with("ALIBABA_CLOUD_PROFILE", "gone")
            .differs("what somebody named has to be there; theirs goes on to the machine"));
    cases.add(
        of("a file that a variable names and that is not there")
            .machine()
            .with("ALIBABA_CLOUD_CREDENTIALS_FILE", "/nowhere/credentials.ini")
            .differs("what somebody named has to be there; theirs goes on to the machine"));
    cases.add(
        of("a file that a variable names beside the command line's")
            .file(CLI, profiles("a", AK))
            .file("named.ini", ACCESS_KEY)
            .with("ALIBABA_CLOUD_CREDENTIALS_FILE", "HOME/named.ini")
            .differs("what somebody named comes first; theirs takes the other", "keys ini k"));
    cases.add(
        of("a role of the machine that a variable names beside a file")
            .machine()
            .file(CLI, profiles("a", AK))
            .with("ALIBABA_CLOUD_ECS_METADATA", "role")
            .differs("what somebody named comes first; theirs takes the file", "keys meta k t"));
    cases.add(
        of("profiles by the command line's variable and by theirs")
            .file(CLI, profiles("a", AK, B))
            .with("ALIBABACLOUD_PROFILE", "a")
            .with("ALIBABA_CLOUD_PROFILE", "b")
            .differs("the command line looks at its own variable first; theirs knows one"));
    cases.add(
        of("an unknown type")
            .file(INI, ACCESS_KEY.replace("=access_key\n", "=other\n"))
            .differs("an unknown type is refused; theirs takes it for access_key"));
    cases.add(
        of("a second dialect")
            .with("ALIBABACLOUD_ACCESS_KEY_ID", "two")
            .with("ALIBABACLOUD_ACCESS_KEY_SECRET", "k")
            .differs("the command line's dialect is read; theirs knows one"));
    cases.add(
        of("a third dialect")
            .with("ALICLOUD_ACCESS_KEY", "three")
            .with("ALICLOUD_SECRET_KEY", "k")
            .differs("Terraform's dialect is read; theirs knows one"));
    roles(cases);
    logins(cases);
    return cases;
  }

  private static final String ROLE =
      "'ram_role_arn':'acs:ram::1:role/r','ram_session_name':'s','expired_seconds':3600}";
  private static final String RAM_ROLE_ARN = AK.replace("'AK'", "'RamRoleArn'").replace("}", ",");
  private static final String INI_ROLE =
      ACCESS_KEY.replace("access_key\n", "ram_role_arn\n")
          + "role_arn=acs:ram::1:role/r\nrole_session_name=s\n";

  private static void roles(List<Case> cases) {
    cases.add(of("a role over a key").file(CLI, profiles("a", RAM_ROLE_ARN + ROLE)));
    cases.add(
        of("a role over a key with a token")
            .file(CLI, profiles("a", RAM_ROLE_ARN + "'sts_token':'t'," + ROLE))
            .differs(
                "the token is sent, as by the command line; theirs leaves it out",
                "keys role-of-cli-with-token k t"));
    String chained = "{'name':'c','mode':'ChainableRamRoleArn','source_profile':'%s'," + ROLE;
    cases.add(of("a role over a profile").file(CLI, profiles("c", chained.formatted("a"), AK)));
    cases.add(
        of("a role over a role")
            .file(CLI, profiles("c", chained.formatted("a"), RAM_ROLE_ARN + ROLE)));
    cases.add(
        of("a role by a web identity")
            .file("token", "oidc-token")
            .file(
                CLI,
                profiles(
                    "a",
                    "{'name':'a','mode':'OIDC','oidc_provider_arn':'p','oidc_token_file':'HOME/token',"
                        + ROLE)));
    cases.add(
        of("a cluster's identity")
            .file("token", "oidc-token")
            .with("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r")
            .with("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p")
            .with("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "HOME/token"));
    cases.add(of("the INI file's role").file(INI, INI_ROLE));
    cases.add(
        of("the INI file's role by a web identity")
            .file("token", "oidc-token")
            .file(
                INI,
                "[default]\nenable=true\ntype=oidc_role_arn\nrole_arn=acs:ram::1:role/r\n"
                    + "role_session_name=s\noidc_provider_arn=p\n"
                    + "oidc_token_file_path=HOME/token\n"));
    cases.add(
        of("a role over the machine's role")
            .machine()
            .file(
                CLI,
                profiles(
                    "a",
                    "{'name':'a','mode':'RamRoleArnWithRoleName','ram_role_name':'role'," + ROLE))
            .differs(
                "the command line's mode is read; theirs does not know it, and goes on to the"
                    + " machine's role itself",
                "keys role-of-meta-with-token k t"));
  }

  private static void logins(List<Case> cases) {
    cases.add(
        of("the INI file's temporary keys")
            .file(INI, ACCESS_KEY.replace("access_key\n", "sts\n") + "security_token=t\n")
            .differs("the token is sent; theirs takes sts for access_key", "keys ini k t"));
    for (String mode : List.of("CloudSSO", "OAuth")) {
      cases.add(
          of("what a login by " + mode + " left behind")
              .file(
                  CLI,
                  profiles(
                      "a",
                      STS.replace("StsToken", mode).replace("}", ",'sts_expiration':4102444800}")))
              .differs("the mode is read; theirs does not know it", "keys sts k t"));
    }
    cases.add(
        of("a command that prints keys")
            .file("printed", "{\"access_key_id\":\"ext\",\"access_key_secret\":\"k\"}")
            .file(
                CLI,
                profiles(
                    "a", "{'name':'a','mode':'External','process_command':'cat HOME/printed'}"))
            .differs("the mode is read, with leave; theirs does not know it", "keys ext k"));
    cases.add(
        of("a profile's service that gives keys")
            .file(
                CLI,
                profiles(
                    "a",
                    "{'name':'a','mode':'CredentialsURI','credentials_uri':'http://127.0.0.1:"
                        + port()
                        + "/keys'}"))
            .differs("the mode is read; theirs does not know it", "keys meta k t"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_same_keys_come_out(Case surroundings) throws Exception {
    for (Map.Entry<String, String> file : surroundings.files.entrySet()) {
      Path path = home.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue().replace("HOME", home.toString()));
    }
    String theirs = theirs(surroundings);
    String ours = ours(surroundings);
    assertThat(theirs).as("what the vendor's process printed").matches("none|keys .+");
    if (surroundings.difference.isEmpty()) {
      assertThat(ours).isEqualTo(theirs);
    } else {
      assertThat(ours).as(surroundings.difference).isNotEqualTo(theirs);
      assertThat(ours).startsWith(surroundings.ours);
    }
  }

  private Map<String, String> variables(Case given) {
    Map<String, String> variables = new HashMap<>(given.variables);
    variables.replaceAll((name, value) -> value.replace("HOME", home.toString()));
    return variables;
  }

  private String ours(Case given) {
    Environment variables = Environment.of(variables(given), home);
    Environment environment =
        new Environment() {
          @Override
          public String variable(String name) {
            return variables.variable(name);
          }

          @Override
          public Path home() {
            return home;
          }

          @Override
          public String property(String name) {
            return given.properties.getOrDefault(name, "");
          }
        };
    Surroundings surroundings =
        new Surroundings(
            environment,
            new SourceHttp(),
            TokenSigner.ofTheProvider(),
            Optional.of(Endpoint.parse(sts.address())),
            false,
            given.onMachine
                ? Optional.of(URI.create("http://127.0.0.1:" + port()))
                : Optional.empty(),
            true,
            InstantSource.system(),
            (pause, wake) -> {});
    try (HttpTransport transport =
        OkHttpTransport.create(NetworkSettings.builder().direct().build())) {
      CredentialsProvider made =
          AliyunCredentials.of(
              ProviderSettings.of("aliyun-ecs", environment::variable, environment.home()),
              surroundings);
      made.callThrough(transport);
      Credentials keys = made.resolve();
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
    command.addAll(List.of("-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=" + port()));
    command.addAll(sts.properties());
    given.properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            VendorKeys.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(variables(given));
    if (!given.onMachine) {
      builder.environment().put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    }
    Process process = builder.start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed.lines().reduce((before, last) -> last).orElse("nothing printed");
  }
}
