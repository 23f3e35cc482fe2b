package io.cloudrelease.testkit;

import io.cloudrelease.model.InstanceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An instance on a simulated cloud: what does not change of it, and its life as a line of {@link
 * StatePoint}s, some of which may lie in the future. What it is now is read off that line, so that
 * time passes without anybody doing anything.
 *
 * <p>The fixed facts are thread-safe; the life is guarded by the cloud's lock, so ask the {@link
 * Ledger} for states.
 */
public final class SimulatedInstance {
  private final String service;
  private final String id;
  private final SimulatedAccount account;
  private final String region;
  private final String zone;
  private final String name;
  private final String chargeType;
  private final boolean protectedFromRelease;
  private final Instant createdAt;
  private final Optional<Instant> expiresAt;
  private final String refusal;
  private final Map<String, String> tags;
  private final Map<String, String> notes;
  private final List<SimulatedDisk> disks;
  private final List<SimulatedBelonging> belongings;
  private final List<String> publicAddresses;
  private final List<String> privateAddresses;
  private final List<StatePoint> life = new ArrayList<>(4);

  SimulatedInstance(
      String service, InstanceSpec<?> spec, SimulatedAccount owner, StatePoint birth) {
    this.service = service;
    this.id = spec.id();
    this.account = owner;
    this.region = spec.region();
    this.zone = spec.zone();
    this.name = spec.name();
    this.chargeType = spec.chargeType();
    this.protectedFromRelease = spec.isProtectedFromRelease();
    this.createdAt = spec.createdAt().orElse(birth.at());
    this.expiresAt = spec.expiresAt();
    this.refusal = spec.refusal();
    this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(spec.tags()));
    this.notes = Map.copyOf(spec.notes());
    this.disks = List.copyOf(spec.disks());
    this.belongings = List.copyOf(spec.belongings());
    this.publicAddresses = List.copyOf(spec.publicAddresses());
    this.privateAddresses = List.copyOf(spec.privateAddresses());
    life.add(birth);
  }

  /** The product it belongs to: {@code cvm}, {@code zec}, {@code bmc}, {@code vm}, {@code ecs}. */
  public String service() {
    return service;
  }

  public String id() {
    return id;
  }

  /** Its reference for a client that knows the account under that provider name. */
  public InstanceRef ref(String provider) {
    return InstanceRef.of(provider, region, id);
  }

  public SimulatedAccount account() {
    return account;
  }

  public String region() {
    return region;
  }

  public String zone() {
    return zone;
  }

  public String name() {
    return name;
  }

  public String chargeType() {
    return chargeType;
  }

  public boolean isProtectedFromRelease() {
    return protectedFromRelease;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Optional<Instant> expiresAt() {
    return expiresAt;
  }

  /** The error code with which every release of it is refused; empty for none. */
  public String refusal() {
    return refusal;
  }

  public Map<String, String> tags() {
    return tags;
  }

  /** Another member of the cloud's answer, by its name on the wire; empty text for none. */
  public String note(String member) {
    return notes.getOrDefault(member, "");
  }

  public List<SimulatedDisk> disks() {
    return disks;
  }

  /** Its data disks, and all else that hangs on it but its system disk. */
  public List<SimulatedBelonging> belongings() {
    return belongings;
  }

  public List<String> publicAddresses() {
    return publicAddresses;
  }

  public List<String> privateAddresses() {
    return privateAddresses;
  }

  /** What it was at that time; before its first point as at its first point. */
  public StatePoint at(Instant time) {
    for (int i = life.size() - 1; i > 0; i--) {
      StatePoint point = life.get(i);
      if (!point.at().isAfter(time)) {
        return point;
      }
    }
    return life.get(0);
  }

  /** Drops the future that was foreseen and takes another course from now on. */
  void turn(Instant now, List<StatePoint> course) {
    for (int i = life.size() - 1; i > 0 && life.get(i).at().isAfter(now); i--) {
      life.remove(i);
    }
    life.addAll(course);
  }

  @Override
  public String toString() {
    return service + ' ' + id;
  }
}
