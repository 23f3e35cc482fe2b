package io.cloudrelease.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BucketPaceTest {
  private static final Pace.Lane LANE = new Pace.Lane("host", "key k", "Terminate", 10);
  private static final String REDIS = System.getenv().getOrDefault("CLOUDRELEASE_TEST_REDIS", "");

  @Test
  void turns_are_evenly_spaced_in_memory() {
    BucketPace pace = inMemory();
    for (int i = 0; i < 20; i++) {
      assertThat(pace.reserve(LANE, Instant.EPOCH)).isEqualTo(Duration.ofMillis(100L * i));
    }
  }

  @Test
  void a_rate_below_one_a_minute_is_kept_too() {
    BucketPace pace = inMemory();
    Pace.Lane slow = new Pace.Lane("host", "key k", "Terminate", 0.005);
    assertThat(pace.reserve(slow, Instant.EPOCH)).isZero();
    assertThat(pace.reserve(slow, Instant.EPOCH)).isEqualTo(Duration.ofSeconds(200));
  }

  @Test
  void lanes_do_not_wait_for_each_other() {
    BucketPace pace = inMemory();
    pace.reserve(LANE, Instant.EPOCH);
    Pace.Lane other = new Pace.Lane("host", "key k", "Describe", 40);
    assertThat(pace.reserve(other, Instant.EPOCH)).isZero();
    assertThat(pace.reserve(other, Instant.EPOCH)).isEqualTo(Duration.ofMillis(25));
  }

  @Test
  void what_the_cloud_counts_apart_waits_apart_and_what_it_counts_together_waits_together() {
    BucketPace pace = inMemory();
    pace.reserve(LANE, Instant.EPOCH);
    assertThat(pace.reserve(new Pace.Lane("host2", "key k", "Terminate", 10), Instant.EPOCH))
        .isZero();
    assertThat(pace.reserve(new Pace.Lane("host", "key l", "Terminate", 10), Instant.EPOCH))
        .isZero();
    assertThat(pace.reserve(new Pace.Lane("host", "key k", "Terminate", 10), Instant.EPOCH))
        .isEqualTo(Duration.ofMillis(100));
  }

  @Test
  @Timeout(60)
  void two_processes_together_keep_below_the_rate_of_one_account() throws Exception {
    assumeTrue(
        !REDIS.isEmpty(),
        "skipped: CLOUDRELEASE_TEST_REDIS names no Redis; .ci/run starts one and sets it");
    int each = 40;
    int rate = 20;
    List<Process> processes = List.of(caller(each, rate), caller(each, rate));
    List<long[]> turns = new ArrayList<>();
    long lastStart = 0;
    long firstEnd = Long.MAX_VALUE;
    for (Process process : processes) {
      List<long[]> own = turns(process);
      assertThat(process.waitFor()).isZero();
      assertThat(own).hasSize(each);
      lastStart = Math.max(lastStart, own.get(0)[0]);
      firstEnd = Math.min(firstEnd, own.get(each - 1)[0]);
      turns.addAll(own);
    }
    assertThat(lastStart).as("both ran at once").isLessThan(firstEnd);
    turns.sort(Comparator.comparingLong(turn -> turn[0]));
    for (int i = 0; i < turns.size(); i++) {
      long until = 0;
      for (int j = i; j < turns.size(); j++) {
        until = Math.max(until, turns.get(j)[1]);
        // So many turns lie in this stretch of time: it is at least as long as the rate asks for.
        assertThat(until - turns.get(i)[0])
            .as("turns %d to %d of both, in milliseconds", i, j)
            .isGreaterThanOrEqualTo((j - i) * 1000L / rate);
      }
    }
  }

  private static List<long[]> turns(Process process) throws java.io.IOException {
    List<long[]> turns = new ArrayList<>();
    byte[] printed = process.getInputStream().readAllBytes();
    for (String line : new String(printed, StandardCharsets.US_ASCII).split("\n")) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        turns.add(
            new long[] {
              Long.parseLong(line.substring(0, tab)), Long.parseLong(line.substring(tab + 1).trim())
            });
      }
    }
    return turns;
  }

  private static Process caller(int calls, int rate) throws java.io.IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Caller.class.getName(),
            REDIS,
            Integer.toString(calls),
            Integer.toString(rate))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static BucketPace inMemory() {
    Map<String, Bucket> buckets = new HashMap<>();
    return new BucketPace(
        (name, configuration) ->
            buckets.computeIfAbsent(
                name,
                any ->
                    Bucket.builder()
                        .addLimit(configuration.getBandwidths()[0])
                        .withCustomTimePrecision(new Standing())
                        .build()));
  }

  /** A clock that stands still. */
  private static final class Standing implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return 0;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
