package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A verdict as a run gives it. */
public final class GivenVerdict implements InstanceVerdict {
  private static final String UNWRITTEN =
      "the journal may lack this verdict, and then a resume of this run may send it, or its next"
          + " step; under the guard denyName(\"*\") (--deny-name '*') a resume only closes the run";

  private final InstanceRef ref;
  private final Verdict verdict;
  private final @Nullable ReleaseError error;
  private final String hint;
  private final List<String> requestIds;
  private final int sends;
  private final @Nullable Snapshot before;
  private final @Nullable Snapshot last;
  private final List<CollateralItem> collateral;
  private final Billing billing;
  private final @Nullable Instant restorableUntil;
  private final boolean mayStayInBin;

  private GivenVerdict(Builder b) {
    this.ref = b.ref;
    this.verdict = b.verdict;
    this.error = b.error;
    this.hint = b.hint;
    this.requestIds = List.copyOf(b.requestIds);
    this.sends = b.sends;
    this.before = b.before;
    this.last = b.last;
    this.collateral = List.copyOf(b.collateral);
    this.billing = b.billing;
    this.restorableUntil = b.restorableUntil;
    this.mayStayInBin = b.mayStayInBin;
  }

  /** The same where the journal may lack it; of what is gone nothing more can come. */
  public static InstanceVerdict unwritten(InstanceVerdict given) {
    String own = given.hint().isEmpty() ? "" : given.hint() + "; ";
    return given.verdict() == Verdict.RELEASED ? given : of(given).hint(own + UNWRITTEN).build();
  }

  public static Builder builder(InstanceRef ref, Verdict verdict) {
    return new Builder(ref, verdict);
  }

  /** The same without what was seen, and what hangs on it. */
  public GivenVerdict withoutLooks() {
    return of(this).before(Optional.empty()).last(Optional.empty()).collateral(List.of()).build();
  }

  private static Builder of(InstanceVerdict given) {
    return builder(given.ref(), given.verdict())
        .error(given.error())
        .hint(given.hint())
        .requestIds(given.requestIds())
        .sends(given.sends())
        .before(given.before())
        .last(given.last())
        .collateral(given.collateral())
        .billing(given.billing())
        .restorableUntil(given.restorableUntil())
        .mayStayInBin(mayStayInBin(given));
  }

  @Override
  public InstanceRef ref() {
    return ref;
  }

  @Override
  public Verdict verdict() {
    return verdict;
  }

  @Override
  public boolean isGoodFor(Goal goal) {
    return mayBeGood(verdict, goal) && !(mayStayInBin && goal == Goal.DESTROY);
  }

  /** Whether that verdict is good for that goal, as far as its word tells. */
  public static boolean mayBeGood(Verdict verdict, Goal goal) {
    return switch (verdict) {
      case RELEASED, ACCEPTED, ALREADY_DONE, DRY_RUN_PASSED -> true;
      case RECYCLED -> goal != Goal.DESTROY;
      case NOT_FOUND, REJECTED, NOT_SENT, UNKNOWN -> false;
    };
  }

  /** Whether that can be told of it: of what is written down nothing else is. */
  public static boolean mayStayInBin(InstanceVerdict given) {
    return given.verdict() == Verdict.ACCEPTED && !given.isGoodFor(Goal.DESTROY);
  }

  @Override
  public Optional<ReleaseError> error() {
    return Optional.ofNullable(error);
  }

  @Override
  public String hint() {
    return hint;
  }

  @Override
  public List<String> requestIds() {
    return requestIds;
  }

  @Override
  public int sends() {
    return sends;
  }

  @Override
  public Optional<Snapshot> before() {
    return Optional.ofNullable(before);
  }

  @Override
  public Optional<Snapshot> last() {
    return Optional.ofNullable(last);
  }

  @Override
  public List<CollateralItem> collateral() {
    return collateral;
  }

  @Override
  public Billing billing() {
    return billing;
  }

  @Override
  public Optional<Instant> restorableUntil() {
    return Optional.ofNullable(restorableUntil);
  }

  @Override
  public String toString() {
    return ref + " " + verdict + (error == null ? "" : " " + error.summary());
  }

  /** Collects the parts of a verdict. Not thread-safe. */
  public static final class Builder {
    private final InstanceRef ref;
    private final Verdict verdict;
    private @Nullable ReleaseError error;
    private String hint = "";
    private List<String> requestIds = List.of();
    private int sends;
    private @Nullable Snapshot before;
    private @Nullable Snapshot last;
    private List<CollateralItem> collateral = List.of();
    private Billing billing = Billing.UNKNOWN;
    private @Nullable Instant restorableUntil;
    private boolean mayStayInBin;

    private Builder(InstanceRef ref, Verdict verdict) {
      this.ref = Objects.requireNonNull(ref, "ref");
      this.verdict = Objects.requireNonNull(verdict, "verdict");
    }

    public Builder error(Optional<ReleaseError> value) {
      error = value.orElse(null);
      return this;
    }

    public Builder hint(String value) {
      hint = Objects.requireNonNull(value, "hint");
      return this;
    }

    public Builder requestIds(List<String> value) {
      requestIds = value;
      return this;
    }

    public Builder sends(int value) {
      sends = value;
      return this;
    }

    public Builder before(Optional<Snapshot> value) {
      before = value.orElse(null);
      return this;
    }

    public Builder last(Optional<Snapshot> value) {
      last = value.orElse(null);
      return this;
    }

    public Builder collateral(List<CollateralItem> value) {
      collateral = value;
      return this;
    }

    public Builder billing(Billing value) {
      billing = Objects.requireNonNull(value, "billing");
      return this;
    }

    public Builder restorableUntil(Optional<Instant> value) {
      restorableUntil = value.orElse(null);
      return this;
    }

    /** Of what is accepted: whether no more was than a call that may have led into a bin. */
    public Builder mayStayInBin(boolean value) {
      mayStayInBin = value;
      return this;
    }

    public GivenVerdict build() {
      return new GivenVerdict(this);
    }
  }
}
