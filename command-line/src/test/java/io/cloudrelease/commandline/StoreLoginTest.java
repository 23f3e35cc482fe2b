package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver of a store is given, without any database. */
class StoreLoginTest {
  @TempDir Path folder;

  private String timeout(String url) throws IOException {
    Path service = folder.resolve("META-INF/services/java.sql.Driver");
    Files.createDirectories(service.getParent());
    Files.writeString(service, RecordingDriver.class.getName());
    try (Bench bench = new Bench()) {
      bench.variables.put("OPS_DB", "a+b%c&user=d e");
      assertThat(bench.run("runs", "--store", url, "--driver-path", folder.toString()))
          .isEqualTo(2);
      assertThat(bench.err()).contains("nothing is there");
    }
    return RecordingDriver.ASKED.get().getProperty("loginTimeout", "none");
  }

  @Test
  void a_database_that_takes_the_connection_and_says_nothing_is_waited_for_ten_seconds()
      throws IOException {
    assertThat(timeout(RecordingDriver.URL)).isEqualTo("10");
  }

  @Test
  void a_password_in_a_variable_is_one_value_whatever_it_holds() throws IOException {
    assertThat(timeout(RecordingDriver.URL + "?password=${env:OPS_DB}")).isEqualTo("10");
    assertThat(RecordingDriver.URLS.get())
        .isEqualTo(RecordingDriver.URL + "?password=a%2Bb%25c%26user%3Dd%20e");
  }

  @Test
  void a_url_that_names_its_own_patience_keeps_it() throws IOException {
    assertThat(timeout(RecordingDriver.URL + "?loginTimeout=3")).isEqualTo("none");
  }
}
