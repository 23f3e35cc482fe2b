package io.cloudrelease.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Absent or whole; anything between is an error that names the file. */
class KeyFileTest {
  @TempDir private Path folder;

  private Path file(String content) throws Exception {
    return Files.writeString(folder.resolve("config.json"), content);
  }

  private void broken(ThrowingCallable reading, String says) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.isAbsence()).isFalse())
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(says)
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void no_file_of_that_name_is_absent() throws Exception {
    assertThat(KeyFile.read(folder.resolve("none"))).isEmpty();
    assertThat(KeyFile.read(folder.resolve("no folder").resolve("none"))).isEmpty();
    assertThat(KeyFile.read(file("x").resolve("below a file"))).isEmpty();
    assertThat(KeyFile.read(file("x").resolve("far").resolve("below a file"))).isEmpty();
  }

  @Test
  void an_empty_file_is_broken() throws Exception {
    Path empty = file("");
    broken(() -> KeyFile.read(empty), "is empty");
    Path blank = file("\uFEFF \n");
    broken(() -> KeyFile.read(blank), "is empty");
  }

  @Test
  void what_cannot_be_read_is_broken() throws Exception {
    broken(() -> KeyFile.read(folder), "cannot be read");
    Path latin = folder.resolve("latin");
    Files.write(latin, "key=ä".getBytes(StandardCharsets.ISO_8859_1));
    broken(() -> KeyFile.read(latin), "cannot be read as UTF-8 text");
    Path huge = file("x".repeat((1 << 20) + 1));
    broken(() -> KeyFile.read(huge), "larger than 1 MiB");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    broken(() -> KeyFile.read(link), "a link to a file that is not there");
  }

  @Test
  void a_file_in_a_folder_that_cannot_be_entered_is_broken_and_not_absent() throws Exception {
    Path circle = folder.resolve("circle");
    Files.createSymbolicLink(circle, circle);
    broken(() -> KeyFile.read(circle.resolve("keys")), "cannot be read");
    Path dead = Files.createSymbolicLink(folder.resolve("dead"), folder.resolve("nowhere"));
    broken(() -> KeyFile.read(dead.resolve("keys")), "a link to one that is not there");
  }

  @Test
  void json_that_is_cut_off_or_holds_nothing_is_broken() throws Exception {
    for (String text : new String[] {"{\"key\":\"c4n4ry\"", "{\"key\":\"c4n4", "c4n4ry"}) {
      KeyFile torn = KeyFile.read(file(text)).orElseThrow();
      broken(torn::json, "is not a JSON object, or is cut off (line 1)");
    }
    for (String text : new String[] {"[]", "null", "[\"c4n4ry\"]"}) {
      KeyFile other = KeyFile.read(file(text)).orElseThrow();
      broken(other::json, "is JSON, but no object of names and values");
    }
    KeyFile bare = KeyFile.read(file("{}")).orElseThrow();
    broken(bare::json, "an empty JSON object");
  }

  @Test
  void what_is_whole_is_read() throws Exception {
    KeyFile json = KeyFile.read(file("\uFEFF{\"current\":\"x\"}\r\n")).orElseThrow();
    assertThat(json.json().text("current")).isEqualTo("x");
    KeyFile ini = KeyFile.read(file("[a]\r\nid = 1\r\n")).orElseThrow();
    assertThat(ini.ini().value("a", "id")).isEqualTo("1");
    assertThat(ini.text()).startsWith("[a]");
    assertThat(ini.toString()).doesNotContain("id");
    assertThat(ini.broken("has no profile 'x'"))
        .hasMessage(
            folder.resolve("config.json")
                + " has no profile 'x'; mend it, or take it away to"
                + " have other keys looked for");
  }

  @Test
  void a_file_with_nothing_but_a_token_is_read_without_what_surrounds_it() throws Exception {
    assertThat(KeyFile.token(file(" t0ken\n"))).isEqualTo("t0ken");
    assertThatThrownBy(() -> KeyFile.token(folder.resolve("none")))
        .hasMessage("the token file " + folder.resolve("none") + " is not there");
  }

  @Test
  void a_token_in_the_place_of_its_files_name_is_not_repeated() {
    for (Path given : new Path[] {Path.of("eyJc4n4ry.x.y"), folder.resolve("eyJc4n4ry")}) {
      assertThatThrownBy(() -> KeyFile.token(given))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("give the path of the file")
          .hasMessageNotContaining("c4n4ry")
          .hasNoCause();
    }
  }
}
