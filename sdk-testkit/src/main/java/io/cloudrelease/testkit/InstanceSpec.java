package io.cloudrelease.testkit;

import io.cloudrelease.remains.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what an instance to be put on a simulated cloud is like. Everything has a default; each
 * cloud's own kind adds the words of that cloud.
 *
 * <p>Not thread-safe; use it inside the call that adds the instance.
 *
 * @param <S> the cloud's own kind
 */
public abstract class InstanceSpec<S extends InstanceSpec<S>> {
  private String id = "";
  private @Nullable SimulatedAccount account;
  private String region = "";
  private String zone = "";
  private String name = "";
  private String chargeType = "";
  private String state = "";
  private boolean protectedFromRelease;
  private boolean autoRenew;
  private @Nullable Instant createdAt;
  private @Nullable Instant expiresAt;
  private String refusal = "";
  private String laterState = "";
  private Duration laterAfter = Duration.ZERO;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, String> notes = new LinkedHashMap<>();
  private final List<SimulatedDisk> disks = new ArrayList<>();
  private final List<SimulatedBelonging> belongings = new ArrayList<>();
  private final Map<String, Duration> vanishing = new HashMap<>();
  private final List<String> publicAddresses = new ArrayList<>();
  private final List<String> privateAddresses = new ArrayList<>();

  protected InstanceSpec() {}

  /** This object, as its own kind. */
  protected abstract S self();

  /** Its id; without one the cloud makes the next of its own shape. */
  public S id(String value) {
    id = Objects.requireNonNull(value, "id");
    return self();
  }

  /** Who owns it; the cloud's first account by default. */
  public S account(SimulatedAccount value) {
    account = Objects.requireNonNull(value, "account");
    return self();
  }

  /** Where it is; where the cloud has no regions this is not looked at. */
  public S region(String value) {
    region = Objects.requireNonNull(value, "region");
    return self();
  }

  public S zone(String value) {
    zone = Objects.requireNonNull(value, "zone");
    return self();
  }

  public S name(String value) {
    name = Objects.requireNonNull(value, "name");
    return self();
  }

  /** How it is paid for, in the cloud's own word. */
  public S chargeType(String value) {
    chargeType = Objects.requireNonNull(value, "chargeType");
    return self();
  }

  /** The state it is in, in the cloud's own word. */
  public S state(String value) {
    state = Objects.requireNonNull(value, "state");
    return self();
  }

  /** The state it passes into by itself after that time; for states such as PENDING. */
  public S becomes(String nextState, Duration after) {
    laterState = Objects.requireNonNull(nextState, "nextState");
    laterAfter = Objects.requireNonNull(after, "after");
    return self();
  }

  /** Marked as not to be released, where the cloud knows such a mark. */
  public S protectedFromRelease() {
    protectedFromRelease = true;
    return self();
  }

  /** Whether its subscription renews by itself. */
  public S autoRenew(boolean value) {
    autoRenew = value;
    return self();
  }

  /** When it was made; the cloud's present time by default. */
  public S createdAt(Instant value) {
    createdAt = Objects.requireNonNull(value, "createdAt");
    return self();
  }

  /** When what was paid for ends. */
  public S expiresAt(Instant value) {
    expiresAt = Objects.requireNonNull(value, "expiresAt");
    return self();
  }

  public S tag(String key, String value) {
    tags.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    return self();
  }

  /** A data disk that goes with it or stays. */
  public S disk(String diskId, boolean deletedWithInstance) {
    disks.add(new SimulatedDisk(diskId, deletedWithInstance));
    return self();
  }

  /** An elastic address that is bound to it, and stays when it goes. */
  public S elasticAddress(String addressId, String address) {
    belongings.add(
        new SimulatedBelonging(
            Leftover.Kind.ADDRESS, addressId, "", address, false, Optional.empty()));
    return publicAddress(address);
  }

  /** An elastic address that is bound to a secondary network interface of it, and stays. */
  public S elasticAddressOn(String interfaceId, String addressId, String address) {
    belongings.add(
        new SimulatedBelonging(
            Leftover.Kind.ADDRESS, addressId, interfaceId, address, false, Optional.empty()));
    return self();
  }

  /** A secondary network interface of it, which stays when it goes. */
  public S networkInterface(String interfaceId) {
    belongings.add(SimulatedBelonging.of(Leftover.Kind.INTERFACE, interfaceId, false));
    return self();
  }

  /** A snapshot of one of its disks; it stays when the disk goes. */
  public S snapshot(String snapshotId, String diskId) {
    belongings.add(
        new SimulatedBelonging(
            Leftover.Kind.SNAPSHOT, snapshotId, diskId, "", false, Optional.empty()));
    return self();
  }

  /** What stays of it, under that id, vanishes by itself that long after it. */
  public S vanishes(String belongingId, Duration after) {
    vanishing.put(belongingId, Objects.requireNonNull(after, "after"));
    return self();
  }

  /**
   * What the cloud would pay back for it, as it writes it; without, it says that it cannot tell.
   */
  public S refund(String amount) {
    return note("refund", amount);
  }

  public S publicAddress(String value) {
    publicAddresses.add(Objects.requireNonNull(value, "publicAddress"));
    return self();
  }

  public S privateAddress(String value) {
    privateAddresses.add(Objects.requireNonNull(value, "privateAddress"));
    return self();
  }

  /** The cloud answers every release of it with this error code of its own. */
  public S refusedWith(String code) {
    refusal = Objects.requireNonNull(code, "code");
    return self();
  }

  /** Another member of the cloud's answer, by its name on the wire. */
  protected final S note(String member, String value) {
    notes.put(member, value);
    return self();
  }

  /** Fills what was left out; called once, before the instance is made. */
  protected final void defaults(
      String idOrElse, String regionOrElse, String chargeTypeOrElse, String stateOrElse) {
    id = id.isEmpty() ? idOrElse : id;
    region = region.isEmpty() ? regionOrElse : region;
    chargeType = chargeType.isEmpty() ? chargeTypeOrElse : chargeType;
    state = state.isEmpty() ? stateOrElse : state;
  }

  public String id() {
    return id;
  }

  public Optional<SimulatedAccount> account() {
    return Optional.ofNullable(account);
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

  public String state() {
    return state;
  }

  public boolean isProtectedFromRelease() {
    return protectedFromRelease;
  }

  public boolean renewsItself() {
    return autoRenew;
  }

  public Optional<Instant> createdAt() {
    return Optional.ofNullable(createdAt);
  }

  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /** The state it passes into by itself; empty when it stays. */
  String laterState() {
    return laterState;
  }

  /** When it does, counted from when it is put on the cloud. */
  Duration laterAfter() {
    return laterAfter;
  }

  public String refusal() {
    return refusal;
  }

  public Map<String, String> tags() {
    return tags;
  }

  public Map<String, String> notes() {
    return notes;
  }

  public List<SimulatedDisk> disks() {
    return disks;
  }

  /** Its data disks, and all else that hangs on it. */
  public List<SimulatedBelonging> belongings() {
    List<SimulatedBelonging> all = new ArrayList<>();
    disks.forEach(
        disk ->
            all.add(
                SimulatedBelonging.of(Leftover.Kind.DISK, disk.id(), disk.deletedWithInstance())));
    all.addAll(belongings);
    all.replaceAll(
        one -> vanishing.containsKey(one.id()) ? one.lasting(vanishing.get(one.id())) : one);
    return all;
  }

  public List<String> publicAddresses() {
    return publicAddresses;
  }

  public List<String> privateAddresses() {
    return privateAddresses;
  }
}
