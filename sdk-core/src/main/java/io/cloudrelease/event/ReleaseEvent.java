package io.cloudrelease.event;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened during a run. Holds no secret; immutable. Handed out by the SDK, and not
 * meant to be implemented: it may gain methods.
 */
public interface ReleaseEvent {

  /** What happened. */
  Kind kind();

  /** When, by the machine's clock. */
  Instant at();

  /** In which run; the name that journal and evidence have for it. */
  String runId();

  /** The registered name of the account; empty for the whole run. */
  String account();

  /** Where: account, region where there is one, and action; empty for the whole run. */
  String lane();

  /** Which action of the cloud's API was called, with the events of a call; empty else. */
  String action();

  /** What it is about; for the whole run, whatever is open or all of it. */
  List<InstanceRef> instances();

  /** The verdict, with {@link Kind#VERDICT}. */
  Optional<InstanceVerdict> verdict();

  /** The cloud's own ids of the requests, in order, as far as answers named any. */
  List<String> requestIds();

  /**
   * How many tries of the call may have left; zero too where none did, or the event is of no call.
   * With {@link Kind#RETRYING} the number of tries by now.
   */
  int attempt();

  /** How long the call took, waits and repetitions included, once it has ended. */
  Optional<Duration> took();

  /**
   * What went wrong: why a call was refused, kept back (its {@link #attempt} is then zero) or got
   * no answer, why it goes again, why reading failed, or the error of the verdict. Empty where the
   * call was accepted, and where nothing went wrong.
   */
  Optional<ReleaseError> error();

  /**
   * What came back, for people: a code, a reason; may be empty. For programs there are {@link
   * #action} and {@link #error}.
   */
  String detail();

  /** How far the run has come. */
  ReleaseProgress progress();

  /** The kinds of events. */
  enum Kind {
    /** The run has begun; its detail says with which goal. */
    STARTED,
    /** The plan is made; nothing was sent yet. */
    PLANNED,
    /** A destructive request is about to leave. */
    SENDING,
    /** A destructive request was answered, or no answer came. */
    ANSWERED,
    /** A request will be sent again after a pause. */
    RETRYING,
    /** The cloud wants to be left alone for longer than the run, or a lane, may be held. */
    HELD_BACK,
    /** Instances were read. */
    LOOKED,
    /** An instance got its verdict. */
    VERDICT,
    /** The sending was stopped. */
    STOPPED,
    /** The result is complete. */
    FINISHED
  }
}
