package io.cloudrelease.aliyun.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.network.NetworkSettings;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.transport.TransportException.Obstacle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each place where Alibaba Cloud's users have keys, in the form that the vendor's tools write. */
class AliyunSourcesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final Instant END = Instant.parse("2026-11-20T09:00:00Z");
  private static final String ROLES = "/latest/meta-data/ram/security-credentials/";
  private static final String KEYS =
      "{\"Code\":\"Success\",\"AccessKeyId\":\"i\",\"AccessKeySecret\":\"k\",\"SecurityToken\":\"t\","
          + "\"Expiration\":\"2026-11-20T09:00:00Z\"}";
  private static final String ARN = "acs:ram::1234567890123456:role/release";

  @TempDir Path home;
  private final Map<Path, String> written = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> pages = new HashMap<>();
  private final List<String> visits = new ArrayList<>();
  private final List<HttpRequest> asked = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<HttpResponse> answers = new ArrayDeque<>();
  private final Deque<TransportException> lost = new ArrayDeque<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private Runnable meanwhile = () -> {};
  private boolean stopped;
  private String fault = "";
  private HttpServer server;
  private int putStatus = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String token = exchange.getRequestHeaders().getFirst("X-aliyun-ecs-metadata-token");
          visits.add(exchange.getRequestMethod() + " " + path + (token == null ? "" : " " + token));
          boolean put = exchange.getRequestMethod().equals("PUT");
          boolean meant = fault.startsWith("all-") || put == fault.startsWith("put-");
          String how = meant ? fault.replaceFirst("^(put|all)-", "") : "";
          if (Misbehaviour.of(how, exchange, over)) {
            return;
          }
          String body = put ? "meta-token" : pages.get(path);
          byte[] bytes = String.valueOf(body).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(put ? putStatus : body == null ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.setExecutor(task -> new Thread(task, "machine").start());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Environment environment() {
    Environment given = Environment.of(variables, home);
    return new Environment() {
      @Override
      public String variable(String name) {
        return given.variable(name);
      }

      @Override
      public Path home() {
        return home;
      }

      @Override
      public String property(String name) {
        return properties.getOrDefault(name, "");
      }
    };
  }

  /** Whatever was read: no file of the users is changed, and none is made. */
  @AfterEach
  void the_files_are_as_they_were() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file).content().isEqualTo(written.get(file));
      }
    }
  }

  private ProviderSettings settings() {
    return ProviderSettings.of("aliyun-ecs", environment()::variable, home);
  }

  private CredentialsProvider sources(boolean onMachine) {
    return sources(settings(), onMachine);
  }

  private CredentialsProvider sources(ProviderSettings settings, boolean onMachine) {
    Surroundings surroundings =
        new Surroundings(
            environment(),
            new SourceHttp(Duration.ofSeconds(1), Duration.ofSeconds(1)),
            TokenSigner.ofTheProvider(),
            Optional.empty(),
            false,
            onMachine ? Optional.of(URI.create(address())) : Optional.empty(),
            settings.areCommandsAllowed(),
            () -> NOW,
            (pause, wake) -> {
              if (stopped) {
                throw new InterruptedException();
              }
              pauses.add(pause);
            });
    CredentialsProvider made = AliyunCredentials.of(settings, surroundings);
    made.callThrough(
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            asked.add(request);
            meanwhile.run();
            if (!lost.isEmpty()) {
              throw lost.remove();
            }
            return answers.remove();
          }

          @Override
          public void close() {}
        });
    return made;
  }

  private Credentials resolve() {
    return sources(false).resolve();
  }

  private void write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    written.put(file, text);
  }

  /** Profiles of the command line, of which the first is the current one. */
  private void profiles(String... profiles) throws IOException {
    write(
        ".aliyun/config.json",
        "{\"current\":\"a\",\"profiles\":[" + String.join(",", profiles) + "],\"meta_path\":\"\"}");
  }

  private static String profile(String name, String mode, String members) {
    return "{\"name\":\"%s\",\"mode\":\"%s\",\"region_id\":\"cn-hangzhou\"%s}"
        .formatted(name, mode, members.isEmpty() ? "" : "," + members.replace('\'', '"'));
  }

  private void answer(int status, String body) {
    answers.add(
        HttpResponse.of(
            status,
            List.of(new Header("Date", "Fri, 20 Nov 2026 09:30:00 GMT")),
            HttpBody.utf8(body)));
  }

  private void answerKeys(String id) {
    answer(
        200,
        "{\"Credentials\":{\"AccessKeyId\":\""
            + id
            + "\",\"AccessKeySecret\":\"k\",\"SecurityToken\":\"t\",\"Expiration\":\"2026-11-20T09:00:00Z\"},"
            + "\"AssumedRoleUser\":{\"Arn\":\"a\"},\"RequestId\":\"r\"}");
  }

  private static Map<String, String> parameters(String encoded) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private Map<String, String> query(int call) {
    return parameters(asked.get(call).query());
  }

  private static void assertSession(Credentials credentials, String id) {
    assertThat(credentials).isEqualTo(Credentials.ofSession(id, "k", "t"));
    assertThat(credentials.expiresAt()).contains(END);
  }

  private void broken(String says) {
    assertThatThrownBy(this::resolve)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(says)
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void system_properties_come_before_variables() {
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "env");
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env");
    properties.put("alibabacloud.accessKeyId", "i");
    broken("system properties");
    properties.put("alibabacloud.accessKeySecret", "old");
    assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "old"));
    properties.put("alibabacloud.accessKeyIdSecret", "k");
    properties.put("alibabacloud.sessionToken", "t");
    assertThat(resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_"})
  void three_dialects_of_variables_are_read_each_whole(String dialect) {
    variables.put(dialect + "ACCESS_KEY_ID", "i");
    variables.put(dialect + "SECURITY_TOKEN", "t");
    broken(dialect + "ACCESS_KEY_SECRET is not set");
    variables.put(dialect + "ACCESS_KEY_SECRET", "k");
    assertThat(resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
    variables.remove(dialect + "ACCESS_KEY_ID");
    variables.remove(dialect + "ACCESS_KEY_SECRET");
    broken(dialect + "SECURITY_TOKEN is set without");
  }

  @Test
  void terraforms_spelling_of_the_third_dialect() {
    variables.put("ALICLOUD_ACCESS_KEY", "i");
    variables.put("ALICLOUD_SECRET_KEY", "k");
    assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "k"));
    variables.put("ALICLOUD_SECURITY_TOKEN", "t");
    assertThat(resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ALICLOUD_ASSUME_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN", "ALIBABACLOUD_ROLE_ARN"})
  void a_role_beside_the_keys_of_variables_is_not_passed_over(String role) throws IOException {
    variables.put(role, ARN);
    Map<String, String> pairs =
        Map.of(
            "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY");
    pairs.forEach(
        (id, secret) -> {
          variables.put(id, "i");
          variables.put(secret, "k");
          broken(role + " names a role to assume");
          variables.remove(id);
          variables.remove(secret);
        });
    // Keys of a session were got for something, and a cluster's role is for its identity.
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "i");
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "k");
    variables.put("ALIBABA_CLOUD_SECURITY_TOKEN", "t");
    assertThat(resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
    variables.remove("ALIBABA_CLOUD_SECURITY_TOKEN");
    cluster("ALIBABA_CLOUD_");
    if (role.startsWith("ALICLOUD_")) {
      broken(role + " names a role to assume");
    } else {
      assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "k"));
    }
  }

  @Test
  void a_machines_role_that_can_be_none_is_told_by_its_variable() {
    variables.put("ALICLOUD_ECS_ROLE_NAME", "my role");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ALICLOUD_ECS_ROLE_NAME holds characters");
  }

  private void cluster(String dialect) throws IOException {
    write("token", "oidc-token\n");
    variables.put(dialect + "ROLE_ARN", ARN);
    variables.put(dialect + "OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p");
    variables.put(dialect + "OIDC_TOKEN_FILE", home.resolve("token").toString());
    variables.put(dialect + "ROLE_SESSION_NAME", "pod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIBABA_CLOUD_", "ALIBABACLOUD_"})
  void a_cluster_gives_a_token_that_is_exchanged_without_a_signature(String dialect)
      throws IOException {
    cluster(dialect);
    answerKeys("pod");
    assertSession(resolve(), "pod");
    HttpRequest request = asked.get(0);
    assertThat(request.endpoint().host()).isEqualTo("sts.aliyuncs.com");
    assertThat(query(0))
        .containsEntry("Action", "AssumeRoleWithOIDC")
        .containsEntry("Version", "2015-04-01")
        .containsEntry("Timestamp", "2026-11-20T08:00:00Z")
        .doesNotContainKeys("Signature", "OIDCToken");
    assertThat(parameters(request.body().text()))
        .containsEntry("OIDCToken", "oidc-token")
        .containsEntry("OIDCProviderArn", "acs:ram::1:oidc-provider/p")
        .containsEntry("RoleSessionName", "pod")
        .containsEntry("RoleArn", ARN);
  }

  @Test
  void the_region_and_the_vpc_choose_the_token_services_host() throws IOException {
    cluster("ALIBABA_CLOUD_");
    variables.put("ALIBABA_CLOUD_STS_REGION", "cn-beijing");
    answerKeys("a");
    resolve();
    variables.put("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "true");
    answerKeys("b");
    resolve();
    variables.put("ALIBABA_CLOUD_STS_ENDPOINT", "sts.example.com");
    answerKeys("c");
    resolve();
    assertThat(asked.stream().map(request -> request.endpoint().host()))
        .containsExactly(
            "sts.cn-beijing.aliyuncs.com", "sts-vpc.cn-beijing.aliyuncs.com", "sts.example.com");
  }

  @Test
  void two_regions_have_their_token_service_in_the_vpc_alone() throws IOException {
    cluster("ALIBABA_CLOUD_");
    for (String region : List.of("cn-north-2-gov-1", "cn-shenzhen-finance-1")) {
      variables.put("ALIBABA_CLOUD_STS_REGION", region);
      answerKeys(region);
      resolve();
    }
    assertThat(asked.stream().map(request -> request.endpoint().host()))
        .containsExactly(
            "sts-vpc.cn-north-2-gov-1.aliyuncs.com", "sts-vpc.cn-shenzhen-finance-1.aliyuncs.com");
  }

  @Test
  void half_a_clusters_identity_is_an_error_and_a_roles_arn_alone_is_none() throws IOException {
    cluster("ALIBABA_CLOUD_");
    variables.remove("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
    broken("one is not set, though others are");
    variables.remove("ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
    profiles(profile("a", "AK", "'access_key_id':'i','access_key_secret':'k'"));
    assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "k"));
  }

  @Test
  void an_expired_token_is_read_once_more_and_not_sent_again_unchanged() throws IOException {
    cluster("ALIBABA_CLOUD_");
    answer(400, "{\"Code\":\"AuthenticationFail.OIDCToken.Expired\",\"Message\":\"m\"}");
    broken("AuthenticationFail.OIDCToken.Expired");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_token_that_was_renewed_while_it_was_refused_is_sent_at_once() throws IOException {
    cluster("ALIBABA_CLOUD_");
    meanwhile = () -> written.put(rewritten("token", "renewed"), "renewed");
    answer(400, "{\"Code\":\"AuthenticationFail.OIDCToken.Expired\",\"Message\":\"m\"}");
    answerKeys("pod");
    assertSession(resolve(), "pod");
    assertThat(parameters(asked.get(0).body().text())).containsEntry("OIDCToken", "oidc-token");
    assertThat(parameters(asked.get(1).body().text())).containsEntry("OIDCToken", "renewed");
  }

  private Path rewritten(String name, String text) {
    try {
      return Files.writeString(home.resolve(name), text);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Test
  void a_token_file_that_is_gone_is_named() throws IOException {
    cluster("ALIBABA_CLOUD_");
    Files.delete(home.resolve("token"));
    broken("the token file " + home.resolve("token") + " is not there");
  }

  private static final String AK = "'access_key_id':'i','access_key_secret':'k'";
  private static final String ROLE = "'ram_role_arn':'" + ARN + "','ram_session_name':'s'";

  @Test
  void mode_ram_role_arn_assumes_a_role_with_the_profiles_keys() throws IOException {
    profiles(
        profile(
            "a",
            "RamRoleArn",
            AK
                + ","
                + ROLE
                + ",'expired_seconds':900,'sts_region':'cn-hangzhou','external_id':'x'"));
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(asked.get(0).endpoint().host()).isEqualTo("sts.cn-hangzhou.aliyuncs.com");
    assertThat(query(0))
        .containsEntry("Action", "AssumeRole")
        .containsEntry("AccessKeyId", "i")
        .containsEntry("RoleArn", ARN)
        .containsEntry("RoleSessionName", "s")
        .containsEntry("DurationSeconds", "900")
        .containsEntry("ExternalId", "x")
        .containsKey("Signature");
  }

  @Test
  void mode_ram_role_arn_signs_with_the_profiles_token_too() throws IOException {
    profiles(profile("a", "RamRoleArn", AK + ",'sts_token':'base'," + ROLE));
    answerKeys("role");
    resolve();
    assertThat(query(0)).containsEntry("SecurityToken", "base");
  }

  @Test
  void mode_chainable_assumes_with_another_profiles_keys_and_never_in_a_circle()
      throws IOException {
    profiles(
        profile("a", "ChainableRamRoleArn", "'source_profile':'b'," + ROLE),
        profile("b", "RamRoleArn", AK + "," + ROLE));
    answerKeys("first");
    answerKeys("second");
    assertSession(resolve(), "second");
    assertThat(query(1)).containsEntry("AccessKeyId", "first");
    profiles(
        profile("a", "ChainableRamRoleArn", "'source_profile':'b'," + ROLE),
        profile("b", "ChainableRamRoleArn", "'source_profile':'a'," + ROLE));
    broken("is its own source: a -> b -> a");
  }

  @Test
  void modes_of_the_machines_role() throws IOException {
    profiles(profile("a", "EcsRamRole", "'ram_role_name':'r'"));
    pages.put(ROLES + "r", KEYS);
    assertSession(sources(true).resolve(), "i");
    broken("no machine");
    profiles(profile("a", "RamRoleArnWithRoleName", "'ram_role_name':'r'," + ROLE));
    answerKeys("role");
    assertSession(sources(true).resolve(), "role");
    assertThat(query(0)).containsEntry("AccessKeyId", "i").containsEntry("SecurityToken", "t");
  }

  /** Whoever switched the metadata service off wants no call signed as the machine. */
  @Test
  void a_profile_does_not_switch_the_machines_role_on_again() throws IOException {
    pages.put(ROLES + "r", KEYS);
    variables.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    for (String profile :
        List.of(
            profile("a", "EcsRamRole", "'ram_role_name':'r'"),
            profile("a", "RamRoleArnWithRoleName", "'ram_role_name':'r'," + ROLE))) {
      profiles(profile);
      assertThatThrownBy(() -> sources(true).resolve())
          .isInstanceOfSatisfying(
              ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
          .hasMessageContaining("is switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED");
    }
    assertThat(visits).isEmpty();
  }

  @Test
  void mode_oidc() throws IOException {
    write("token", "oidc-token");
    profiles(
        profile(
            "a",
            "oidc",
            "'oidc_provider_arn':'p','oidc_token_file':'" + home.resolve("token") + "'," + ROLE));
    answerKeys("role");
    assertSession(resolve(), "role");
  }

  @Test
  void mode_credentials_uri_asks_a_service_on_this_machine() throws IOException {
    profiles(profile("a", "CredentialsURI", "'credentials_uri':'" + address() + "/keys'"));
    pages.put("/keys", KEYS);
    assertSession(resolve(), "i");
    variables.put("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "true");
    broken("forbidden by ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS");
  }

  private static final String LOGIN =
      "'access_key_id':'i','access_key_secret':'k','sts_token':'t',"
          + "'cloud_sso_sign_in_url':'https://signin.example.com:8443/d-1/login',"
          + "'cloud_sso_account_id':'1','cloud_sso_access_config':'ac-1','access_token':'CANARY',"
          + "'oauth_site_type':'CN','oauth_access_token':'CANARY','oauth_refresh_token':'CANARY'";

  /** A login whose keys end then, and whose access token ends then. */
  private void login(String mode, Instant keys, Instant token) throws IOException {
    login("a", mode, keys, token);
  }

  private void login(String name, String mode, Instant keys, Instant token) throws IOException {
    profiles(
        profile(
            name,
            mode,
            LOGIN
                + ",'sts_expiration':"
                + keys.getEpochSecond()
                + ",'cloud_sso_access_token_expire':"
                + token.getEpochSecond()
                + ",'oauth_access_token_expire':"
                + token.getEpochSecond()));
  }

  /** A key in its place, or what a shell would carry out, is not typed after a message. */
  @Test
  void the_command_that_renews_a_login_repeats_only_a_plain_name() throws IOException {
    for (String name : List.of("LTAI5tSECRETKEYINPLACEOFNAME99", "x; rm -rf here")) {
      variables.put("ALIBABA_CLOUD_PROFILE", name);
      login(name, "OAuth", NOW, NOW);
      assertThatThrownBy(this::resolve)
          .hasMessageContaining("renew it with 'aliyun configure --profile NAME --mode OAuth'")
          .hasMessageNotContaining(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CloudSSO", "OAuth"})
  void the_keys_of_a_login_are_used_while_they_live_and_a_login_that_is_over_is_told(String mode)
      throws IOException {
    login(mode, END, NOW);
    assertSession(resolve(), "i");
    login(mode, NOW.plusSeconds(900), NOW);
    assertThat(resolve().accessKeyId()).isEqualTo("i");
    login(mode, NOW.plusSeconds(899), NOW);
    broken("is over; renew it with 'aliyun configure --profile a --mode " + mode + "'");
    assertThat(asked).isEmpty();
  }

  @Test
  void a_cloud_sso_login_that_lives_gives_other_keys_when_the_last_ones_are_over()
      throws IOException {
    login("CloudSSO", NOW.plusSeconds(899), NOW.plusSeconds(60));
    answer(200, "{\"CloudCredential\":" + KEYS + ",\"RequestId\":\"r\"}");
    assertSession(resolve(), "i");
    HttpRequest request = asked.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.endpoint()).hasToString("https://signin.example.com:8443");
    assertThat(request.target()).isEqualTo("/cloud-credentials");
    assertThat(request.header("Authorization")).contains("Bearer CANARY");
    assertThat(request.header("Content-Type")).contains("application/json");
    assertThat(request.body().text())
        .isEqualTo("{\"AccountId\":\"1\",\"AccessConfigurationId\":\"ac-1\"}");
    assertThat(request.toString()).doesNotContain("CANARY");
  }

  @Test
  void an_oauth_login_that_lives_gives_other_keys_and_its_refresh_token_stays_where_it_is()
      throws IOException {
    login("oauth", NOW, NOW.plusSeconds(60));
    answer(
        200,
        "{\"accessKeyId\":\"i\",\"accessKeySecret\":\"k\",\"securityToken\":\"t\","
            + "\"expiration\":\"2026-11-20T09:00:00Z\",\"requestId\":\"r\"}");
    assertSession(resolve(), "i");
    HttpRequest request = asked.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.endpoint()).hasToString("https://oauth.aliyun.com");
    assertThat(request.target()).isEqualTo("/v1/exchange");
    assertThat(request.header("Authorization")).contains("Bearer CANARY");
    assertThat(request.body().bytes()).isEmpty();
  }

  @Test
  void a_login_that_gives_no_keys_is_told_with_what_the_service_said() throws IOException {
    login("CloudSSO", NOW, END);
    answer(401, "{\"ErrorCode\":\"InvalidToken\",\"ErrorMessage\":\"CANARY\"}");
    broken("signin.example.com gave no keys for the login in profile 'a'");
    answer(401, "{\"ErrorCode\":\"InvalidToken\",\"ErrorMessage\":\"CANARY\"}");
    broken("HTTP 401 InvalidToken; renew it with 'aliyun configure --profile a --mode CloudSSO'");
    answer(200, "{\"CloudCredential\":{\"AccessKeyId\":\"CANARY\"}}");
    broken("gave no whole keys");
    answer(200, "garbage");
    broken("gave no whole keys");
    login("OAuth", NOW, END);
    answer(400, "{\"error\":\"expired_token\",\"error_description\":\"CANARY\"}");
    broken("oauth.aliyun.com gave no keys");
    answer(400, "{\"error\":\"expired_token\",\"error_description\":\"CANARY\"}");
    broken("HTTP 400 expired_token; renew it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://signin.example.com/login",
        "https://u:CANARY@signin.example.com/",
        "signin",
        "not an address"
      })
  void the_token_of_a_login_is_sent_to_no_other_kind_of_address(String address) throws IOException {
    login("CloudSSO", NOW, END);
    write(
        ".aliyun/config.json",
        Files.readString(home.resolve(".aliyun/config.json"))
            .replace("https://signin.example.com:8443/d-1/login", address));
    broken("cloud_sso_sign_in_url is no https:// address");
    assertThat(asked).isEmpty();
  }

  @Test
  void a_login_is_exchanged_at_a_real_server_and_the_file_stays_as_it_is() throws IOException {
    login("CloudSSO", NOW, END);
    write(
        ".aliyun/config.json",
        Files.readString(home.resolve(".aliyun/config.json"))
            .replace("https://signin.example.com:8443", address()));
    pages.put("/cloud-credentials", "{\"CloudCredential\":" + KEYS + "}");
    CredentialsProvider made = sources(false);
    try (HttpTransport real = OkHttpTransport.create(NetworkSettings.builder().build())) {
      made.callThrough(real);
      assertSession(made.resolve(), "i");
    }
    assertThat(visits).containsExactly("POST /cloud-credentials");
  }

  @Test
  void a_time_that_nothing_can_hold_is_told_with_file_and_key() throws IOException {
    for (String mode : List.of("CloudSSO", "OAuth")) {
      profiles(profile("a", mode, LOGIN + ",'sts_expiration':" + Long.MAX_VALUE));
      broken(home.resolve(".aliyun/config.json") + ": sts_expiration is no time in seconds");
    }
    profiles(profile("a", "OAuth", LOGIN + ",'oauth_access_token_expire':" + Long.MAX_VALUE));
    broken("oauth_access_token_expire is no time in seconds");
  }

  /** Keys beneath a role, as they stand in a file. */
  private void beneath(String id) {
    String text =
        "[default]\ntype = access_key\naccess_key_id = " + id + "\naccess_key_secret = k\n";
    try {
      write(".alibabacloud/credentials.ini", text);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
        "InvalidSecurityToken.Expired",
        "SignatureDoesNotMatch"
      })
  void a_key_that_was_exchanged_beneath_a_role_is_found_when_the_old_one_is_refused(String code) {
    beneath("old");
    CredentialsProvider made =
        sources(settings().assumeRole(AssumedRole.of(ARN).sessionName("s")), false);
    answerKeys("one");
    assertSession(made.resolve(), "one");
    meanwhile = () -> beneath("new");
    answer(400, "{\"Code\":\"" + code + "\",\"Message\":\"m\"}");
    answerKeys("two");
    assertThat(made.refresh()).isTrue();
    assertSession(made.resolve(), "two");
    assertThat(List.of(query(0), query(1), query(2)))
        .extracting(query -> query.get("AccessKeyId"))
        .containsExactly("old", "old", "new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":\"InvalidAccessKeyId.NotFound\",\"message\":\"m\"}",
        "<?xml version='1.0'?><Error><RequestId>r</RequestId>"
            + "<Code>InvalidAccessKeyId.NotFound</Code><Message>m</Message></Error>"
      })
  void a_refusal_of_keys_beneath_a_role_is_read_in_each_form(String refusal) {
    beneath("old");
    meanwhile = () -> beneath("new");
    answer(404, refusal);
    answerKeys("two");
    CredentialsProvider made =
        sources(settings().assumeRole(AssumedRole.of(ARN).sessionName("s")), false);
    assertSession(made.resolve(), "two");
    assertThat(query(1)).containsEntry("AccessKeyId", "new");
  }

  @Test
  void refused_keys_beneath_a_role_are_sent_once_and_new_ones_that_are_refused_too_end_it() {
    beneath("old");
    ProviderSettings settings = settings().assumeRole(AssumedRole.of(ARN).sessionName("s"));
    String refusal = "{\"Code\":\"InvalidAccessKeyId.NotFound\",\"Message\":\"m\"}";
    answer(404, refusal);
    assertThatThrownBy(() -> sources(settings, false).resolve())
        .hasMessageContaining("was refused: InvalidAccessKeyId.NotFound");
    assertThat(asked).as("the same ones are not sent again").hasSize(1);
    meanwhile = () -> beneath("new" + asked.size());
    answer(404, refusal);
    answer(404, refusal);
    assertThatThrownBy(() -> sources(settings, false).resolve())
        .hasMessageContaining("was refused: InvalidAccessKeyId.NotFound");
    assertThat(asked).as("once more with new ones, and no more").hasSize(3);
    assertThat(query(2)).containsEntry("AccessKeyId", "new2");
  }

  @Test
  void a_role_that_is_refused_for_its_rights_is_not_asked_for_with_other_keys() {
    beneath("old");
    meanwhile = () -> beneath("new");
    answer(403, "{\"Code\":\"NoPermission\",\"Message\":\"m\"}");
    ProviderSettings settings = settings().assumeRole(AssumedRole.of(ARN).sessionName("s"));
    assertThatThrownBy(() -> sources(settings, false).resolve())
        .hasMessageContaining("was refused: NoPermission");
    assertThat(asked).hasSize(1);
  }

  /** However slowly each of the calls is answered: token, name and keys. */
  @Test
  void a_machine_that_drips_costs_two_seconds_in_all() {
    pages.put(ROLES, "r");
    pages.put(ROLES + "r", KEYS);
    fault = "all-drips";
    long start = System.nanoTime();
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("no whole answer within");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3500));
    fault = "put-drips";
    assertSession(sources(true).resolve(), "i");
  }

  @Test
  void a_command_is_run_only_with_leave() throws IOException {
    write(
        "keys.sh",
        "echo '{\"mode\":\"StsToken\",\"access_key_id\":\"i\",\"access_key_secret\":\"k\","
            + "\"sts_token\":\"t\",\"expiration\":\"2026-11-20T09:00:00Z\"}'\n");
    String command = "sh '" + home.resolve("keys.sh") + "'";
    profiles(
        profile("a", "External", "").replace("}", ",\"process_command\":\"" + command + "\"}"));
    broken("allow that in the account's settings");
    ProviderSettings allowed = settings().allowCredentialCommands();
    assertSession(sources(allowed, false).resolve(), "i");
    variables.put("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "1");
    assertThatThrownBy(() -> sources(allowed, false).resolve()).hasMessageContaining("forbids");
    variables.clear();
    write("keys.sh", "echo CANARY; exit 3\n");
    assertThatThrownBy(() -> sources(allowed, false).resolve())
        .hasMessageContaining("ended with 3")
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void a_command_is_split_into_words_without_a_shell() {
    assertThat(ExternalCommand.split("w", "a 'b c' \"d \\\" e\" f\\ g '' $HOME;x"))
        .containsExactly("a", "b c", "d \" e", "f g", "", "$HOME;x");
    assertThatThrownBy(() -> ExternalCommand.split("w", "a 'b")).hasMessageContaining("open quote");
    assertThatThrownBy(() -> ExternalCommand.split("w", "  ")).hasMessageContaining("is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RsaKeyPair", "BearerToken", "Anonymous", "", "CANARY"})
  void other_modes_are_refused_with_words(String mode) throws IOException {
    profiles(profile("a", mode, AK));
    assertThatThrownBy(this::resolve)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            (mode.isEmpty() ? "has a mode that is none" : "has mode '" + mode + "'")
                + ", which is not read");
  }

  @Test
  void what_may_be_a_key_in_the_place_of_a_mode_a_type_or_a_path_is_not_repeated()
      throws IOException {
    String key = "Hw0T4x9q";
    ini("type = " + key + "\naccess_key_id = i\naccess_key_secret = k\n");
    assertThatThrownBy(this::resolve)
        .hasMessageContaining("a type that is none")
        .hasMessageNotContaining(key);
    profiles(profile("a", key, AK));
    assertThatThrownBy(this::resolve)
        .hasMessageContaining("a mode that is none")
        .hasMessageNotContaining(key);
    assertThatThrownBy(() -> Paths.of("w", key + '\0'))
        .hasMessageContaining("w names a file by what is no path")
        .hasMessageNotContaining(key)
        .hasNoCause();
  }

  @Test
  void a_profile_of_the_settings_leaves_all_variables_aside() throws IOException {
    profiles(profile("a", "AK", AK), profile("b", "AK", AK.replace("'i'", "'other'")));
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "env");
    variables.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env");
    variables.put("ALIBABA_CLOUD_PROFILE", "a");
    ProviderSettings settings = settings().profile("b");
    assertThat(sources(settings, false).resolve().accessKeyId()).isEqualTo("other");
    assertThatThrownBy(() -> sources(settings.profile("gone"), false).resolve())
        .hasMessageContaining("no profile 'gone'")
        .hasMessageContaining("there are a, b");
  }

  private void ini(String lines) throws IOException {
    write(".alibabacloud/credentials.ini", "[default]\nenable = true\n" + lines);
  }

  @Test
  void types_of_the_ini_file() throws IOException {
    String keys = "access_key_id = i\naccess_key_secret = k\n";
    ini("type = access_key\n" + keys);
    assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "k"));
    ini("type = sts\n" + keys + "security_token = t\n");
    assertThat(resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
    ini("type = ram_role_arn\n" + keys + "role_arn = " + ARN + "\npolicy = {}\n");
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(query(0)).containsEntry("Policy", "{}");
    write("token", "oidc-token");
    ini(
        "type = oidc_role_arn\nrole_arn = "
            + ARN
            + "\noidc_provider_arn = p\noidc_token_file_path = "
            + home.resolve("token")
            + "\nrole_session_name = s\n");
    answerKeys("oidc");
    assertSession(resolve(), "oidc");
    assertThat(parameters(asked.get(1).body().text())).containsEntry("RoleSessionName", "s");
    ini("type = ecs_ram_role\nrole_name = r\n");
    pages.put(ROLES + "r", KEYS);
    assertSession(sources(true).resolve(), "i");
    ini("type = rsa_key_pair\n" + keys);
    broken("has type 'rsa_key_pair'");
  }

  @Test
  void a_file_named_by_a_variable_is_ini_or_json_by_what_it_is() throws IOException {
    write("keys", "[default]\ntype = access_key\naccess_key_id = i\naccess_key_secret = k\n");
    variables.put("ALIBABA_CLOUD_CREDENTIALS_FILE", home.resolve("keys").toString());
    assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "k"));
    write(
        "keys",
        " \n {\"current\":\"a\",\"profiles\":["
            + profile("a", "AK", AK.replace("'i'", "'json'"))
            + "]}");
    assertThat(resolve()).isEqualTo(Credentials.ofKey("json", "k"));
  }

  private void refusedOnMachine(String... says) {
    pages.put(ROLES, "r");
    pages.put(ROLES + "r", KEYS);
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContainingAll(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE"})
  void a_profile_that_a_variable_names_is_in_one_of_the_files_or_no_other_key_takes_its_place(
      String variable) throws IOException {
    variables.put(variable, "build");
    refusedOnMachine(
        variable + " names profile 'build'", "config.json", "no file", "credentials.ini");
    profiles(profile("a", "AK", AK));
    ini("type = access_key\naccess_key_id = i\naccess_key_secret = k\n");
    refusedOnMachine(variable + " names profile 'build'", "config.json", "no section [build]");
    ini("[build]\nenable = false\ntype = access_key\naccess_key_id = i\naccess_key_secret = k\n");
    refusedOnMachine(variable + " names profile 'build'", "section [build]", "is not enabled");
    ini("[build]\ntype = access_key\naccess_key_id = b\naccess_key_secret = k\n");
    assertThat(resolve()).isEqualTo(Credentials.ofKey("b", "k"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIBABA_CLOUD_CREDENTIALS_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"})
  void a_file_that_a_variable_names_gives_keys_or_no_other_key_takes_its_place(String variable)
      throws IOException {
    variables.put(variable, home.resolve("keys").toString());
    refusedOnMachine(variable + " names " + home.resolve("keys"), "no file");
    write("keys", "[other]\ntype = access_key\naccess_key_id = i\naccess_key_secret = k\n");
    refusedOnMachine(variable + " names " + home.resolve("keys"), "no section [default]");
    variables.clear();
    assertSession(sources(true).resolve(), "i");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIBABA_CLOUD_CREDENTIALS_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"})
  void a_file_that_a_variable_names_comes_before_the_command_lines(String variable)
      throws IOException {
    profiles(profile("a", "AK", AK), profile("build", "AK", AK));
    String keys = "type = access_key\naccess_key_id = %s\naccess_key_secret = k\n";
    write("keys", "[default]\n" + keys.formatted("n"));
    assertThat(resolve().accessKeyId()).isEqualTo("i");
    variables.put(variable, home.resolve("keys").toString());
    assertThat(resolve().accessKeyId()).isEqualTo("n");
    // A profile that is named beside it is one of that file.
    variables.put("ALIBABA_CLOUD_PROFILE", "build");
    broken(variable + " names " + home.resolve("keys"));
    write("keys", "[build]\n" + keys.formatted("b"));
    assertThat(resolve().accessKeyId()).isEqualTo("b");
    variables.remove("ALIBABA_CLOUD_PROFILE");
    broken("no section [default]");
    variables.put(variable, home.resolve("nowhere").toString());
    broken("no file " + home.resolve("nowhere"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIBABA_CLOUD_ECS_METADATA", "ALICLOUD_ECS_ROLE_NAME"})
  void a_role_of_the_machine_that_a_variable_names_comes_before_files_that_nobody_named(
      String variable) throws IOException {
    profiles(profile("a", "AK", AK.replace("'i'", "'file'")));
    ini("type = access_key\naccess_key_id = ini\naccess_key_secret = k\n");
    variables.put(variable, "named");
    refusedOnMachine("the metadata service has no RAM role named");
    pages.put(ROLES + "named", KEYS);
    assertSession(sources(true).resolve(), "i");
    variables.put("ALIBABA_CLOUD_PROFILE", "a");
    assertThat(sources(true).resolve().accessKeyId()).isEqualTo("file");
  }

  @Test
  void of_several_variables_the_profile_is_that_of_the_command_lines_first() throws IOException {
    profiles(
        profile("a", "AK", AK.replace("'i'", "'a'")),
        profile("b", "AK", AK.replace("'i'", "'b'")),
        profile("c", "AK", AK.replace("'i'", "'c'")));
    variables.put("ALIBABACLOUD_PROFILE", "c");
    variables.put("ALIBABA_CLOUD_PROFILE", "b");
    variables.put("ALICLOUD_PROFILE", "a");
    assertThat(resolve().accessKeyId()).isEqualTo("c");
    variables.remove("ALIBABACLOUD_PROFILE");
    assertThat(resolve().accessKeyId()).isEqualTo("b");
    variables.put("ALIBABA_CLOUD_PROFILE", "gone");
    broken("ALIBABA_CLOUD_PROFILE names profile 'gone'");
    variables.put("ALIBABA_CLOUD_PROFILE", "Zk8wQ2xSecretKeyCANARY6789abcd");
    broken("ALIBABA_CLOUD_PROFILE names a profile, of which nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {".aliyun/config.json", ".alibabacloud/credentials.ini"})
  void a_file_in_a_folder_that_cannot_be_entered_is_an_error_and_no_other_key_takes_its_place(
      String file) throws IOException {
    Path folder = home.resolve(file).getParent();
    Files.createSymbolicLink(folder, folder);
    refusedOnMachine(home.resolve(file) + " cannot be read");
  }

  @Test
  void a_service_that_was_named_and_is_not_there_is_told_by_the_variable() {
    variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", address() + "/keys");
    server.stop(0);
    broken("ALIBABA_CLOUD_CREDENTIALS_URI: no service at 127.0.0.1:");
  }

  @Test
  void a_service_that_was_named_and_gives_nothing_by_https_is_told_by_the_variable() {
    variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", "https://keys.example.com/x?a='b'");
    lost.add(new TransportException(SendPhase.NOT_SENT, Obstacle.NO_ADDRESS, "not sent"));
    broken("ALIBABA_CLOUD_CREDENTIALS_URI: keys.example.com gave no keys: not sent");
  }

  @Test
  void the_machines_role_is_asked_for_with_a_token() {
    pages.put(ROLES, "r\n");
    pages.put(ROLES + "r", KEYS);
    assertSession(sources(true).resolve(), "i");
    assertThat(visits)
        .containsExactly(
            "PUT /latest/api/token",
            "GET " + ROLES + " meta-token",
            "GET " + ROLES + "r meta-token");
  }

  @Test
  void without_a_token_it_is_asked_for_by_the_first_version_unless_that_is_forbidden() {
    putStatus = 404;
    pages.put(ROLES, "r");
    pages.put(ROLES + "r", KEYS);
    assertSession(sources(true).resolve(), "i");
    assertThat(visits).contains("GET " + ROLES);
    variables.put("ALIBABA_CLOUD_IMDSV1_DISABLED", "true");
    assertThatThrownBy(() -> sources(true).resolve())
        .hasMessageContaining("ALIBABA_CLOUD_IMDSV1_DISABLED forbids");
  }

  @Test
  void a_token_that_cannot_be_had_is_gone_without_unless_that_is_forbidden() {
    fault = "put-megabyte";
    pages.put(ROLES, "r");
    pages.put(ROLES + "r", KEYS);
    assertSession(sources(true).resolve(), "i");
    variables.put("ALIBABA_CLOUD_IMDSV1_DISABLED", "true");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("is longer than 65536 bytes");
  }

  @Test
  void a_machine_without_the_role_that_was_named_is_broken_and_one_without_any_is_passed_over() {
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isTrue())
        .hasMessageContaining("this machine has no RAM role");
    variables.put("ALIBABA_CLOUD_ECS_METADATA", "named");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("the metadata service has no RAM role named");
  }

  @Test
  void a_role_that_the_machine_names_and_has_no_keys_of_is_broken_and_no_service_takes_its_place() {
    pages.put(ROLES, "release-role");
    pages.put("/keys", KEYS);
    variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", address() + "/keys");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("the metadata service has no RAM role release-role");
  }

  @Test
  void the_machines_role_may_be_named_or_switched_off() {
    pages.put(ROLES + "named", KEYS);
    variables.put("ALIBABA_CLOUD_ECS_METADATA", "named");
    assertSession(sources(true).resolve(), "i");
    variables.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isTrue())
        .hasMessageContaining("tried in this order: (1) no system properties")
        .hasMessageContaining("is switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED");
  }

  @Test
  void garbage_and_half_keys_of_the_machine_sign_nothing() {
    pages.put(ROLES, "r");
    for (String keys :
        List.of(
            "x",
            "{}",
            KEYS.replace("Success", "Failed"),
            KEYS.replace("\"t\"", "\"\""),
            KEYS.replace("2026-11-20T09:00:00Z", "soon"))) {
      pages.put(ROLES + "r", keys);
      assertThatThrownBy(() -> sources(true).resolve())
          .isInstanceOfSatisfying(
              ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
          .hasMessageContaining("the metadata service gave");
    }
    pages.put(ROLES, "<html>");
    assertThatThrownBy(() -> sources(true).resolve()).hasMessageContaining("no role's name");
  }

  @Test
  void a_service_that_gives_keys_comes_last() {
    variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", address() + "/keys?a=b");
    pages.put("/keys", KEYS);
    assertSession(resolve(), "i");
    variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", "https://keys.example.com/x");
    answer(200, KEYS);
    assertSession(resolve(), "i");
    assertThat(asked.get(0).target()).isEqualTo("/x");
  }

  @ParameterizedTest
  @CsvSource({
    "METADATA, hangs, no answer within",
    "METADATA, drips, no whole answer within",
    "METADATA, megabyte, is longer than 65536 bytes",
    "METADATA, garbage, gave",
    "METADATA, redirect, 302",
    "URI, hangs, no answer within",
    "URI, drips, no whole answer within",
    "URI, megabyte, is longer than 65536 bytes",
    "URI, garbage, gave",
    "URI, redirect, 302"
  })
  void a_service_that_answers_badly_is_told_in_time_and_no_other_key_takes_its_place(
      String which, String how, String words) {
    pages.put(ROLES + "named", KEYS);
    pages.put("/keys", KEYS);
    boolean machine = which.equals("METADATA");
    variables.put(
        machine ? "ALIBABA_CLOUD_ECS_METADATA" : "ALIBABA_CLOUD_CREDENTIALS_URI",
        machine ? "named" : address() + "/keys");
    fault = how;
    long start = System.nanoTime();
    assertThatThrownBy(() -> sources(machine).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(words);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    fault = "";
    assertSession(sources(machine).resolve(), "i");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200, 1048576, 1048576 bytes", "302, 0, HTTP 302", "200, 7, HTTP 200"})
  void a_token_service_that_answers_badly_gives_no_keys(int code, int length, String words)
      throws IOException {
    cluster("ALIBABA_CLOUD_");
    for (int i = 0; i < 3; i++) {
      answer(code, "x".repeat(length));
    }
    broken(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://keys.example.com/x",
        "http://10.0.0.1/x",
        "https://user:CANARY@keys.example.com/",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "CANARY with spaces",
        "http://127.0.0.1.example.com/"
      })
  void keys_come_from_no_other_kind_of_address(String address) {
    variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", address);
    // Refused as an address, and not because nobody answered there.
    broken(
        "ALIBABA_CLOUD_CREDENTIALS_URI "
            + (address.contains(" ") ? "is not an address" : "must be https://"));
    assertThat(asked).isEmpty();
  }

  @Test
  void a_role_of_the_settings_may_be_held_to_looks_and_releases() {
    ProviderSettings settings =
        settings()
            .credentials(CredentialsProvider.of(Credentials.ofKey("given", "k")))
            .assumeRole(AssumedRole.of(ARN).sessionName("s").externalId("x").releaseOnly());
    answerKeys("narrow");
    assertSession(sources(settings, false).resolve(), "narrow");
    assertThat(query(0))
        .containsEntry("AccessKeyId", "given")
        .containsEntry("ExternalId", "x")
        .hasEntrySatisfying("Policy", policy -> assertThat(policy).contains("ecs:DeleteInstances"));
  }

  @Test
  void whoever_gives_the_keys_beneath_a_role_is_told_of_the_transport_and_of_refreshes() {
    List<String> told = new ArrayList<>();
    CredentialsProvider beneath =
        new CredentialsProvider() {
          @Override
          public Credentials resolve() {
            return Credentials.ofKey("given", "k");
          }

          @Override
          public boolean refresh() {
            return told.add("refresh");
          }

          @Override
          public void callThrough(HttpTransport transport) {
            told.add("transport");
          }
        };
    ProviderSettings settings =
        settings().credentials(beneath).assumeRole(AssumedRole.of(ARN).sessionName("s"));
    CredentialsProvider made = sources(settings, false);
    answerKeys("one");
    assertSession(made.resolve(), "one");
    answerKeys("two");
    assertThat(made.refresh()).isTrue();
    assertSession(made.resolve(), "two");
    assertThat(told).containsExactly("transport", "refresh");
  }

  @Test
  void a_role_of_the_settings_may_be_assumed_with_a_web_identity() throws IOException {
    write("token", "oidc-token");
    AssumedRole identity =
        AssumedRole.of(ARN).sessionName("s").webIdentity("provider", home.resolve("token"));
    answerKeys("web");
    assertSession(sources(settings().assumeRole(identity), false).resolve(), "web");
    assertThat(query(0)).containsEntry("Action", "AssumeRoleWithOIDC");
  }

  @Test
  void only_the_environment_of_this_machine_has_its_metadata_service() {
    assertThat(
            Surroundings.of(
                    Environment.of(variables, home),
                    TokenSigner.ofTheProvider(),
                    Optional.empty(),
                    false,
                    false)
                .metadata())
        .isEmpty();
    assertThat(
            Surroundings.of(
                    Environment.system(),
                    TokenSigner.ofTheProvider(),
                    Optional.empty(),
                    false,
                    false)
                .metadata())
        .contains(URI.create("http://100.100.100.200"));
  }

  @Test
  void one_lost_connection_to_the_token_service_is_made_up_for_by_another() throws IOException {
    profiles(profile("a", "RamRoleArn", AK + "," + ROLE));
    for (SendPhase phase : List.of(SendPhase.NOT_SENT, SendPhase.NO_ANSWER)) {
      lost.add(new TransportException(phase, "reset"));
      answerKeys("role");
      assertSession(resolve(), "role");
    }
    assertThat(pauses).containsExactly(Duration.ofMillis(300), Duration.ofMillis(300));
    assertThat(List.of(query(0), query(1)))
        .extracting(query -> query.get("SignatureNonce"))
        .doesNotHaveDuplicates();
    lost.add(new TransportException(SendPhase.NO_ANSWER, "reset"));
    lost.add(new TransportException(SendPhase.NO_ANSWER, "reset again"));
    broken("gave no keys: reset again");
    asked.clear();
    lost.add(new TransportException(SendPhase.NOT_SENT, Obstacle.NO_ADDRESS, "no address"));
    broken("gave no keys: no address");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_service_that_gives_keys_and_one_for_logins_are_asked_again_too() throws IOException {
    variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", "https://keys.example.com/x");
    lost.add(new TransportException(SendPhase.NO_ANSWER, "reset"));
    answer(200, KEYS);
    assertSession(resolve(), "i");
    assertThat(asked).hasSize(2);
  }

  @Test
  void whoever_is_stopped_while_it_waits_for_the_token_service_stays_stopped() throws IOException {
    profiles(profile("a", "RamRoleArn", AK + "," + ROLE));
    stopped = true;
    answer(400, "{\"Code\":\"Throttling.User\",\"Message\":\"m\"}");
    broken("interrupted while asking for keys");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_throttled_or_broken_token_service_is_asked_again_and_a_refused_clock_is_set()
      throws IOException {
    profiles(profile("a", "RamRoleArn", AK + "," + ROLE));
    answer(400, "{\"Code\":\"Throttling.User\",\"Message\":\"m\"}");
    answer(500, "<html>");
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(pauses).containsExactly(Duration.ofMillis(300), Duration.ofMillis(600));
    // A nonce that was used is refused.
    assertThat(List.of(query(0), query(1), query(2)))
        .extracting(query -> query.get("SignatureNonce"))
        .doesNotHaveDuplicates()
        .allMatch(nonce -> nonce.length() == 32);
    asked.clear();
    answer(400, "{\"Code\":\"InvalidTimeStamp.Expired\",\"Message\":\"m\"}");
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(query(1)).containsEntry("Timestamp", "2026-11-20T09:30:00Z");
    answer(403, "{\"Code\":\"NoPermission\",\"Message\":\"not for CANARY\"}");
    broken("AssumeRole of " + ARN + " was refused: NoPermission");
  }

  @Test
  void a_refusal_is_told_with_its_request_where_that_is_one() throws IOException {
    profiles(profile("a", "RamRoleArn", AK + "," + ROLE));
    String error = "{\"Code\":\"NoPermission\",\"RequestId\":\"%s\"}";
    answer(403, error.formatted("0D6E2F4A-8A41-4C3F-9D6B-5B7C0E1F2A3B"));
    broken("NoPermission (request 0D6E2F4A-8A41-4C3F-9D6B-5B7C0E1F2A3B)");
    answer(403, error.formatted("CANARY"));
    broken("NoPermission");
    answer(403, "<html>");
    broken("was refused: HTTP 403");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANARY7Wq0", "token CANARY", "NoPermission=CANARY"})
  void what_may_be_a_key_in_the_place_of_a_code_is_not_repeated(String code) throws IOException {
    profiles(profile("a", "RamRoleArn", AK + "," + ROLE));
    answer(403, "{\"Code\":\"" + code + "\",\"Message\":\"m\"}");
    broken("AssumeRole of " + ARN + " was refused: an unknown code");
    login("CloudSSO", NOW, END);
    answer(401, "{\"ErrorCode\":\"" + code + "\"}");
    broken("HTTP 401 an unknown code; renew it");
    login("OAuth", NOW, END);
    answer(400, "{\"error\":\"" + code + "\"}");
    broken("HTTP 400 an unknown code; renew it");
    profiles(profile("a", "CredentialsURI", "'credentials_uri':'https://keys.example.com/k'"));
    answer(200, "{\"Code\":\"" + code + "\"}");
    broken("gave no keys (an unknown code)");
  }

  @Test
  void no_file_of_the_users_is_changed() throws IOException {
    profiles(
        profile(
            "a",
            "OAuth",
            "'access_key_id':'i','access_key_secret':'k','sts_token':'t','sts_expiration':"
                + END.getEpochSecond()));
    Path file = home.resolve(".aliyun/config.json");
    String before = Files.readString(file);
    FileTime time = Files.getLastModifiedTime(file);
    CredentialsProvider made = sources(false);
    made.resolve();
    made.refresh();
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
    try (var files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }
}
