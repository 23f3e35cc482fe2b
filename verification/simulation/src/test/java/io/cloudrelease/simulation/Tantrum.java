package io.cloudrelease.simulation;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An extension that throws, returns null or does not come back for long, from some call on. */
final class Tantrum {
  private static final List<String> METHODS =
      List.of(
          "assess",
          "encodeRelease",
          "readRelease",
          "encodeLook",
          "readLook",
          "collateral",
          "recycleBinRetention");

  private final Story story;
  private final Hardships hardships;
  private final String method;
  private int calls;

  Tantrum(Story story) {
    this.story = story;
    this.hardships = story.hardships;
    this.method = story.draw.oneOf(METHODS);
  }

  /** Whether it happens now; if so it throws, or true means null. */
  private boolean now(Hardships.Unruly who) {
    // A listener of the client that users have is heard on a thread that no time passes on.
    boolean apart = who == Hardships.Unruly.LISTENER && hardships.way == Hardships.Way.HANG;
    if (hardships.unruly != who || apart && !story.isHeardInPlace()) {
      return false;
    }
    calls++;
    boolean due =
        hardships.unrulyForever ? calls >= hardships.unrulyFrom : calls == hardships.unrulyFrom;
    if (!due) {
      return false;
    }
    story.reached("a " + who.name().toLowerCase(java.util.Locale.ROOT) + " gives " + hardships.way);
    switch (hardships.way) {
      case EXCEPTION -> throw new IllegalStateException("thrown by the simulation");
      case ERROR -> throw new AssertionError("thrown by the simulation");
      case HANG -> {
        story.hang();
        return false;
      }
      default -> {
        return true;
      }
    }
  }

  ReleaseListener listener(ReleaseListener listener) {
    return (ReleaseEvent event) -> {
      listener.onEvent(event);
      now(Hardships.Unruly.LISTENER);
    };
  }

  List<ReleaseGuard> guards() {
    List<ReleaseGuard> guards = new ArrayList<>();
    if (hardships.unruly == Hardships.Unruly.GUARD) {
      guards.add(candidate -> orNull(Hardships.Unruly.GUARD, Optional::empty));
    }
    if (hardships.curfew.isPresent()) {
      guards.add(candidate -> curfew());
    }
    return guards;
  }

  private Optional<ReleaseError> curfew() {
    if (!story.isCurfew(story.world.clock.instant())) {
      return Optional.empty();
    }
    story.reached("a guard objects from some time on");
    return Optional.of(ReleaseError.of(ErrorCategory.GUARDED, "Curfew", "it is too late today"));
  }

  Optional<Pace> pace() {
    if (hardships.unruly != Hardships.Unruly.PACE) {
      return Optional.empty();
    }
    Pace pace = new LanePace();
    return Optional.of(
        new Pace() {
          @Override
          public Duration reserve(Lane lane, Instant now) {
            return orNull(Hardships.Unruly.PACE, () -> pace.reserve(lane, now));
          }
        });
  }

  /** That, or null where the tantrum is about nulls: which is what nobody expects. */
  @SuppressWarnings("NullAway")
  private <T> T orNull(Hardships.Unruly who, Supplier<T> right) {
    return now(who) ? (@Nullable T) null : right.get();
  }

  CloudProvider provider(CloudProvider provider) {
    return hardships.unruly == Hardships.Unruly.PROVIDER ? new Provider(provider) : provider;
  }

  private final class Provider extends Mutations.Wrapped {
    Provider(CloudProvider provider) {
      super(provider);
    }

    private <T> T perhaps(String name, Supplier<T> right) {
      return method.equals(name) ? orNull(Hardships.Unruly.PROVIDER, right) : right.get();
    }

    @Override
    public Assessment assess(Snapshot snapshot, Intent intent) {
      return perhaps("assess", () -> super.assess(snapshot, intent));
    }

    @Override
    public ApiRequest encodeRelease(ReleaseBatch batch) {
      return perhaps("encodeRelease", () -> super.encodeRelease(batch));
    }

    @Override
    public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
      return perhaps("readRelease", () -> super.readRelease(batch, response));
    }

    @Override
    public ApiRequest encodeLook(LookQuery query) {
      return perhaps("encodeLook", () -> super.encodeLook(query));
    }

    @Override
    public LookAnswer readLook(LookQuery query, HttpResponse response) {
      story.traffic.unread(response);
      LookAnswer answer = perhaps("readLook", () -> super.readLook(query, response));
      if (answer != null) {
        story.traffic.read(response);
      }
      return answer;
    }

    @Override
    public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
      return perhaps("collateral", () -> super.collateral(snapshot, intent));
    }

    @Override
    public Optional<Duration> recycleBinRetention(Snapshot snapshot) {
      return perhaps("recycleBinRetention", () -> super.recycleBinRetention(snapshot));
    }
  }
}
