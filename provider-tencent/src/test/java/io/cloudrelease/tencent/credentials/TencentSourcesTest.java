package io.cloudrelease.tencent.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.SourceHttp;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
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

/** Each place where Tencent's users have keys, in the form that the vendor's tools write. */
class TencentSourcesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final long END = NOW.getEpochSecond() + 7200;
  private static final String METADATA = "/latest/meta-data/cam/security-credentials/";
  private static final String ARN = "qcs::cam::uin/100000000001:roleName/release";

  @TempDir Path home;
  private final Map<Path, String> written = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> metadata = new HashMap<>();
  private final List<HttpRequest> asked = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<HttpResponse> answers = new ArrayDeque<>();
  private final Deque<TransportException> lost = new ArrayDeque<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private Runnable meanwhile = () -> {};
  private boolean stopped;
  private String fault = "";
  private HttpServer server;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (Misbehaviour.of(fault, exchange, over)) {
            return;
          }
          String body = metadata.get(exchange.getRequestURI().getPath());
          byte[] bytes = String.valueOf(body).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body == null ? 404 : status, bytes.length);
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
    return ProviderSettings.of("tencent-cvm", name -> variables.getOrDefault(name, ""), home);
  }

  private CredentialsProvider sources(boolean onMachine) {
    return sources(settings(), onMachine);
  }

  private CredentialsProvider sources(ProviderSettings settings, boolean onMachine) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Surroundings surroundings =
        new Surroundings(
            Environment.of(variables, home),
            new SourceHttp(),
            TokenSigner.ofTheProvider(),
            Endpoint.https("sts.tencentcloudapi.com"),
            onMachine ? Optional.of(address) : Optional.empty(),
            () -> NOW,
            (pause, wake) -> {
              if (stopped) {
                throw new InterruptedException();
              }
              pauses.add(pause);
            });
    CredentialsProvider made = TencentCredentials.of(settings, List.of(), surroundings);
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

  private void answer(String response) {
    answers.add(
        HttpResponse.of(
            200,
            List.of(new Header("Date", "Fri, 20 Nov 2026 09:00:00 GMT")),
            HttpBody.utf8("{\"Response\":" + response + "}")));
  }

  private void answerKeys(String id) {
    answer(
        "{\"Credentials\":{\"Token\":\"t\",\"TmpSecretId\":\""
            + id
            + "\",\"TmpSecretKey\":\"k\"},\"ExpiredTime\":"
            + END
            + ",\"Expiration\":\"2026-11-20T10:00:00Z\",\"RequestId\":\"r\"}");
  }

  private JsonValue body(int call) {
    return JsonValue.parse(asked.get(call).body().bytes()).orElseThrow();
  }

  private static void assertSession(Credentials credentials, String id) {
    assertThat(credentials).isEqualTo(Credentials.ofSession(id, "k", "t"));
    assertThat(credentials.expiresAt()).contains(Instant.ofEpochSecond(END));
  }

  @Test
  void a_file_of_the_sdks_may_hold_a_token() throws IOException {
    write(".tencentcloud/credentials", "[default]\nsecret_id=i\nsecret_key=k\ntoken=t\n");
    assertThat(resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
  }

  @Test
  void a_file_named_by_a_variable_comes_before_the_users_and_has_to_be_there() throws IOException {
    write(".tencentcloud/credentials", "[default]\nsecret_id=i\nsecret_key=k\n");
    write("named", "[default]\nsecret_id=n\nsecret_key=k\n");
    variables.put("TENCENTCLOUD_CREDENTIALS_FILE", home.resolve("named").toString());
    assertThat(resolve().accessKeyId()).isEqualTo("n");
    variables.put("TENCENTCLOUD_CREDENTIALS_FILE", home.resolve("nowhere").toString());
    broken("TENCENTCLOUD_CREDENTIALS_FILE names");
  }

  @Test
  void the_command_lines_keys_with_and_without_token() throws IOException {
    write(".tccli/default.credential", "{\"secretId\":\"i\",\"secretKey\":\"k\"}");
    write(".tccli/temp.credential", "{\"secretId\":\"i\",\"secretKey\":\"k\",\"token\":\"t\"}");
    assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "k"));
    variables.put("TCCLI_PROFILE", "temp");
    assertThat(resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
    variables.remove("TCCLI_PROFILE");
    variables.put("TENCENTCLOUD_PROFILE", "temp");
    assertThat(resolve()).isEqualTo(Credentials.ofSession("i", "k", "t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TCCLI_PROFILE", "TENCENTCLOUD_PROFILE"})
  void a_profile_that_a_variable_names_comes_before_files_that_nobody_named(String variable)
      throws IOException {
    write(".tencentcloud/credentials", "[default]\nsecret_id=i\nsecret_key=k\n");
    write(".tccli/default.credential", "{\"secretId\":\"d\",\"secretKey\":\"k\"}");
    write(".tccli/work.credential", "{\"secretId\":\"w\",\"secretKey\":\"k\"}");
    assertThat(resolve().accessKeyId()).isEqualTo("i");
    variables.put(variable, "work");
    assertThat(resolve().accessKeyId()).isEqualTo("w");
    variables.put(variable, "gone");
    broken("there is no profile 'gone'");
    variables.put("TCCLI_PROFILE", "Zk8wQ2xSecretKeyCANARY6789abcd");
    assertThatThrownBy(this::resolve)
        .hasMessageContaining("there is no profile of the name that was given")
        .hasMessageNotContaining("CANARY");
    variables.remove("TCCLI_PROFILE");
    write("named", "[default]\nsecret_id=n\nsecret_key=k\n");
    variables.put("TENCENTCLOUD_CREDENTIALS_FILE", home.resolve("named").toString());
    assertThat(resolve().accessKeyId()).isEqualTo("n");
  }

  @Test
  void a_folder_and_a_role_that_variables_name_come_before_files_that_nobody_named()
      throws IOException {
    write(".tencentcloud/credentials", "[default]\nsecret_id=i\nsecret_key=k\n");
    write(".tccli/default.credential", "{\"secretId\":\"d\",\"secretKey\":\"k\"}");
    write("elsewhere/default.credential", "{\"secretId\":\"e\",\"secretKey\":\"k\"}");
    metadata.put(METADATA + "named", machineKeys("Success").replace("\"i\"", "\"machine\""));
    variables.put("TENCENTCLOUD_CAM_ROLE_NAME", "named");
    assertSession(sources(true).resolve(), "machine");
    broken("no machine");
    variables.put("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", home.resolve("elsewhere").toString());
    assertThat(resolve().accessKeyId()).isEqualTo("e");
  }

  @Test
  void a_machines_role_that_can_be_none_is_told_by_its_variable() {
    variables.put("TENCENTCLOUD_CAM_ROLE_NAME", "my role");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("TENCENTCLOUD_CAM_ROLE_NAME holds characters");
  }

  @Test
  void the_command_lines_files_may_lie_elsewhere() throws IOException {
    write("elsewhere/default.credential", "{\"secretId\":\"i\",\"secretKey\":\"k\"}");
    variables.put("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", home.resolve("elsewhere").toString());
    assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "k"));
  }

  @Test
  void a_folder_that_a_variable_names_has_the_profile_or_no_other_key_takes_its_place()
      throws IOException {
    metadata.put(METADATA, "machine");
    metadata.put(METADATA + "machine", machineKeys("Success"));
    for (String folder : List.of(home.resolve("elsewhere").toString(), "~/elsewhere")) {
      variables.put("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", folder);
      assertThatThrownBy(() -> sources(true).resolve())
          .isInstanceOfSatisfying(
              ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
          .hasMessageContaining("TENCENTCLOUD_SHARED_CREDENTIALS_DIR names " + folder)
          .hasMessageContaining("no file " + home.resolve("elsewhere/default.credential"));
    }
    write("elsewhere/default.credential", "{\"secretId\":\"i\",\"secretKey\":\"k\"}");
    assertThat(resolve()).isEqualTo(Credentials.ofKey("i", "k"));
    write("default.credential", "{\"secretId\":\"home\",\"secretKey\":\"k\"}");
    variables.put("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "~");
    assertThat(resolve().accessKeyId()).isEqualTo("home");
  }

  @Test
  void times_that_nothing_can_hold_are_told_with_file_and_key() throws IOException {
    String most = Long.toString(Long.MAX_VALUE);
    metadata.put(METADATA + "named", machineKeys("Success").replace("" + END, most));
    variables.put("TENCENTCLOUD_CAM_ROLE_NAME", "named");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the metadata service: ExpiredTime is no time in seconds");
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    String given = "{\"Token\":\"t\",\"TmpSecretId\":\"i\",\"TmpSecretKey\":\"k\"}";
    answer("{\"Credentials\":" + given + ",\"ExpiredTime\":" + most + "}");
    broken("AssumeRole of " + ARN + ": ExpiredTime is no time in seconds");
    variables.clear();
    write(
        ".tccli/default.credential",
        "{\"type\":\"sso\",\"secretId\":\"i\",\"secretKey\":\"k\",\"expiresAt\":" + most + "}");
    broken(home.resolve(".tccli/default.credential") + ": expiresAt is no time in seconds");
  }

  @Test
  void a_profile_of_the_settings_leaves_all_variables_aside() throws IOException {
    write(".tccli/work.credential", "{\"secretId\":\"i\",\"secretKey\":\"k\"}");
    variables.put("TENCENTCLOUD_SECRET_ID", "env");
    variables.put("TENCENTCLOUD_SECRET_KEY", "env");
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "s");
    ProviderSettings settings = settings().profile("work");
    assertThat(sources(settings, false).resolve()).isEqualTo(Credentials.ofKey("i", "k"));
    assertThatThrownBy(() -> sources(settings.profile("gone"), false).resolve())
        .hasMessageContaining("no profile 'gone'");
    assertThatThrownBy(() -> sources(settings.profile("../x"), false).resolve())
        .hasMessageContaining("cannot be the name");
  }

  @ParameterizedTest
  @CsvSource({
    "oauth, tccli auth login --profile default",
    "sso, tccli sso login --profile default"
  })
  void a_login_is_used_while_it_lives_and_never_renewed(String type, String command)
      throws IOException {
    String form =
        "{\"type\":\"%s\",\"secretId\":\"i\",\"secretKey\":\"k\",\"token\":\"t\",\"expiresAt\":%d,"
            + "\"%s\":{\"refreshToken\":\"c4n4ry\"}}";
    write(".tccli/default.credential", form.formatted(type, END, type));
    assertSession(resolve(), "i");
    write(".tccli/default.credential", form.formatted(type, NOW.getEpochSecond() + 299, type));
    broken(command);
    assertThat(asked).isEmpty();
  }

  @Test
  void a_role_in_the_file_is_assumed_with_the_files_keys() throws IOException {
    write(
        ".tccli/default.credential",
        "{\"secretId\":\"i\",\"secretKey\":\"k\",\"role-arn\":\""
            + ARN
            + "\",\"role-session-name\":\"s\"}");
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(asked.get(0).header("X-TC-Action")).contains("AssumeRole");
    assertThat(asked.get(0).header("Authorization").orElseThrow())
        .startsWith("TC3-HMAC-SHA256 Credential=i/2026-11-20/sts/tc3_request");
    assertThat(body(0).text("RoleArn")).isEqualTo(ARN);
    assertThat(body(0).text("RoleSessionName")).isEqualTo("s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"secretId\":\"CANARY\"",
        "{\"secretId\":\"CANARY\"}",
        "{\"type\":\"CANARY\",\"secretId\":\"i\",\"secretKey\":\"k\"}",
        "{\"secretId\":\"i\",\"secretKey\":\"k\",\"role-arn\":\"CANARY\"}"
      })
  void a_broken_profile_is_named_and_no_other_key_takes_its_place(String text) throws IOException {
    write(".tccli/default.credential", text);
    metadata.put(METADATA, "machine");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("default.credential")
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void a_profile_without_one_of_the_two_keys_says_which() throws IOException {
    write(".tccli/default.credential", "{\"secretId\":\" \",\"secretKey\":\"CANARY\"}");
    broken("has no secretId");
    write(".tccli/default.credential", "{\"secretId\":\"CANARY\",\"secretKey\":\"\"}");
    broken("has no secretKey");
  }

  @Test
  void a_value_without_a_name_breaks_the_sdks_file() throws IOException {
    write(".tencentcloud/credentials", "[default]\n=CANARY\nsecret_id=i\nsecret_key=k\n");
    broken("credentials line 2 is neither");
  }

  private String machineKeys(String code) {
    return "{\"TmpSecretId\":\"i\",\"TmpSecretKey\":\"k\",\"Token\":\"t\",\"ExpiredTime\":"
        + END
        + ",\"Expiration\":\"2026-11-20T10:00:00Z\",\"Code\":\""
        + code
        + "\"}";
  }

  @Test
  void the_role_of_the_machine_is_found_by_its_name() {
    metadata.put(METADATA, "machine\n");
    metadata.put(METADATA + "machine", machineKeys("Success"));
    assertSession(sources(true).resolve(), "i");
  }

  @Test
  void a_role_named_by_terraforms_variable_is_not_looked_for_and_has_to_be_there() {
    variables.put("TENCENTCLOUD_CAM_ROLE_NAME", "named");
    metadata.put(METADATA + "named", machineKeys("Success"));
    assertSession(sources(true).resolve(), "i");
    metadata.clear();
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("the metadata service has no role named");
  }

  @Test
  void a_role_that_the_machine_names_and_has_no_keys_of_is_broken_and_no_cluster_takes_its_place()
      throws IOException {
    metadata.put(METADATA, "machine");
    cluster();
    answerKeys("pod");
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining("the metadata service has no role machine");
  }

  @Test
  void a_profile_may_name_the_machines_role() throws IOException {
    write(".tccli/default.credential", "{\"type\":\"cvm-role\"}");
    metadata.put(METADATA, "machine");
    metadata.put(METADATA + "machine", machineKeys("Success"));
    assertSession(sources(true).resolve(), "i");
    broken("no machine");
  }

  @Test
  void a_machine_without_a_role_is_told_among_what_was_tried() {
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isTrue())
        .hasMessageContaining("tried in this order: (1) set TENCENTCLOUD_SECRET_ID")
        .hasMessageContaining("this machine has no role")
        .hasMessageContaining("no TKE_REGION, TKE_PROVIDER_ID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "null/../x", "<html>", "a b"})
  void what_is_no_roles_name_is_not_asked_for(String name) {
    metadata.put(METADATA, name.equals("null") ? "" : name);
    assertThatThrownBy(() -> sources(true).resolve()).hasMessageContaining("gave no role's name");
  }

  @Test
  void half_keys_another_code_garbage_and_a_500_sign_nothing() {
    metadata.put(METADATA, "machine");
    for (String body :
        List.of(
            machineKeys("Failed"),
            machineKeys("Success").replace("\"ExpiredTime\":" + END, "\"ExpiredTime\":0"),
            "{\"Code\":\"Success\",\"TmpSecretId\":\"i\"}",
            "x",
            "")) {
      metadata.put(METADATA + "machine", body);
      assertThatThrownBy(() -> sources(true).resolve())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("the metadata service gave no");
    }
    status = 500;
    assertThatThrownBy(() -> sources(true).resolve()).hasMessageContaining("answered with 500");
  }

  @ParameterizedTest
  @CsvSource({
    "hangs, no answer within",
    "drips, no whole answer within",
    "megabyte, is longer than 65536 bytes",
    "garbage, gave no",
    "redirect, answered with 302"
  })
  void a_machine_that_answers_badly_is_told_in_time_and_no_other_key_takes_its_place(
      String how, String words) throws IOException {
    cluster();
    variables.put("TENCENTCLOUD_CAM_ROLE_NAME", "named");
    metadata.put(METADATA + "named", machineKeys("Success"));
    fault = how;
    long start = System.nanoTime();
    assertThatThrownBy(() -> sources(true).resolve())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(words);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    assertThat(asked).isEmpty();
    fault = "";
    assertSession(sources(true).resolve(), "i");
  }

  @ParameterizedTest
  @CsvSource({"200, 1048576, 1048576 bytes", "302, 0, HTTP 302", "200, 7, HTTP 200"})
  void a_token_service_that_answers_badly_gives_no_keys(int code, int length, String words)
      throws IOException {
    cluster();
    for (int i = 0; i < 3; i++) {
      answers.add(
          HttpResponse.of(
              code,
              List.of(new Header("Location", "http://127.0.0.1/elsewhere")),
              HttpBody.utf8("x".repeat(length))));
    }
    broken(words);
    assertThat(asked).allMatch(request -> request.target().equals("/"));
  }

  private void cluster() throws IOException {
    write("token", "oidc-token\n");
    variables.put("TKE_REGION", "ap-beijing");
    variables.put("TKE_PROVIDER_ID", "tke");
    variables.put("TKE_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString());
    variables.put("TKE_ROLE_ARN", ARN);
  }

  @Test
  void a_cluster_gives_a_token_that_is_exchanged_without_a_signature() throws IOException {
    cluster();
    answerKeys("pod");
    assertSession(resolve(), "pod");
    assertThat(asked.get(0).header("Authorization")).contains("SKIP");
    assertThat(asked.get(0).header("X-TC-Region")).contains("ap-beijing");
    assertThat(body(0).text("ProviderId")).isEqualTo("tke");
    assertThat(body(0).text("WebIdentityToken")).isEqualTo("oidc-token");
  }

  @Test
  void half_a_clusters_identity_is_an_error() throws IOException {
    cluster();
    variables.remove("TKE_PROVIDER_ID");
    broken("TKE_PROVIDER_ID of a TKE cluster's identity not set");
  }

  @Test
  void a_refused_token_is_read_once_more_and_sent_again_only_if_it_changed() throws IOException {
    cluster();
    answer("{\"Error\":{\"Code\":\"InvalidParameter.WebIdentityTokenError\",\"Message\":\"m\"}}");
    broken("InvalidParameter.WebIdentityTokenError");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_token_that_was_renewed_while_it_was_refused_is_sent_at_once() throws IOException {
    cluster();
    meanwhile = () -> written.put(rewritten("token", "renewed"), "renewed");
    answer("{\"Error\":{\"Code\":\"InvalidParameter.WebIdentityTokenError\",\"Message\":\"m\"}}");
    answerKeys("pod");
    assertSession(resolve(), "pod");
    assertThat(body(0).text("WebIdentityToken")).isEqualTo("oidc-token");
    assertThat(body(1).text("WebIdentityToken")).isEqualTo("renewed");
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
    cluster();
    Files.delete(home.resolve("token"));
    broken("the token file " + home.resolve("token") + " is not there");
  }

  @Test
  void the_token_is_read_anew_at_each_renewal() throws IOException {
    cluster();
    CredentialsProvider made = sources(false);
    answerKeys("one");
    assertSession(made.resolve(), "one");
    write("token", "second-token");
    answerKeys("two");
    assertThat(made.refresh()).isTrue();
    assertSession(made.resolve(), "two");
    assertThat(body(1).text("WebIdentityToken")).isEqualTo("second-token");
  }

  private void keys() {
    variables.put("TENCENTCLOUD_SECRET_ID", "i");
    variables.put("TENCENTCLOUD_SECRET_KEY", "k");
  }

  @Test
  void terraforms_variables_name_a_role() {
    keys();
    variables.put("TENCENTCLOUD_ASSUME_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "tf");
    variables.put("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "3600");
    variables.put("TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "ext");
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(body(0).text("ExternalId")).isEqualTo("ext");
    assertThat(body(0).number("DurationSeconds", 0)).isEqualTo(3600);
  }

  @Test
  void the_command_lines_variables_name_a_role_too() {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(body(0).text("RoleSessionName")).isEqualTo("cli");
  }

  @Test
  void half_a_role_and_one_that_is_not_supported_are_errors_and_not_the_keys_beneath() {
    keys();
    variables.put("TENCENTCLOUD_ASSUME_ROLE_ARN", ARN);
    broken("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME is not set");
    variables.put("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "tf");
    variables.put("TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE", "CANARY");
    broken("TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE is set, and is not supported");
  }

  @Test
  void terraforms_web_identity_needs_no_keys() throws IOException {
    write("token", "oidc-token");
    variables.put("TENCENTCLOUD_ASSUME_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "tf");
    variables.put("TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID", "oidc");
    variables.put(
        "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", home.resolve("token").toString());
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(body(0).text("ProviderId")).isEqualTo("oidc");
  }

  @Test
  void a_role_of_the_settings_may_be_held_to_looks_and_releases() throws IOException {
    write("token", "oidc-token");
    AssumedRole role = AssumedRole.of(ARN).sessionName("s").releaseOnly();
    ProviderSettings settings =
        settings().credentials(CredentialsProvider.of(Credentials.ofKey("given", "k")));
    answerKeys("narrow");
    assertSession(sources(settings.assumeRole(role), false).resolve(), "narrow");
    assertThat(body(0).text("Policy"))
        .startsWith("%7B%22version%22%3A%222.0%22")
        .contains("cvm%3ATerminateInstances")
        .doesNotContain("+");
    answerKeys("wide");
    answerKeys("narrow");
    AssumedRole identity = role.webIdentity("oidc", home.resolve("token"));
    assertSession(sources(settings.assumeRole(identity), false).resolve(), "narrow");
    assertThat(body(1).text("Policy")).isEmpty();
    assertThat(body(2).text("Policy")).isNotEmpty();
    assertThat(asked.get(2).header("X-TC-Token")).contains("t");
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

  /** The keys beneath, as they stand in a file, and what the role's own end brings. */
  private CredentialsProvider roleOverAFile(AssumedRole role) throws IOException {
    write(".tencentcloud/credentials", "[default]\nsecret_id=old\nsecret_key=k\n");
    CredentialsProvider made = sources(settings().assumeRole(role), false);
    answerKeys("one");
    assertSession(made.resolve(), "one");
    return made;
  }

  private String signedWith(int call) {
    return asked
        .get(call)
        .header("Authorization")
        .orElseThrow()
        .replaceAll(".*Credential=(\\w+)/.*", "$1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AuthFailure.SecretIdNotFound",
        "AuthFailure.SignatureFailure",
        "AuthFailure.TokenFailure",
        "UnauthorizedOperation.InvalidToken"
      })
  void a_key_that_was_exchanged_beneath_a_role_is_found_when_the_old_one_is_refused(String code)
      throws IOException {
    CredentialsProvider made = roleOverAFile(AssumedRole.of(ARN).sessionName("s"));
    meanwhile =
        () ->
            written.put(
                rewritten(".tencentcloud/credentials", "[default]\nsecret_id=new\nsecret_key=k\n"),
                "[default]\nsecret_id=new\nsecret_key=k\n");
    answer("{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"}}");
    answerKeys("two");
    assertThat(made.refresh()).isTrue();
    assertSession(made.resolve(), "two");
    assertThat(List.of(signedWith(0), signedWith(1), signedWith(2)))
        .containsExactly("old", "old", "new");
  }

  @Test
  void refused_keys_beneath_a_role_are_sent_once_and_new_ones_that_are_refused_too_end_it()
      throws IOException {
    roleOverAFile(AssumedRole.of(ARN).sessionName("s"));
    String refusal = "{\"Error\":{\"Code\":\"AuthFailure.SecretIdNotFound\",\"Message\":\"m\"}}";
    ProviderSettings settings = settings().assumeRole(AssumedRole.of(ARN).sessionName("s"));
    answer(refusal);
    assertThatThrownBy(() -> sources(settings, false).resolve())
        .hasMessageContaining("was refused: AuthFailure.SecretIdNotFound");
    assertThat(asked).as("the same ones are not sent again").hasSize(2);
    meanwhile =
        () ->
            written.put(
                rewritten(
                    ".tencentcloud/credentials",
                    "[default]\nsecret_id=new" + asked.size() + "\nsecret_key=k\n"),
                "[default]\nsecret_id=new" + asked.size() + "\nsecret_key=k\n");
    answer(refusal);
    answer(refusal);
    assertThatThrownBy(() -> sources(settings, false).resolve())
        .hasMessageContaining("was refused: AuthFailure.SecretIdNotFound");
    assertThat(asked).as("once more with new ones, and no more").hasSize(4);
    assertThat(List.of(signedWith(2), signedWith(3))).containsExactly("old", "new3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnauthorizedOperation", "AuthFailure.UnauthorizedOperation"})
  void a_role_that_is_refused_for_its_rights_is_not_asked_for_with_other_keys(String code)
      throws IOException {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    meanwhile = () -> variables.put("TENCENTCLOUD_SECRET_ID", "other");
    answer("{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"}}");
    broken("was refused: " + code);
    assertThat(asked).hasSize(1);
  }

  @Test
  void only_the_environment_of_this_machine_has_its_metadata_service() {
    Endpoint tokenService = Endpoint.https("sts.tencentcloudapi.com");
    assertThat(
            Surroundings.of(
                    Environment.of(variables, home), TokenSigner.ofTheProvider(), tokenService)
                .metadata())
        .isEmpty();
    assertThat(
            Surroundings.of(Environment.system(), TokenSigner.ofTheProvider(), tokenService)
                .metadata())
        .contains(URI.create("http://metadata.tencentyun.com"));
  }

  @Test
  void a_throttled_or_broken_token_service_is_asked_again_twice_after_pauses() {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    answer("{\"Error\":{\"Code\":\"InvalidParameter.OverLimit\",\"Message\":\"m\"}}");
    answers.add(HttpResponse.of(502, List.of(), HttpBody.utf8("<html>")));
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(pauses).containsExactly(Duration.ofMillis(300), Duration.ofMillis(600));
  }

  @Test
  void one_lost_connection_to_the_token_service_is_made_up_for_by_another() {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    for (SendPhase phase : List.of(SendPhase.NOT_SENT, SendPhase.NO_ANSWER)) {
      lost.add(new TransportException(phase, "reset"));
      answerKeys("role");
      assertSession(resolve(), "role");
    }
    assertThat(pauses).containsExactly(Duration.ofMillis(300), Duration.ofMillis(300));
    lost.add(new TransportException(SendPhase.NO_ANSWER, "reset"));
    lost.add(new TransportException(SendPhase.NO_ANSWER, "reset again"));
    broken("gave no keys: reset again");
    asked.clear();
    lost.add(new TransportException(SendPhase.NOT_SENT, Obstacle.NO_ADDRESS, "no address"));
    broken("gave no keys: no address");
    assertThat(asked).hasSize(1);
  }

  @Test
  void whoever_is_stopped_while_it_waits_for_the_token_service_stays_stopped() {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    stopped = true;
    answer("{\"Error\":{\"Code\":\"InternalError.Busy\",\"Message\":\"m\"}}");
    broken("interrupted while asking for keys");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).hasSize(1);
  }

  @Test
  void keys_of_a_role_without_their_end_sign_nothing() {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    String given = "{\"Token\":\"t\",\"TmpSecretId\":\"i\",\"TmpSecretKey\":\"k\"}";
    answer("{\"Credentials\":" + given + ",\"ExpiredTime\":0,\"RequestId\":\"r\"}");
    broken("AssumeRole of " + ARN + " gave no whole keys");
  }

  @Test
  void a_refused_clock_is_set_by_the_services_own() {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    answer("{\"Error\":{\"Code\":\"AuthFailure.SignatureExpire\",\"Message\":\"m\"}}");
    answerKeys("role");
    assertSession(resolve(), "role");
    assertThat(asked.get(1).header("X-TC-Timestamp"))
        .contains(Long.toString(Instant.parse("2026-11-20T09:00:00Z").getEpochSecond()));
  }

  @Test
  void a_refused_role_is_told_with_its_arn_and_without_keys() {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    answer("{\"Error\":{\"Code\":\"UnauthorizedOperation\",\"Message\":\"not for CANARY\"}}");
    broken("AssumeRole of " + ARN + " was refused: UnauthorizedOperation");
    assertThat(pauses).isEmpty();
  }

  @Test
  void a_refusal_is_told_with_its_request_where_that_is_one() {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    String error = "{\"Error\":{\"Code\":\"UnauthorizedOperation\"},\"RequestId\":\"%s\"}";
    answer(error.formatted("0d6e2f4a-8a41-4c3f-9d6b-5b7c0e1f2a3b"));
    broken("UnauthorizedOperation (request 0d6e2f4a-8a41-4c3f-9d6b-5b7c0e1f2a3b)");
    answer(error.formatted("CANARY"));
    broken("UnauthorizedOperation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANARY7Wq0", "token CANARY", "AuthFailure.X=CANARY"})
  void what_may_be_a_key_in_the_place_of_a_code_is_not_repeated(String code) {
    keys();
    variables.put("TENCENTCLOUD_ROLE_ARN", ARN);
    variables.put("TENCENTCLOUD_ROLE_SESSION_NAME", "cli");
    answer("{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"}}");
    broken("AssumeRole of " + ARN + " was refused: an unknown code");
    variables.clear();
    metadata.put(METADATA, "machine");
    metadata.put(METADATA + "machine", machineKeys(code));
    assertThatThrownBy(() -> sources(true).resolve())
        .hasMessageContaining("gave no whole keys of role machine (an unknown code)")
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void no_file_of_the_users_is_changed() throws IOException {
    write(".tccli/default.credential", "{\"secretId\":\"i\",\"secretKey\":\"k\"}");
    Path file = home.resolve(".tccli/default.credential");
    FileTime before = Files.getLastModifiedTime(file);
    CredentialsProvider made = sources(false);
    made.resolve();
    made.refresh();
    assertThat(Files.readString(file)).isEqualTo("{\"secretId\":\"i\",\"secretKey\":\"k\"}");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    try (var files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  private void broken(String says) {
    assertThatThrownBy(this::resolve)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(says)
        .hasMessageNotContaining("c4n4ry")
        .hasMessageNotContaining("CANARY");
  }
}
