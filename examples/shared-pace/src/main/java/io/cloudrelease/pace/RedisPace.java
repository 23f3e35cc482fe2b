package io.cloudrelease.pace;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.RedisClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A pace that all processes with the same Redis share. When Redis cannot be reached it throws, and
 * the client sends nothing: better late than above the account's rate.
 */
public final class RedisPace implements Pace, AutoCloseable {
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final RedisClient redis;
  private final BucketPace pace;

  /**
   * Connects.
   *
   * @param uri {@code redis://host:port}
   */
  public RedisPace(String uri) {
    redis = RedisClient.create(uri);
    LettuceBasedProxyManager<byte[]> buckets =
        Bucket4jLettuce.casBasedBuilder(redis)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT))
            .build();
    pace =
        new BucketPace(
            (name, configuration) ->
                buckets
                    .builder()
                    .build(name.getBytes(StandardCharsets.UTF_8), () -> configuration));
  }

  @Override
  public Duration reserve(Lane lane, Instant now) {
    return pace.reserve(lane, now);
  }

  @Override
  public void close() {
    redis.shutdown();
  }
}
