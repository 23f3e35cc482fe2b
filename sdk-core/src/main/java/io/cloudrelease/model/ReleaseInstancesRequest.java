package io.cloudrelease.model;

import io.cloudrelease.error.InvalidRequestException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Asks for instances, on any clouds, to be given back.
 *
 * <pre>{@code
 * ReleaseInstancesRequest.builder()
 *     .instance("tencent-cvm:ap-guangzhou:ins-1a2b3c4d")
 *     .instance("zenlayer-zec:1234567")
 *     .build();
 * }</pre>
 *
 * <p>An id named twice counts once. Immutable and thread-safe.
 */
public final class ReleaseInstancesRequest {

  /** Without another word, a request may name at most so many instances. */
  public static final int DEFAULT_MAX_INSTANCES = 100;

  /** Without another word, a request is over after this time. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(15);

  private final List<InstanceRef> instances;
  private final Intent intent;
  private final boolean lookFirst;
  private final Duration wait;
  private final Duration deadline;
  private final int maxInstances;
  private final boolean sendsOnce;

  private ReleaseInstancesRequest(Builder b) {
    this.instances = List.copyOf(b.instances);
    this.intent = new Intent(b.goal, b.collateral, b.powers, b.dryRun);
    this.lookFirst = b.lookFirst;
    this.wait = b.wait;
    this.deadline = b.deadline;
    this.maxInstances = b.maxInstances;
    this.sendsOnce = b.sendsOnce;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The distinct references, in the order they were first named. */
  public List<InstanceRef> instances() {
    return instances;
  }

  /** Goal, collateral, powers and dry run. */
  public Intent intent() {
    return intent;
  }

  /** Whether instances are read before, between and after the destructive calls. */
  public boolean lookFirst() {
    return lookFirst;
  }

  /** How long to wait for the goal after the sending; zero does not wait. */
  public Duration waitAtMost() {
    return wait;
  }

  /** After this time, counted from the call, the result is given whatever is still open. */
  public Duration deadline() {
    return deadline;
  }

  /** The most instances this request may name; more are a guard's refusal of the whole. */
  public int maxInstances() {
    return maxInstances;
  }

  /**
   * Whether a call that could go further than the goal when it is repeated is never repeated, even
   * where looks prove that it was not carried out.
   */
  public boolean sendsOnce() {
    return sendsOnce;
  }

  /** A builder that holds what this request asks for, all its instances among that. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.instances.addAll(instances);
    builder.goal = intent.goal();
    builder.collateral = intent.collateral();
    builder.powers.addAll(intent.powers());
    builder.dryRun = intent.dryRun();
    builder.lookFirst = lookFirst;
    builder.wait = wait;
    builder.deadline = deadline;
    builder.maxInstances = maxInstances;
    builder.sendsOnce = sendsOnce;
    return builder;
  }

  @Override
  public String toString() {
    return "ReleaseInstancesRequest[" + instances.size() + " instances, " + intent + "]";
  }

  /** Collects the parts of a request. Not thread-safe. */
  public static final class Builder {
    private final Set<InstanceRef> instances = new LinkedHashSet<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<Power> powers = EnumSet.noneOf(Power.class);
    private Goal goal = Goal.RELEASE;
    private Collateral collateral = Collateral.KEEP;
    private boolean dryRun;
    private boolean lookFirst = true;
    private Duration wait = Duration.ofDays(365);
    private Duration deadline = DEFAULT_DEADLINE;
    private int maxInstances = DEFAULT_MAX_INSTANCES;
    private boolean sendsOnce;

    private Builder() {}

    /**
     * Adds an instance in text form.
     *
     * @throws InvalidRequestException when it is not written as {@link InstanceRef} says
     */
    public Builder instance(String ref) {
      return instance(InstanceRef.parse(ref));
    }

    /** Adds an instance. */
    public Builder instance(InstanceRef ref) {
      instances.add(withSharedNames(Objects.requireNonNull(ref, "ref")));
      return this;
    }

    /** Of 100,000 references in text form each would keep its own copy of provider and region. */
    private InstanceRef withSharedNames(InstanceRef ref) {
      return new InstanceRef(shared(ref.provider()), shared(ref.region()), ref.id());
    }

