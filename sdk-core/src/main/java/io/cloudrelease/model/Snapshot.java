package io.cloudrelease.model;

import io.cloudrelease.text.TerminalText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one read said of one instance, and when. Immutable and thread-safe.
 *
 * <p>{@link #attributes()} holds the cloud's own facts that the provider's rules need ({@code
 * IsolatedSource}, {@code autoRenew}, ...), under the cloud's own names.
 */
public final class Snapshot {
  private final InstanceRef ref;
  private final Instant takenAt;
  private final LifecyclePhase phase;
  private final String state;
  private final String name;
  private final String chargeType;
  private final String zone;
  private final List<String> vpcs;
  private final boolean protectedFromRelease;
  private final @Nullable Instant createdAt;
  private final @Nullable Instant expiresAt;
  private final Map<String, String> attributes;
  private final Map<String, String> tags;

  private Snapshot(Builder b) {
    this.ref = b.ref;
    this.takenAt = b.takenAt;
    this.phase = b.phase;
    this.state = b.state;
    this.name = b.name;
    this.chargeType = b.chargeType;
    this.zone = b.zone;
    this.vpcs = List.copyOf(b.vpcs);
    this.protectedFromRelease = b.protectedFromRelease;
    this.createdAt = b.createdAt;
    this.expiresAt = b.expiresAt;
    this.attributes = Map.copyOf(b.attributes);
    this.tags = Map.copyOf(b.tags);
  }

  /** Starts a snapshot of an instance in that phase. */
  public static Builder builder(InstanceRef ref, Instant takenAt, LifecyclePhase phase) {
    return new Builder(ref, takenAt, phase);
  }

  public InstanceRef ref() {
    return ref;
  }

  public Instant takenAt() {
    return takenAt;
  }

  public LifecyclePhase phase() {
    return phase;
  }

  /** The cloud's own word for the state; empty when absent. */
  public String state() {
    return state;
  }

  /** The instance's name; empty when it has none. */
  public String name() {
    return name;
  }

  /** The cloud's own word for how it is paid for; empty when it does not say. */
  public String chargeType() {
    return chargeType;
  }

  /** The zone it is in; empty when the cloud does not say. */
  public String zone() {
    return zone;
  }

  /** The private networks it is in; empty when the cloud does not say. */
  public List<String> vpcs() {
    return vpcs;
  }

  /** Whether termination or deletion protection is on. */
  public boolean protectedFromRelease() {
    return protectedFromRelease;
  }

  public Optional<Instant> createdAt() {
    return Optional.ofNullable(createdAt);
  }

  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /** The cloud's own facts under the cloud's own names. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** One of {@link #attributes()}, or empty text. */
  public String attribute(String attributeName) {
    return attributes.getOrDefault(attributeName, "");
  }

  public Map<String, String> tags() {
    return tags;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot s
        && ref.equals(s.ref)
        && takenAt.equals(s.takenAt)
        && phase == s.phase
        && state.equals(s.state)
        && name.equals(s.name)
        && chargeType.equals(s.chargeType)
        && zone.equals(s.zone)
        && vpcs.equals(s.vpcs)
        && protectedFromRelease == s.protectedFromRelease
        && Objects.equals(createdAt, s.createdAt)
        && Objects.equals(expiresAt, s.expiresAt)
        && attributes.equals(s.attributes)
        && tags.equals(s.tags);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ref, takenAt, phase, state, attributes);
  }

  @Override
  public String toString() {
    return ref
        + " "
        + phase
        + (state.isEmpty() ? "" : " (" + TerminalText.of(state) + ")")
        + " at "
        + takenAt;
  }

  /** Collects the parts of a snapshot. Not thread-safe. */
  public static final class Builder {
    private final InstanceRef ref;
    private final Instant takenAt;
    private final LifecyclePhase phase;
    private String state = "";
    private String name = "";
    private String chargeType = "";
    private String zone = "";
    private final List<String> vpcs = new ArrayList<>(1);
    private boolean protectedFromRelease;
    private @Nullable Instant createdAt;
    private @Nullable Instant expiresAt;
    private final Map<String, String> attributes = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();

    private Builder(InstanceRef ref, Instant takenAt, LifecyclePhase phase) {
      this.ref = Objects.requireNonNull(ref, "ref");
      this.takenAt = Objects.requireNonNull(takenAt, "takenAt");
      this.phase = Objects.requireNonNull(phase, "phase");
    }

    public Builder state(String value) {
      state = Objects.requireNonNull(value, "state");
      return this;
    }

    public Builder name(String value) {
      name = Objects.requireNonNull(value, "name");
      return this;
    }

    public Builder chargeType(String value) {
      chargeType = Objects.requireNonNull(value, "chargeType");
      return this;
    }

    public Builder zone(String value) {
      zone = Objects.requireNonNull(value, "zone");
      return this;
    }

    /** Adds a private network it is in; empty text and what stands there already are not added. */
    public Builder vpc(String value) {
      if (!value.isEmpty() && !vpcs.contains(value)) {
        vpcs.add(value);
      }
      return this;
    }

    public Builder protectedFromRelease(boolean value) {
      protectedFromRelease = value;
      return this;
    }

    public Builder createdAt(Instant value) {
      createdAt = Objects.requireNonNull(value, "createdAt");
      return this;
    }

    public Builder expiresAt(Instant value) {
      expiresAt = Objects.requireNonNull(value, "expiresAt");
      return this;
    }

    /** Keeps one of the cloud's facts; empty text is not kept. */
    public Builder attribute(String attributeName, String value) {
      Objects.requireNonNull(attributeName, "attributeName");
      if (!Objects.requireNonNull(value, "value").isEmpty()) {
        attributes.put(attributeName, value);
      }
      return this;
    }

    public Builder tag(String key, String value) {
      tags.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
      return this;
    }

    public Snapshot build() {
      return new Snapshot(this);
    }
  }
}
