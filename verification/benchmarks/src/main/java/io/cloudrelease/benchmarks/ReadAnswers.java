package io.cloudrelease.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesResponse;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Reading an answer, from its bytes on: a look that shows 100 instances (130 KB), by us up to the
 * snapshots that rules work on, by Tencent's SDK up to its model, and its tokens alone; and the
 * short answer to a release.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ReadAnswers {
  private static final int SIZE = 100;
  private static final JsonFactory JSON = new JsonFactory();

  private final CloudProvider provider = Clouds.TENCENT.provider("http://127.0.0.1:8080");
  private final ReleaseBatch batch = Clouds.TENCENT.batch(SIZE);
  private final LookQuery query =
      new LookQuery(batch.region(), batch.instances(), Instant.parse("2026-01-31T08:00:00Z"));
  private final String shown = TencentBrain.shown(Fleet.tencent(SIZE));
  private final HttpResponse look = answer("{\"Response\":" + shown + "}");
  private final byte[] shownBytes = shown.getBytes(StandardCharsets.UTF_8);
  private final HttpResponse accepted =
      answer("{\"Response\":{\"RequestId\":\"3f2b4c8e-0000-4000-8000-100000000000\"}}");

  private static HttpResponse answer(String body) {
    return HttpResponse.of(200, List.of(), HttpBody.utf8(body));
  }

  @Benchmark
  public LookAnswer oursLook() {
    return provider.readLook(query, look);
  }

  /** The answer's model, without what the SDK does around it. */
  @Benchmark
  public DescribeInstancesResponse sdkTencentLook() {
    return AbstractModel.fromJsonString(
        new String(shownBytes, StandardCharsets.UTF_8), DescribeInstancesResponse.class);
  }

  /** What no reader can do without. */
  @Benchmark
  public Integer tokensLook() throws IOException {
    int tokens = 0;
    try (JsonParser parser = JSON.createParser(look.body().bytes())) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  @Benchmark
  public ReleaseAnswer oursRelease() {
    return provider.readRelease(batch, accepted);
  }
}
