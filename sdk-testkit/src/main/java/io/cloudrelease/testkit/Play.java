package io.cloudrelease.testkit;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.wire.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Serves one request, with a fault or without. */
final class Play {
  private final Reading reading;
  private final Visit visit;
  private final Function<Trouble, Refused> wording;

  Play(Reading reading, Visit visit, Function<Trouble, Refused> wording) {
    this.reading = reading;
    this.visit = visit;
    this.wording = wording;
  }

  SimulatedOutcome outcome(Optional<Fault> fault) {
    if (fault.isEmpty()) {
      return SimulatedOutcome.answer(serve(), Duration.ZERO);
    }
    Fault struck = fault.get();
    return switch (struck.kind()) {
      case SLOW -> SimulatedOutcome.answer(serve(), struck.delay());
      case STALE -> {
        visit.showPast(struck.delay());
        yield SimulatedOutcome.answer(serve(), Duration.ZERO);
      }
      case REPEATED_ROW -> {
        visit.repeatRow();
        yield SimulatedOutcome.answer(serve(), struck.delay());
      }
      case SHORT_PAGE -> {
        visit.shortenPage();
        yield SimulatedOutcome.answer(serve(), struck.delay());
      }
      case NOTHING_SHOWN -> {
        visit.showNothing();
        yield SimulatedOutcome.answer(serve(), struck.delay());
      }
      case PARTLY -> {
        visit.cutShort(struck.count(), wording.apply(Trouble.INTERNAL_ERROR));
        yield SimulatedOutcome.answer(serve(), struck.delay());
      }
      default -> spoil(struck);
    };
  }

  /** Carries it out without anybody waiting for the answer. */
  void late() {
    serve();
  }

  private SimulatedOutcome spoil(Fault fault) {
    Optional<HttpResponse> real =
        fault.strike() == Fault.Strike.AFTER_EFFECT ? Optional.of(serve()) : Optional.empty();
    Duration delay = fault.delay();
    return switch (fault.kind()) {
      case DROP -> SimulatedOutcome.without(SimulatedOutcome.Kind.DROP, delay);
      case HANG -> SimulatedOutcome.without(SimulatedOutcome.Kind.HANG, delay);
      case TRUNCATE ->
          new SimulatedOutcome(
              SimulatedOutcome.Kind.TRUNCATE,
              real.orElseGet(() -> refuse(wording.apply(Trouble.INTERNAL_ERROR))),
              delay);
      case TROUBLE -> SimulatedOutcome.answer(refuse(wording.apply(fault.trouble())), delay);
      case CODE -> SimulatedOutcome.answer(refuse(fault.refused()), delay);
      default -> SimulatedOutcome.answer(dated(fault.answer()), delay);
    };
  }

  private HttpResponse serve() {
    try {
      return dated(reading.perform(visit));
    } catch (Refused refused) {
      return refuse(refused);
    }
  }

  private HttpResponse refuse(Refused refused) {
    return dated(reading.refuse(visit, refused));
  }

  /** Every answer carries the cloud's own clock. */
  private HttpResponse dated(HttpResponse response) {
    if (response.header("Date").isPresent()) {
      return response;
    }
    List<Header> headers = new ArrayList<>(response.headers().size() + 1);
    headers.add(new Header("Date", Times.httpDate(visit.cloudTime())));
    headers.addAll(response.headers());
    return HttpResponse.of(response.status(), headers, response.body());
  }
}
