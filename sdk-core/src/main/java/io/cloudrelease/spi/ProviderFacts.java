package io.cloudrelease.spi;

import io.cloudrelease.error.ErrorTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Standing facts of a provider: what the core must know to drive it without knowing which cloud it
 * is. Immutable; each method that takes a value gives other facts.
 *
 * <p>Three of its times say how far looks and calls may be trusted. The <em>settling time</em> is
 * the pace of asking and proves nothing. No look is behind by more than the <em>longest lag</em>;
 * no call that got no answer is carried out after the <em>longest delay</em>. What the SDK promises
 * holds up to these two.
 */
public final class ProviderFacts {
  /** Longer times mean the same, and would not fit into the arithmetic of times. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final String name;
  private String cloud;
  private boolean regional;
  private String idExample = "";
  private List<ActionFacts> releaseActions = List.of();
  private @Nullable ActionFacts lookAction;
  private ErrorTable errors = ErrorTable.empty();
  private Duration settlingTime = Duration.ofSeconds(10);
  private Duration longestLag = Duration.ofMinutes(5);
  private Duration longestDelay = Duration.ofMinutes(5);
  private Duration pollInterval = Duration.ofSeconds(3);
  private Duration throttleWindow = Duration.ZERO;
  private boolean nativeDryRun;

  private ProviderFacts(String name) {
    this.name = Objects.requireNonNull(name, "name");
    this.cloud = name;
  }

  private ProviderFacts(ProviderFacts other) {
    name = other.name;
    cloud = other.cloud;
    regional = other.regional;
    idExample = other.idExample;
    releaseActions = other.releaseActions;
    lookAction = other.lookAction;
    errors = other.errors;
    settlingTime = other.settlingTime;
    longestLag = other.longestLag;
    longestDelay = other.longestDelay;
    pollInterval = other.pollInterval;
    throttleWindow = other.throttleWindow;
    nativeDryRun = other.nativeDryRun;
  }

  /**
   * The facts of a provider, to be completed.
   *
   * @param name the name under which the account is registered, as in an {@code InstanceRef}
   * @param lookAction the reading action
   * @param releaseActions the destructive actions, at least one, each name once
   * @throws IllegalArgumentException when there is none, or two have one name
   */
  public static ProviderFacts of(
      String name, ActionFacts lookAction, List<ActionFacts> releaseActions) {
    ProviderFacts facts = new ProviderFacts(name);
    facts.lookAction = Objects.requireNonNull(lookAction, "lookAction");
    facts.releaseActions = List.copyOf(releaseActions);
    facts.check(!facts.releaseActions.isEmpty(), "a release action");
    Set<String> names = new HashSet<>();
    for (ActionFacts action : facts.releaseActions) {
      if (!names.add(action.name())) {
        throw new IllegalArgumentException(name + " has two actions named " + action.name());
      }
    }
    return facts;
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(name + " needs " + what);
    }
  }

  private Duration bounded(String what, Duration value) {
    Objects.requireNonNull(value, what);
    check(
        !value.isNegative() && value.compareTo(LONGEST) <= 0,
        "a " + what + " of 0 to 365 days, not " + value);
    return value;
  }

  /** With that kind of cloud and site; default the name. */
  public ProviderFacts cloud(String value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.cloud = Objects.requireNonNull(value, "cloud");
    return facts;
  }

  /** With regions, which references need then; default without. */
  public ProviderFacts regional(boolean value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.regional = value;
    return facts;
  }

  /** With an id as this cloud writes it, for messages. */
  public ProviderFacts idExample(String value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.idExample = Objects.requireNonNull(value, "idExample");
    return facts;
  }

  /** With what failures mean; default nothing is understood. */
  public ProviderFacts errors(ErrorTable value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.errors = Objects.requireNonNull(value, "errors");
    return facts;
  }

  /** With that settling time; default 10 s, 0 to 365 days. */
  public ProviderFacts settlingTime(Duration value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.settlingTime = bounded("settlingTime", value);
    return facts;
  }

  /** With that longest lag; default 5 minutes, 0 to 365 days; never below the settling time. */
  public ProviderFacts longestLag(Duration value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.longestLag = bounded("longestLag", value);
    return facts;
  }

  /** With that longest delay; default 5 minutes, 0 to 365 days. */
  public ProviderFacts longestDelay(Duration value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.longestDelay = bounded("longestDelay", value);
    return facts;
  }

  /** With that time between looks; default 3 s, positive and at most 365 days. */
  public ProviderFacts pollInterval(Duration value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.pollInterval = bounded("pollInterval", value);
    check(!value.isZero(), "a positive pollInterval");
    return facts;
  }

  /** With that window; default zero: not known. At most 365 days. */
  public ProviderFacts throttleWindow(Duration value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.throttleWindow = bounded("throttleWindow", value);
    return facts;
  }

  /** With a check of the cloud's own that does nothing; default without. */
  public ProviderFacts nativeDryRun(boolean value) {
    ProviderFacts facts = new ProviderFacts(this);
    facts.nativeDryRun = value;
    return facts;
  }

  /** The name under which the account is registered. */
  public String name() {
    return name;
  }

  /**
   * Kind of cloud and site ({@code tencent-cvm}): instance ids are unique in it. Accounts of one
   * cloud share what is remembered of an instance, under whichever names they are registered.
   */
  public String cloud() {
    return cloud;
  }

  /** Whether references need a region. */
  public boolean regional() {
    return regional;
  }

  /** An id as this cloud writes it, for messages. */
  public String idExample() {
    return idExample;
  }

  /** The destructive actions. */
  public List<ActionFacts> releaseActions() {
    return releaseActions;
  }

  /** The reading action; its {@code maxBatch} is the most ids in one look. */
  public ActionFacts lookAction() {
    return Objects.requireNonNull(lookAction, "lookAction");
  }

  /** What this cloud's failures mean. */
  public ErrorTable errors() {
    return errors;
  }

  /** How long to wait before asking again what became of a call; proves nothing. */
  public Duration settlingTime() {
    return settlingTime;
  }

  /** How far a look may be behind what was really done. */
  public Duration longestLag() {
    return longestLag.compareTo(settlingTime) < 0 ? settlingTime : longestLag;
  }

  /** How long after its end a call that got no answer may still be carried out. */
  public Duration longestDelay() {
    return longestDelay;
  }

  /** How long to wait between two looks at the same instances. */
  public Duration pollInterval() {
    return pollInterval;
  }

  /**
   * The time by which the cloud counts calls, on whole ones of its own clock: what it throttles in
   * one minute it takes in the next. Zero where that is not known, or shorter than a wait.
   */
  public Duration throttleWindow() {
    return throttleWindow;
  }

  /** Whether the cloud itself can check without doing. */
  public boolean nativeDryRun() {
    return nativeDryRun;
  }

  private List<Object> parts() {
    return List.of(
        name,
        cloud,
        regional,
        idExample,
        releaseActions,
        lookAction(),
        errors,
        settlingTime,
        longestLag,
        longestDelay,
        pollInterval,
        throttleWindow,
        nativeDryRun);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProviderFacts facts && facts.parts().equals(parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  @Override
  public String toString() {
    return "ProviderFacts of " + name;
  }
}
