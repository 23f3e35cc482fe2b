package io.cloudrelease.pace;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * A pace kept by Bucket4j: in memory, or in a store that several processes see.
 *
 * <p>Each lane has a bucket that holds one token, so calls are spaced evenly. A turn that is not
 * free yet is taken on credit and waited for; the bucket counts it already, so two processes are
 * never given the same one.
 */
public final class BucketPace implements Pace {
  private static final double SECOND = 1e9;

  private final BiFunction<String, BucketConfiguration, Bucket> buckets;

  /**
   * A pace over such buckets.
   *
   * @param buckets the bucket of that name, made so if there is none; called before each call
   */
  public BucketPace(BiFunction<String, BucketConfiguration, Bucket> buckets) {
    this.buckets = buckets;
  }

  @Override
  public Duration reserve(Lane lane, Instant now) {
    Bucket bucket = buckets.apply("cloudrelease:" + lane, configuration(lane.ratePerSecond()));
    return Duration.ofNanos(bucket.consumeIgnoringRateLimits(1));
  }

  private static BucketConfiguration configuration(double ratePerSecond) {
    // Bucket4j counts whole tokens: one of them, in the time between two calls.
    Duration apart = Duration.ofNanos((long) Math.ceil(SECOND / ratePerSecond));
    Bandwidth even =
        Bandwidth.builder().capacity(1).refillGreedy(1, apart).initialTokens(1).build();
    return BucketConfiguration.builder().addLimit(even).build();
  }
}
