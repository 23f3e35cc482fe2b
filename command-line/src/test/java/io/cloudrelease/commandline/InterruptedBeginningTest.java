package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a run is only just beginning. */
class InterruptedBeginningTest {
  private final Bench bench = new Bench();
  @TempDir Path folder;

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void an_interrupt_before_the_run_has_begun_stops_it_and_its_result_is_printed() {
    AtomicReference<Runnable> press = new AtomicReference<>(() -> {});
    Interrupts interrupts =
        new Interrupts(
            interrupt -> {
              press.set(interrupt);
              return () -> {};
            },
            () -> {});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        Session.plain(
            new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Environment.of(Map.of(), folder),
                bench.clock,
                interrupts,
                bench::client));
    HttpTransport cloud = InProcessTransport.to(bench.clock, bench.tencent);
    Thread waiting = Thread.currentThread();
    CloudProvider provider =
        new TencentCvmFactory().create(bench.settings("tencent-cvm", bench.tencent));
    bench.through(
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            // Nothing leaves before somebody waits for the result, and stopped it.
            while (waiting.getState() != Thread.State.WAITING) {
              Thread.onSpinWait();
            }
            return cloud.send(request);
          }

          @Override
          public void close() {
            cloud.close();
          }
        });
    try (ReleaseClient client = bench.client().provider(provider).build()) {
      List<InstanceRef> refs =
          bench.tencent.add(3, i -> i.postpaid()).stream().map(i -> i.ref("tencent-cvm")).toList();
      Ending ending =
          new Ending(
              session,
              new OutputOptions(false, false, Optional.empty()),
              NextStep.afterRelease(List.of(), Recording.usual()),
              session.progress(3));
      int exit =
          ending.of(
              () -> {
                press.get().run();
                return client.releaseInstancesAsync(
                    ReleaseInstancesRequest.builder().instances(refs).build());
              });
      assertThat(exit).isEqualTo(3);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("3 instances: 3 NOT_SENT");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("stopping: nothing more is sent");
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
  }
}