    private String shared(String name) {
      String known = names.putIfAbsent(name, name);
      return known == null ? name : known;
    }

    /** Adds instances to those named already. */
    public Builder instances(Collection<InstanceRef> refs) {
      for (InstanceRef ref : refs) {
        instance(ref);
      }
      return this;
    }

    /**
     * Names these in place of all that were named before, and leaves everything else as it is: what
     * remains of a request is asked for with {@code request.toBuilder().onlyInstances(remaining)}.
     * Without any, {@link #build} refuses.
     */
    public Builder onlyInstances(Collection<InstanceRef> refs) {
      List<InstanceRef> only = List.copyOf(refs);
      instances.clear();
      return instances(only);
    }

    /** How far to go; default {@link Goal#RELEASE}. */
    public Builder goal(Goal value) {
      goal = Objects.requireNonNull(value, "goal");
      return this;
    }

    /** What becomes of addresses, disks and dependants; default {@link Collateral#KEEP}. */
    public Builder collateral(Collateral value) {
      collateral = Objects.requireNonNull(value, "collateral");
      return this;
    }

    /**
     * Never repeats a call that could then go further than the goal (prepaid Tencent, ZEC with a
     * recycle bin), even where looks prove that it was not carried out: what that leaves open is
     * UNKNOWN. The proof rests on how far looks may be behind, which no cloud promises. Default
     * off.
     */
    public Builder sendsOnce(boolean value) {
      sendsOnce = value;
      return this;
    }

    /** Grants powers for this request; default none. */
    public Builder grant(Power... granted) {
      for (Power power : granted) {
        Objects.requireNonNull(power, "power");
      }
      powers.addAll(List.of(granted));
      return this;
    }

    /**
     * Only check: with the cloud's own dry run where it has one, else by reading and planning.
     * Default off.
     */
    public Builder dryRun(boolean value) {
      dryRun = value;
      return this;
    }

    /**
     * Whether to read the instances; default true. Without looks nothing can be proven gone (the
     * best verdict is then ACCEPTED), charge types are not known, and a lost answer stays UNKNOWN.
     */
    public Builder lookFirst(boolean value) {
      lookFirst = value;
      return this;
    }

    /** Ends at ACCEPTED instead of waiting for the goal. */
    public Builder noWait() {
      return waitAtMost(Duration.ZERO);
    }

    /**
     * How long to wait for the goal after the sending; default until the deadline.
     *
     * @throws InvalidRequestException when negative
     */
    public Builder waitAtMost(Duration value) {
      if (value.isNegative()) {
        throw new InvalidRequestException("waitAtMost is " + value + "; it must not be negative");
      }
      wait = value;
      return this;
    }

    /**
     * The most time the whole request may take; default {@link #DEFAULT_DEADLINE}.
     *
     * @throws InvalidRequestException when zero or negative
     */
    public Builder deadline(Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new InvalidRequestException("deadline is " + value + "; it must be positive");
      }
      deadline = value;
      return this;
    }

    /**
     * The most instances this request may name; default {@link #DEFAULT_MAX_INSTANCES}. Zero means
     * none.
     *
     * @throws InvalidRequestException when negative
     */
    public Builder maxInstances(int value) {
      if (value < 0) {
        throw new InvalidRequestException("maxInstances is " + value + "; it must not be negative");
      }
      maxInstances = value;
      return this;
    }

    /**
     * The request.
     *
     * @throws InvalidRequestException when it names no instance, or FORCE_STOP is granted without
     *     FORCE
     */
    public ReleaseInstancesRequest build() {
      if (instances.isEmpty()) {
        throw new InvalidRequestException(
            "the request names no instance; add at least one, as provider:region:id");
      }
      if (powers.contains(Power.FORCE_STOP) && !powers.contains(Power.FORCE)) {
        throw new InvalidRequestException(
            "FORCE_STOP is granted without FORCE; grant both, or FORCE alone for a shutdown in"
                + " order");
      }
      return new ReleaseInstancesRequest(this);
    }
  }
}
