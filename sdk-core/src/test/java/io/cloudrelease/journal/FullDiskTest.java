package io.cloudrelease.journal;

import static io.cloudrelease.journal.Entries.NOW;
import static io.cloudrelease.journal.Entries.ONE;
import static io.cloudrelease.journal.Entries.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that may not make its files longer: to it, the disk is full in the middle of a line.
 */
class FullDiskTest {
  @TempDir Path folder;

  /** Declares intents until it cannot, and prints how many were durable. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws Exception {
      RunLog log = FileJournal.at(Path.of(args[0])).begin(Entries.run("r1", NOW, ONE, TWO));
      int durable = 0;
      int refused = 0;
      for (int i = 0; i < 100; i++) {
        try {
          log.intend(Entries.intent("b" + i, ONE));
          durable++;
          refused = 0;
        } catch (JournalException e) {
          refused++;
        }
      }
      log.close();
      System.out.println("durable=" + durable + " refused=" + refused);
    }
  }

  @Test
  void no_intent_is_durable_once_one_could_not_be_written_and_the_run_can_be_resumed()
      throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell));
    Path file = folder.resolve("run.jsonl");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                shell.toString(),
                "-c",
                "ulimit -f 20 && exec \"$0\" -XX:-UsePerfData -Xshare:auto -cp \"$1\" \"$2\" \"$3\"",
                java,
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Writer.class.getName(),
                file.toString())
            .redirectError(folder.resolve("err").toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    int durable = Integer.parseInt(out.replaceAll("(?s).*durable=(\\d+).*", "$1"));
    assertThat(durable).isBetween(1, 99);
    assertThat(out).contains("refused=" + (100 - durable));
    try (RunLog log = FileJournal.at(file).resume()) {
      assertThat(log.history()).hasSize(1 + durable);
      assertThat(log.intend(Entries.intent("b100", TWO))).isEmpty();
    }
  }
}
