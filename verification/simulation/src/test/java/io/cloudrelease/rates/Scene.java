package io.cloudrelease.rates;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.execution.Engine;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.transport.HttpTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Runs whose calls overlap and take as long as is drawn for them, in virtual time. */
final class Scene {
  final VirtualClock clock;
  final List<ReleaseEvent> events = new ArrayList<>();
  int callIds = 1;

  /** Ends the run of the moment, as its caller may. */
  Runnable stop = () -> {};

  private final OverlappingTime time;
  private final SplittableRandom random;
  private final int fastest;
  private final int slowest;
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final LanePace pace = new LanePace();
  private int nonces;

  /** Calls need between these milliseconds to arrive, and again to be answered. */
  Scene(String start, long seed, int fastest, int slowest) {
    this.clock = VirtualClock.at(start);
    this.time = new OverlappingTime(clock);
    this.random = new SplittableRandom(seed);
    this.fastest = fastest;
    this.slowest = slowest;
  }

  void register(CloudProvider provider) {
    accounts.put(provider.facts().name(), new Account(provider));
  }

  ReleaseInstancesResult release(
      List<InstanceRef> refs, Duration deadline, Function<HttpRequest, HttpResponse> cloud) {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder().deadline(deadline).noWait().maxInstances(100_000);
    refs.forEach(request::instance);
    ClientParts machinery =
        new ClientParts(
            wire(cloud),
            time,
            time,
            time,
            () -> random,
            () -> "nonce-" + ++nonces,
            RetryPolicy.standard(() -> random),
            inCallsOf(callIds),
            events::add,
            pace);
    RunControl run = new RunControl(time, time, deadline, () -> false);
    stop = () -> run.stop("no more of this");
    return new Engine(machinery, accounts, control -> time.crew(), Safety.none())
        .release(request.build(), run);
  }

  static Function<HttpRequest, HttpResponse> to(SimulatedCloud cloud) {
    return request -> cloud.handle(request).response();
  }

  private static BatchSplitter inCallsOf(int ids) {
    return (instances, largest) -> BatchSplitter.inOrder().split(instances, ids);
  }

  private HttpTransport wire(Function<HttpRequest, HttpResponse> cloud) {
    return new HttpTransport() {
      @Override
      public HttpResponse send(HttpRequest request) {
        time.pass(Duration.ofMillis(random.nextInt(fastest, slowest + 1)));
        HttpResponse response = cloud.apply(request);
        time.pass(Duration.ofMillis(random.nextInt(fastest, slowest + 1)));
        return response;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  static long throttled(SimulatedCloud cloud, String code) {
    return cloud.ledger().requests().stream()
        .filter(request -> request.outcome().response().body().text().contains(code))
        .count();
  }

  /** From the first destructive call to the last one, as the cloud saw them. */
  static Duration span(SimulatedCloud cloud) {
    List<RecordedRequest> sent = cloud.ledger().destructiveRequests();
    Instant first = sent.get(0).call().at();
    return Duration.between(first, sent.get(sent.size() - 1).call().at());
  }
}
