package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event as a run tells it. Immutable; each method gives another one. */
public final class ToldEvent implements ReleaseEvent {
  private static final RunProgress NONE = RunProgress.begun(0);

  private final Kind kind;
  private final Instant at;
  private String runId = "";
  private String account = "";
  private String lane = "";
  private String action = "";
  private List<InstanceRef> instances = List.of();
  private @Nullable InstanceVerdict verdict;
  private List<String> requestIds = List.of();
  private int attempt;
  private @Nullable Duration took;
  private @Nullable ReleaseError error;
  private String detail = "";
  private ReleaseProgress progress = NONE;

  private ToldEvent(Kind kind, Instant at) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.at = Objects.requireNonNull(at, "at");
  }

  private ToldEvent(ToldEvent other) {
    this(other.kind, other.at);
    runId = other.runId;
    account = other.account;
    lane = other.lane;
    action = other.action;
    instances = other.instances;
    verdict = other.verdict;
    requestIds = other.requestIds;
    attempt = other.attempt;
    took = other.took;
    error = other.error;
    detail = other.detail;
    progress = other.progress;
  }

  /** Something that happened to the whole of a run. */
  public static ToldEvent of(Kind kind, Instant at) {
    return new ToldEvent(kind, at);
  }

  /** In that run, which has come so far. */
  public ToldEvent inRun(String id, ReleaseProgress soFar) {
    ToldEvent event = new ToldEvent(this);
    event.runId = Objects.requireNonNull(id, "id");
    event.progress = Objects.requireNonNull(soFar, "soFar");
    return event;
  }

  /** Of a run that has come so far. */
  public ToldEvent progress(ReleaseProgress soFar) {
    return inRun(runId, soFar);
  }

  /** In that account and lane. */
  public ToldEvent in(String accountName, String laneName) {
    ToldEvent event = new ToldEvent(this);
    event.account = Objects.requireNonNull(accountName, "accountName");
    event.lane = Objects.requireNonNull(laneName, "laneName");
    return event;
  }

  /** About these. */
  public ToldEvent about(List<InstanceRef> refs) {
    ToldEvent event = new ToldEvent(this);
    event.instances = List.copyOf(refs);
    return event;
  }

  /** With that verdict. */
  public ToldEvent verdict(InstanceVerdict given) {
    ToldEvent event = new ToldEvent(this);
    event.verdict = given;
    event.error = given.error().orElse(null);
    event.requestIds = given.requestIds();
    return event;
  }

  /** Of a call that was tried so often, with the ids that answers named. */
  public ToldEvent call(int attempts, List<String> ids) {
    ToldEvent event = new ToldEvent(this);
    event.attempt = attempts;
    event.requestIds = List.copyOf(ids);
    return event;
  }

  /** Of a call that took so long. */
  public ToldEvent took(Duration time) {
    ToldEvent event = new ToldEvent(this);
    event.took = time;
    return event;
  }

  /** Of a call of that action. */
  public ToldEvent action(String name) {
    ToldEvent event = new ToldEvent(this);
    event.action = Objects.requireNonNull(name, "name");
    return event;
  }

  /** With what went wrong, if anything did. */
  public ToldEvent error(Optional<ReleaseError> why) {
    ToldEvent event = new ToldEvent(this);
    event.error = why.orElse(null);
    return event;
  }

  /** With these words. */
  public ToldEvent detail(String words) {
    ToldEvent event = new ToldEvent(this);
    event.detail = Objects.requireNonNull(words, "words");
    return event;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public Instant at() {
    return at;
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  public String account() {
    return account;
  }

  @Override
  public String lane() {
    return lane;
  }

  @Override
  public String action() {
    return action;
  }

  @Override
  public Optional<ReleaseError> error() {
    return Optional.ofNullable(error);
  }

  @Override
  public List<InstanceRef> instances() {
    return instances;
  }

  @Override
  public Optional<InstanceVerdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  @Override
  public List<String> requestIds() {
    return requestIds;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public Optional<Duration> took() {
    return Optional.ofNullable(took);
  }

  @Override
  public String detail() {
    return detail;
  }

  @Override
  public ReleaseProgress progress() {
    return progress;
  }

  @Override
  public String toString() {
    return kind + " " + lane + " " + instances + (detail.isEmpty() ? "" : " " + detail);
  }
}
