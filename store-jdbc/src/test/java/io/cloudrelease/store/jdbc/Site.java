package io.cloudrelease.store.jdbc;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The clouds that several machines release on, and what is true of them. */
final class Site implements AutoCloseable {
  private static final Pattern VERDICT =
      Pattern.compile("\"instance\":\"([^\"]+)\",\"verdict\":\"([A-Z_]+)\"");

  final SimulatedTencent tencent = new SimulatedTencent(InstantSource.system());
  final SimulatedZenlayer zenlayer = new SimulatedZenlayer(InstantSource.system());
  private final WireMockFace face = WireMockFace.builder(tencent, zenlayer).threads(100).start();
  private final Map<InstanceRef, SimulatedCloud> homes = new HashMap<>();

  Site() {
    tencent.terminating(Duration.ofMillis(300));
    tencent.isolating(Duration.ofMillis(200));
    zenlayer.releasing(Duration.ofMillis(300));
    zenlayer.recycling(Duration.ofMillis(200));
  }

  int port() {
    return face.endpoint().port();
  }

  List<InstanceRef> postpaid(int count) {
    return register(tencent, TencentCvm.KIND, tencent.add(count, i -> i.postpaid()));
  }

  /** Nothing can be seen of it, and the cloud does not release them. */
  List<InstanceRef> refused(int count) {
    String code = "UnsupportedOperation.InstancesProtected";
    return register(
        tencent, TencentCvm.KIND, tencent.add(count, i -> i.postpaid().refusedWith(code)));
  }

  List<InstanceRef> prepaid(int count) {
    return register(tencent, TencentCvm.KIND, tencent.add(count, i -> i.prepaid()));
  }

  List<InstanceRef> zec(int count) {
    return register(zenlayer, ZenlayerZec.KIND, zenlayer.addZec(count, i -> i.postpaid()));
  }

  /** A third of each. */
  List<InstanceRef> mixed(int count) {
    List<InstanceRef> refs = new ArrayList<>(postpaid(count / 3));
    refs.addAll(prepaid(count / 3));
    refs.addAll(zec(count - refs.size()));
    return refs;
  }

  private List<InstanceRef> register(
      SimulatedCloud cloud, String provider, List<SimulatedInstance> instances) {
    List<InstanceRef> refs = new ArrayList<>();
    for (SimulatedInstance instance : instances) {
      InstanceRef ref =
          cloud == zenlayer
              ? InstanceRef.of(provider, instance.id())
              : InstanceRef.of(provider, instance.region(), instance.id());
      refs.add(ref);
      homes.put(ref, cloud);
    }
    return refs;
  }

  static Path list(Path file, List<InstanceRef> refs) throws Exception {
    return Files.write(file, refs.stream().map(InstanceRef::toString).toList());
  }

  int requests() {
    return tencent.ledger().requests().size() + zenlayer.ledger().requests().size();
  }

  Ledger ledger(InstanceRef ref) {
    return homes.get(ref).ledger();
  }

  int timesApplied(InstanceRef ref) {
    return ledger(ref).timesApplied(ref.id());
  }

  List<RecordedRequest> destructive() {
    return tencent.ledger().destructiveRequests();
  }

  long throttled() {
    return tencent.ledger().requests().stream().filter(Site::isThrottled).count();
  }

  /**
   * How the cloud saw the destructive calls of some machines that share one rate.
   *
   * @param calls how many
   * @param seconds from the first to the last
   * @param times how often the time that the rate alone would take
   * @param throttledAfter when one was throttled, in ms from the first on
   */
  record Line(int calls, double seconds, double times, List<Long> throttledAfter) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d calls in %.2f s, %.3f times the line; throttled %d %s",
          calls,
          seconds,
          times,
          throttledAfter.size(),
          throttledAfter);
    }
  }

  /** Those from that number on, at so many calls a second. */
  Line line(int from, int rate) {
    List<RecordedRequest> calls = destructive().subList(from, destructive().size());
    Instant first = calls.get(0).call().at();
    List<Long> throttled = new ArrayList<>();
    for (RecordedRequest call : calls) {
      if (isThrottled(call)) {
        throttled.add(Duration.between(first, call.call().at()).toMillis());
      }
    }
    Instant last = calls.get(calls.size() - 1).call().at();
    double seconds = Duration.between(first, last).toNanos() / 1e9;
    return new Line(
        calls.size(), seconds, seconds * rate / (calls.size() - 1), List.copyOf(throttled));
  }

  private static boolean isThrottled(RecordedRequest request) {
    return request.outcome().response().body().text().contains("RequestLimitExceeded");
  }

  /** The verdicts of a result. */
  static Map<InstanceRef, String> verdicts(Path result) throws Exception {
    Map<InstanceRef, String> verdicts = new LinkedHashMap<>();
    Matcher found = VERDICT.matcher(Files.readString(result));
    while (found.find()) {
      verdicts.put(InstanceRef.parse(found.group(1)), found.group(2));
    }
    return verdicts;
  }

  /** What a result says that is not so, one line each. */
  List<String> lies(List<InstanceRef> asked, Map<InstanceRef, String> verdicts) {
    List<String> lies = new ArrayList<>();
    if (!List.copyOf(verdicts.keySet()).equals(asked)) {
      lies.add("not one verdict for each instance in the order of the request: " + verdicts.size());
    }
    verdicts.forEach(
        (ref, verdict) -> {
          Ledger ledger = ledger(ref);
          int applied = ledger.timesApplied(ref.id());
          boolean gone = ledger.isGone(ref.id());
          boolean bin = ledger.isInRecycleBin(ref.id());
          boolean lie =
              switch (verdict) {
                case "RELEASED" -> !gone || applied == 0;
                case "RECYCLED" -> !bin || applied == 0;
                case "ALREADY_DONE" -> !gone && !bin;
                case "ACCEPTED" -> applied == 0;
                case "REJECTED", "NOT_SENT" -> applied > 0;
                // Another machine may have been done before this one's first look.
                case "NOT_FOUND" -> !gone;
                default -> false;
              };
          if (lie) {
            lies.add(ref + " " + verdict + " but " + ledger.effects(ref.id()));
          }
        });
    return lies;
  }

  /** Those that were changed more than once, or further than was asked. */
  List<String> steppedTwice(List<InstanceRef> refs) {
    List<String> twice = new ArrayList<>();
    for (InstanceRef ref : refs) {
      if (timesApplied(ref) > 1 || ledger(ref).stepsBeyond(ref.id(), Goal.RELEASE) > 0) {
        twice.add(ref + ": " + ledger(ref).effects(ref.id()));
      }
    }
    return twice;
  }

  @Override
  public void close() {
    face.close();
  }
}
