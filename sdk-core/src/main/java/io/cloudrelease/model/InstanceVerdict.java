package io.cloudrelease.model;

import io.cloudrelease.error.ReleaseError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one true answer for one instance, with its evidence. Immutable and thread-safe. */
public final class InstanceVerdict {
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

  private InstanceVerdict(Builder b) {
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
  }

  public static Builder builder(InstanceRef ref, Verdict verdict) {
    return new Builder(ref, verdict);
  }

  public InstanceRef ref() {
    return ref;
  }

  public Verdict verdict() {
    return verdict;
  }

  /** Why it is not at the goal; may stand beside a good verdict when a later step failed. */
  public Optional<ReleaseError> error() {
    return Optional.ofNullable(error);
  }

  /** What to know or to do, for people; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }

  /** The cloud's request ids of the destructive calls that named it, in order. */
  public List<String> requestIds() {
    return requestIds;
  }

  /** How many destructive requests that named it may have left this machine. */
  public int sends() {
    return sends;
  }

  /** The last look before anything was sent for it. */
  public Optional<Snapshot> before() {
    return Optional.ofNullable(before);
  }

  /** The last look of all. */
  public Optional<Snapshot> last() {
    return Optional.ofNullable(last);
  }

  /** What else went or stays, as far as looks showed it. */
  public List<CollateralItem> collateral() {
    return collateral;
  }

  public Billing billing() {
    return billing;
  }

  /** Until when it can be taken back out of the recycle bin, where that is known. */
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

    public InstanceVerdict build() {
      return new InstanceVerdict(this);
    }
  }
}
