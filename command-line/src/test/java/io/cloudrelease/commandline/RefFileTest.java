package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudrelease.model.InstanceRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefFileTest {
  @TempDir Path folder;

  private static InputStream input(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static List<InstanceRef> read(String text) throws UsageException {
    return RefFile.read("-", input(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_file_that_nobody_lets_us_read_says_so() {
    assertThat(Message.unreadable("l.txt", new AccessDeniedException("l.txt")).args())
        .containsExactly("l.txt", "permission denied");
    assertThat(Message.unreadable("l.txt", new IOException("Input/output error")).args())
        .containsExactly("l.txt", "Input/output error");
  }

  @Test
  void blank_lines_and_comments_are_skipped() throws UsageException {
    assertThat(
            read(
                "\uFEFF# the web tier\r\n\r\nzenlayer-zec:1  # 删除\r\n   \n"
                    + "\tzenlayer-zec:2\t#x\n#zenlayer-zec:3\nzenlayer-zec:a-b"))
        .containsExactly(
            InstanceRef.of("zenlayer-zec", "1"),
            InstanceRef.of("zenlayer-zec", "2"),
            InstanceRef.of("zenlayer-zec", "a-b"));
  }

  @Test
  void a_list_that_find_could_not_make_whole_is_refused_until_its_line_is_taken_out()
      throws UsageException {
    String rest = "zenlayer-zec:1\n";
    assertThat(
            catchThrowableOfType(
                    UsageException.class,
                    () -> read("# incomplete: aliyun-ecs:cn-hangzhou NotSent\n" + rest))
                .problems())
        .singleElement()
        .asString()
        .contains("line 1", "aliyun-ecs:cn-hangzhou NotSent", "take the line out");
    assertThat(
            catchThrowableOfType(
                    UsageException.class, () -> read("\uFEFF# incomplete: zenlayer-zec x\n" + rest))
                .problems())
        .singleElement()
        .asString()
        .contains("line 1", "take the line out");
    assertThat(read("# left out: aliyun-ecs:cn-x closed\n# incompletely\n" + rest)).hasSize(1);
  }

  @Test
  void every_wrong_line_is_named_by_its_number() {
    List<String> problems =
        catchThrowableOfType(
                UsageException.class, () -> read("zenlayer-zec:1\nno good\n\nzenlayer-zec:\n"))
            .problems();
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0)).startsWith("the standard input, line 2: 'no ...' is not");
    assertThat(problems.get(1)).startsWith("the standard input, line 4: 'zenlayer-zec:' is not");
  }

  @Test
  void of_a_file_that_is_another_than_was_meant_no_secret_is_shown() {
    List<String> lines =
        List.of(
            "export TENCENTCLOUD_SECRET_KEY=" + Bench.CANARY,
            "TENCENTCLOUD_SECRET_KEY=" + Bench.CANARY,
            "    secret: " + Bench.CANARY,
            "{\"id\": \"a\", \"secret\": \"" + Bench.CANARY + "\"}",
            "{\"secret\":\"" + Bench.CANARY + "\"}",
            "machine api login me password " + Bench.CANARY,
            "db:5432:*:me:" + Bench.CANARY,
            "https://me:" + Bench.CANARY + "@host",
            "db.example.com:5432:ops:me:" + Bench.CANARY,
            "me:$6$salt:" + Bench.CANARY + ":19000:0",
            "password\u00a0" + Bench.CANARY,
            (Bench.CANARY + Bench.CANARY));
    List<String> problems =
        catchThrowableOfType(UsageException.class, () -> read(String.join("\n", lines))).problems();
    assertThat(problems)
        .hasSameSizeAs(lines)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains("is not an instance reference")
                    .doesNotContain(Bench.CANARY));
    assertThat(problems.get(1)).contains("line 2: 'TENCENTCLOUD_SECRET_KEY=...' is not");
  }

  @Test
  void ids_are_shown_whole_where_they_lack_what_stands_before_them() {
    List<String> problems =
        catchThrowableOfType(
                UsageException.class,
                () -> read("i-bp1aaaaaaaaaaaaaaaa1\n1300000000000000001\na:b:"))
            .problems();
    assertThat(problems.get(0)).contains("did you mean aliyun-ecs:REGION:i-bp1aaaaaaaaaaaaaaaa1?");
    assertThat(problems.get(1)).contains("did you mean zenlayer-zec:1300000000000000001?");
    assertThat(problems.get(2)).contains("'a:b:' is not");
  }

  @Test
  void of_a_line_with_more_parts_than_a_reference_has_only_the_first_is_shown() {
    List<String> problems =
        catchThrowableOfType(UsageException.class, () -> read("db.example.com:5432:ops:me:pw"))
            .problems();
    assertThat(problems).singleElement().asString().contains("'db.example.com:...' is not");
  }

  @Test
  void a_file_is_read_as_utf_8() throws Exception {
    Path file = folder.resolve("list.txt");
    Files.writeString(file, "# 北京\naliyun-ecs:cn-beijing:i-bp1\n");
    assertThat(RefFile.read(file.toString(), input(new byte[0])))
        .containsExactly(InstanceRef.of("aliyun-ecs", "cn-beijing", "i-bp1"));
  }

  @Test
  void what_is_far_too_large_is_refused_in_a_sentence() throws IOException {
    Path huge = folder.resolve("huge");
    try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    assertThat(
            catchThrowableOfType(
                UsageException.class, () -> RefFile.read(huge.toString(), input(new byte[0]))))
        .hasMessage(huge + " is larger than 64 MB, the most that is read of it");
    try (Bench bench = new Bench()) {
      assertThat(bench.run("show", huge.toString())).isEqualTo(2);
      assertThat(bench.err()).contains(huge + " is larger than ");
    }
  }

  @Test
  void what_has_no_end_is_refused_in_a_sentence() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 'x');
            return length;
          }
        };
    assertThat(catchThrowableOfType(UsageException.class, () -> RefFile.read("-", endless)))
        .hasMessage("the standard input is larger than 64 MB, the most that is read of it");
  }

  @Test
  void a_missing_file_is_named() {
    Path missing = folder.resolve("missing.txt");
    assertThat(
            catchThrowableOfType(
                UsageException.class, () -> RefFile.read(missing.toString(), input(new byte[0]))))
        .hasMessage("there is no file " + missing);
  }

  @Test
  void a_folder_is_not_a_list() {
    assertThat(
            catchThrowableOfType(
                UsageException.class, () -> RefFile.read(folder.toString(), input(new byte[0]))))
        .hasMessage(folder + " is a folder; give a file with one reference a line");
  }

  @Test
  void what_is_not_text_is_said_to_be_not_text() throws IOException {
    byte[] picture = {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff, '\n'};
    Path file = Files.write(folder.resolve("picture.png"), picture);
    assertThat(
            catchThrowableOfType(
                UsageException.class, () -> RefFile.read(file.toString(), input(new byte[0]))))
        .hasMessageContaining("is not UTF-8 text");
    assertThat(catchThrowableOfType(UsageException.class, () -> RefFile.read("-", input(picture))))
        .hasMessageContaining("the standard input is not UTF-8 text");
  }
}
