package io.cloudrelease.simulation;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedOutcome;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What lies between one client and the clouds. */
final class Network implements HttpTransport {
  private final Story story;
  private final SimulatedProcess process;
  private final Duration latency;
  private boolean closed;

  Network(Story story, SimulatedProcess process) {
    this.story = story;
    this.process = process;
    this.latency = story.world.settings.latency();
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    process.live();
    if (closed || Thread.currentThread().isInterrupted()) {
      throw new TransportException(
          SendPhase.NOT_SENT, closed ? "the transport is closed" : "interrupted before sending");
    }
    Traffic.Call call = story.begin(request);
    try {
      HttpResponse answer = exchange(call);
      call.answer = Optional.of(answer);
      return answer;
    } catch (TransportException lost) {
      call.left = lost.phase() != SendPhase.NOT_SENT;
      throw lost;
    } finally {
      call.endedAt = story.world.clock.instant();
      story.ended(call);
    }
  }

  private HttpResponse exchange(Traffic.Call call) throws TransportException {
    HttpRequest request = call.request;
    SimulatedCloud cloud = cloudFor(request);
    boolean destructive = request.destructive();
    if (destructive && story.draw.chance(story.hardships.lateShare)) {
      return late(cloud, call);
    }
    SimulatedOutcome outcome = cloud.handle(request);
    boolean refused = outcome.kind() == SimulatedOutcome.Kind.REFUSE;
    if (!refused) {
      call.arrivedAt = Optional.of(call.startedAt);
    }
    if (destructive) {
      story.reachesCrash(Hardships.Crash.BEFORE_ANSWER, process);
    }
    Duration time = latency.plus(outcome.delay());
    boolean tooLate =
        outcome.kind() == SimulatedOutcome.Kind.HANG || time.compareTo(request.timeout()) > 0;
    pass(tooLate ? request.timeout() : time);
    if (refused) {
      throw new TransportException(SendPhase.NOT_SENT, "connection refused");
    }
    if (tooLate || outcome.kind() != SimulatedOutcome.Kind.ANSWER) {
      throw new TransportException(SendPhase.NO_ANSWER, "no whole answer came");
    }
    if (destructive) {
      story.reachesCrash(Hardships.Crash.AFTER_ANSWER, process);
      return outcome.response();
    }
    return altered(call, outcome.response());
  }

  private void pass(Duration time) {
    story.turns.pass(time);
    process.live();
  }

  /** The client hears nothing; the cloud carries it out as long as its signature holds. */
  private HttpResponse late(SimulatedCloud cloud, Traffic.Call call) throws TransportException {
    Draw draw = story.draw;
    int most = (int) Hardships.longestDelay(story.kindOf(cloud)).toMillis() - 1000;
    int delay = draw.between(1, draw.oneOf(20_000, most, most));
    call.late = true;
    story.world.timeline.at(
        call.startedAt.plusMillis(delay),
        () -> {
          SimulatedOutcome outcome = cloud.handle(call.request);
          if (outcome.kind() != SimulatedOutcome.Kind.REFUSE) {
            call.arrivedAt = Optional.of(story.world.clock.instant());
          }
        });
    pass(draw.chance(0.5) ? latency : call.request.timeout());
    // Not drawn from the story's own source: what came later changes nothing of what seeds drew.
    Draw gateway = new Draw(story.world.seed ^ delay);
    if (gateway.chance(story.hardships.gatewayShare)) {
      story.reached("a gateway answered for a call that came late");
      String page = "<html><body>the gateway gave up waiting</body></html>";
      return HttpResponse.of(
          gateway.oneOf(408, 500, 502, 503, 504), List.of(), HttpBody.utf8(page));
    }
    throw new TransportException(SendPhase.NO_ANSWER, "no whole answer came");
  }

  private HttpResponse altered(Traffic.Call call, HttpResponse answer) {
    return pointed(rowsAltered(call, answer));
  }

  /** The same total, written as another number. */
  private HttpResponse pointed(HttpResponse answer) {
    if (!story.hardships.oddTotals || answer.status() != 200) {
      return answer;
    }
    String text = answer.body().text();
    String other = text.replaceAll("(\"[tT]otalCount\":\\d+),", "$1.0,");
    if (other.equals(text)) {
      return answer;
    }
    story.reached("a total written with a point");
    return HttpResponse.of(answer.status(), answer.headers(), HttpBody.utf8(other));
  }

  private HttpResponse rowsAltered(Traffic.Call call, HttpResponse answer) {
    Hardships hardships = story.hardships;
    boolean empties = hardships.emptyLook && !story.emptied && story.draw.chance(0.3);
    boolean cuts = hardships.rowsShare > 0 && story.draw.chance(hardships.rowsShare);
    if (!empties && !cuts) {
      return answer;
    }
    Rows rows = Rows.of(answer);
    if (rows.count() == 0) {
      return answer;
    }
    int lost = story.draw.below(rows.count());
    int twice = story.draw.below(rows.count());
    boolean repeats = story.kindOf(cloudOf(call)) == Kind.ALIYUN || story.draw.chance(0.5);
    Rows other = rows;
    if (empties) {
      story.emptied = true;
      other = rows.empty();
      story.reached("an empty look with total 0");
    } else if (!repeats) {
      other = rows.without(lost);
      story.reached("a row lost, the total as it was");
    } else if (lost != twice) {
      other = rows.instead(lost, twice);
      story.reached("a row twice, another lost");
    } else {
      return answer;
    }
    call.altered = Optional.of(other);
    return other.in(answer);
  }

  private SimulatedCloud cloudOf(Traffic.Call call) {
    return story.clouds.stream().filter(c -> c.recognizes(call.request)).findFirst().orElseThrow();
  }

  private SimulatedCloud cloudFor(HttpRequest request) throws TransportException {
    for (SimulatedCloud cloud : story.clouds) {
      if (cloud.recognizes(request)) {
        return cloud;
      }
    }
    throw new TransportException(SendPhase.NOT_SENT, "no simulated cloud for " + request);
  }

  @Override
  public void close() {
    closed = true;
  }
}
