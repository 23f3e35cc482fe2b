package io.cloudrelease.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which OkHttp is refused. Old ones are played by classes of the same names. */
class OkHttpOnClassPathTest {
  private static final String CLIENT = "okhttp3.OkHttpClient";
  private static final String VERSION = "okhttp3.OkHttp";
  private static final String BODY = "okhttp3.RequestBody";
  private static final String RETRY = "okhttp3.internal.http.RetryAndFollowUpInterceptor";

  @Test
  void the_one_we_are_built_with_is_fine() {
    assertThatCode(() -> OkHttpOnClassPath.check(OkHttpTransport.class.getClassLoader()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.0.0", "5.5.1", "5.0.0-alpha.14", "6.0.0", "10.1"})
  void newer_versions_are_fine(String version) {
    assertThatCode(() -> OkHttpOnClassPath.requireVersion(version, "a.jar"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.12.13", "3.14.9", "4.12.0", "4", "", "unknown"})
  void older_and_unreadable_versions_are_refused(String version) {
    assertThatThrownBy(() -> OkHttpOnClassPath.requireVersion(version, "a.jar"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("OkHttp 5.0 or newer is needed")
        .hasMessageContaining(version)
        .hasMessageContaining("a.jar")
        .hasMessageContaining("sdk-bom");
  }

  @Test
  void okhttp_3_which_does_not_tell_its_version_is_refused(@TempDir Path old) throws Exception {
    compile(old, "", CLIENT, BODY, RETRY);
    assertThatThrownBy(() -> check(old))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("does not tell its version")
        .hasMessageContaining(old.toUri().getPath());
  }

  @Test
  void okhttp_4_is_refused_by_its_version(@TempDir Path old) throws Exception {
    compile(old, "4.12.0", CLIENT, VERSION, BODY, RETRY);
    assertThatThrownBy(() -> check(old))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("version 4.12.0");
  }

  @Test
  void an_old_client_beside_a_new_version_number_is_refused(@TempDir Path old, @TempDir Path fresh)
      throws Exception {
    compile(old, "", CLIENT, BODY, RETRY);
    compile(fresh, "5.5.1", CLIENT, VERSION, BODY, RETRY);
    assertThatThrownBy(() -> check(old, fresh))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("two copies of OkHttp")
        .hasMessageContaining(old.toUri().getPath())
        .hasMessageContaining(fresh.toUri().getPath());
  }

  @Test
  void an_old_copy_behind_a_new_one_does_no_harm(@TempDir Path fresh, @TempDir Path old)
      throws Exception {
    compile(fresh, "5.5.1", CLIENT, VERSION, BODY, RETRY);
    compile(old, "", CLIENT, BODY, RETRY);
    assertThatCode(() -> check(fresh, old)).doesNotThrowAnyException();
  }

  @Test
  void a_missing_okhttp_is_named(@TempDir Path empty) {
    assertThatThrownBy(() -> check(empty))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("OkHttp is missing");
  }

  private static void check(Path... folders) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path folder : folders) {
      urls.add(folder.toUri().toURL());
    }
    ClassLoader nothing = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), nothing)) {
      OkHttpOnClassPath.check(loader);
    }
  }

  private static void compile(Path folder, String version, String... names) throws IOException {
    List<String> command = new ArrayList<>(List.of("-d", folder.toString()));
    for (String name : names) {
      Path file = folder.resolve(name.replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source(name, version));
      command.add(file.toString());
    }
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int failures = javac.run(System.err, System.err, command.toArray(String[]::new));
    assertThat(failures).isZero();
  }

  private static String source(String name, String version) {
    int dot = name.lastIndexOf('.');
    String field =
        name.equals(VERSION) ? "public static final String VERSION = \"" + version + "\";" : "";
    String head = "package " + name.substring(0, dot) + "; public class ";
    return head + name.substring(dot + 1) + " { " + field + " }";
  }
}
