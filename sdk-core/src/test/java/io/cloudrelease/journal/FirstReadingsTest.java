package io.cloudrelease.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FirstReadingsTest {
  private static final FirstReadings.FileId FILE =
      new FirstReadings.FileId(Path.of("run.jsonl"), "inode 7");

  private final FirstReadings readings = new FirstReadings();

  @Test
  void what_was_read_before_counts_from_then() {
    readings.found(FILE, 40_000, "a run");
    readings.mark(FILE, 40_000, 100);
    readings.found(FILE, 50_000, "a run begins");
    assertThat(readings.firstRead(FILE, 3_000, 900)).isEqualTo(100);
    assertThat(readings.firstRead(FILE, 45_000, 900)).isEqualTo(900);
  }

  @Test
  void a_file_that_was_emptied_and_written_anew_was_never_read() {
    readings.found(FILE, 40_000, "a run begins");
    readings.mark(FILE, 40_000, 100);
    readings.found(FILE, 5_000, "a run begins");
    assertThat(readings.firstRead(FILE, 3_000, 900)).isEqualTo(900);

    readings.mark(FILE, 5_000, 200);
    readings.found(FILE, 6_000, "another run");
    assertThat(readings.firstRead(FILE, 3_000, 900)).isEqualTo(900);
  }
}
