package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.config.ConfigSource;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of several tenants, each with variables and a home folder of its own. */
class SeveralSurroundingsTest {
  private static final Map<String, Object> GUARDS =
      Map.of("guards", Map.of("deny-names", "prod-*"));

  @TempDir Path folder;
  private final List<String> keys = new ArrayList<>();

  private static Map<String, Object> account(String name) {
    return Map.of("accounts", Map.of(name, Map.of("cloud", "tencent-cvm")));
  }

  private ConfigSource withKey(Map<String, Object> tree, String key) {
    Map<String, String> variables =
        Map.of("TENCENTCLOUD_SECRET_ID", key, "TENCENTCLOUD_SECRET_KEY", "a-secret-of-a-tenant");
    return ConfigSource.of(tree).surroundings(name -> variables.getOrDefault(name, ""), folder);
  }

  /** The key that each account is called with. */
  private List<String> keys(ClientConfig config, String... accounts) {
    HttpTransport transport =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) {
            request.headers().stream()
                .filter(header -> header.name().equals("Authorization"))
                .map(header -> header.value().replaceAll(".*Credential=([^/]*)/.*", "$1"))
                .forEach(keys::add);
            return HttpResponse.of(
                200,
                List.of(),
                HttpBody.utf8("{\"Response\":{\"AccountId\":\"1\",\"RequestId\":\"r\"}}"));
          }

          @Override
          public void close() {}
        };
    try (ReleaseClient client = config.client().transport(transport).build()) {
      for (String account : accounts) {
        client.whoAmI(account);
      }
    }
    return keys;
  }

  @Test
  void each_account_has_the_keys_of_the_surroundings_of_its_own_tree() {
    ClientConfig both =
        ClientConfig.of(withKey(account("a"), "AKIDTENANTA"), withKey(account("b"), "AKIDTENANTB"));

    assertThat(keys(both, "a", "b")).containsExactly("AKIDTENANTA", "AKIDTENANTB");
  }

  private Path home(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        Files.createDirectories(home.resolve(".tencentcloud")).resolve("credentials"),
        "[default]\nsecret_id = AKIDHOME" + name + "\nsecret_key = a-secret-of-" + name + "\n");
    return home;
  }

  @Test
  void the_home_folder_too_is_that_of_its_own_tree() throws IOException {
    ClientConfig both =
        ClientConfig.of(
            ConfigSource.of(account("a")).surroundings(name -> "", home("A")),
            ConfigSource.of(account("b")).surroundings(name -> "", home("B")));

    assertThat(keys(both, "a", "b")).containsExactly("AKIDHOMEA", "AKIDHOMEB");
  }

  @Test
  void a_tree_without_surroundings_is_of_this_process() throws IOException {
    String own = System.setProperty("user.home", home("OWN").toString());
    try {
      ClientConfig both =
          ClientConfig.of(ConfigSource.of(account("own")), withKey(account("b"), "AKIDTENANTB"));

      // Where the build itself has a variable with a key, it is that one.
      assertThat(keys(both, "own")).doesNotContain("AKIDTENANTB").hasSize(1);
    } finally {
      System.setProperty("user.home", own);
    }
  }

  @Test
  void without_accounts_keys_come_from_the_surroundings_that_were_given() {
    assertThat(keys(ClientConfig.of(withKey(GUARDS, "AKIDTENANTA")), "tencent-cvm"))
        .containsExactly("AKIDTENANTA");
  }

  @Test
  void of_several_trees_without_accounts_the_first_that_was_given_surroundings_decides() {
    ClientConfig all =
        ClientConfig.of(
            ConfigSource.of(GUARDS), withKey(GUARDS, "AKIDFIRST"), withKey(GUARDS, "AKIDSECOND"));

    assertThat(keys(all, "tencent-cvm")).containsExactly("AKIDFIRST");
  }
}
