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
 * is. Immutable.
 *
 * <p>Three of its times say how far looks and calls may be trusted. The <em>settling time</em> is
 * the pace of asking and proves nothing. No look is behind by more than the <em>longest lag</em>;
 * no call that got no answer is carried out after the <em>longest delay</em>. What the SDK promises
 * holds up to these two.
 */
public final class ProviderFacts {
  private final String name;
  private final String cloud;
  private final boolean regional;
  private final String idExample;
  private final List<ActionFacts> releaseActions;
  private final ActionFacts lookAction;
  private final ErrorTable errors;
  private final Duration settlingTime;
  private final Duration longestLag;
  private final Duration longestDelay;
  private final Duration pollInterval;
  private final Duration throttleWindow;
  private final boolean nativeDryRun;

  private ProviderFacts(Builder builder) {
    this.name = builder.name;
    this.cloud = builder.cloud == null ? builder.name : builder.cloud;
    this.regional = builder.regional;
    this.idExample = builder.idExample;
    this.releaseActions = List.copyOf(builder.releaseActions);
    this.lookAction = Objects.requireNonNull(builder.lookAction, "lookAction");
    this.errors = builder.errors;
    this.settlingTime = builder.settlingTime;
    this.longestLag = builder.longestLag;
    this.longestDelay = builder.longestDelay;
    this.pollInterval = builder.pollInterval;
    this.throttleWindow = builder.throttleWindow;
    this.nativeDryRun = builder.nativeDryRun;
    check();
  }

  private void check() {
    if (releaseActions.isEmpty()) {
      throw new IllegalArgumentException(name + " has no release action");
    }
    Set<String> names = new HashSet<>();
    for (ActionFacts action : releaseActions) {
      if (!names.add(action.name())) {
        throw new IllegalArgumentException(name + " has two actions named " + action.name());
      }
    }
    if (settlingTime.isNegative() || pollInterval.isNegative() || pollInterval.isZero()) {
      throw new IllegalArgumentException(
          name + " needs a settlingTime that is not negative and a positive pollInterval");
    }
    if (throttleWindow.isNegative()) {
      throw new IllegalArgumentException(name + " needs a throttleWindow that is not negative");
    }
    if (longestLag.compareTo(settlingTime) < 0 || longestDelay.isNegative()) {
      throw new IllegalArgumentException(
          name + " needs a longestLag of at least its settlingTime, and a longestDelay");
    }
  }

  /**
   * Collects the facts of a provider.
   *
   * @param name the name under which the account is registered, as in an {@code InstanceRef}
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** These facts, to be changed. */
  public Builder toBuilder() {
    Builder builder = new Builder(name);
    builder.cloud = cloud;
    builder.regional = regional;
    builder.idExample = idExample;
    builder.releaseActions = releaseActions;
    builder.lookAction = lookAction;
    builder.errors = errors;
    builder.settlingTime = settlingTime;
    builder.longestLag = longestLag;
    builder.longestDelay = longestDelay;
    builder.pollInterval = pollInterval;
    builder.throttleWindow = throttleWindow;
    builder.nativeDryRun = nativeDryRun;
    return builder;
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
    return lookAction;
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
    return longestLag;
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

  /**
   * The facts of that release action.
   *
   * @throws IllegalArgumentException when the provider has no such action
   */
  public ActionFacts action(String actionName) {
    for (ActionFacts action : releaseActions) {
      if (action.name().equals(actionName)) {
        return action;
      }
    }
    throw new IllegalArgumentException(name + " has no release action " + actionName);
  }

  private List<Object> parts() {
    return List.of(
        name,
        cloud,
        regional,
        idExample,
        releaseActions,
        lookAction,
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

  /** Collects the facts of a provider. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private @Nullable String cloud;
    private boolean regional;
    private String idExample = "";
    private List<ActionFacts> releaseActions = List.of();
    private @Nullable ActionFacts lookAction;
    private ErrorTable errors = ErrorTable.builder().build();
    private Duration settlingTime = Duration.ofSeconds(10);
    private Duration longestLag = Duration.ofMinutes(5);
    private Duration longestDelay = Duration.ofMinutes(5);
    private Duration pollInterval = Duration.ofSeconds(3);
    private Duration throttleWindow = Duration.ZERO;
    private boolean nativeDryRun;

    private Builder(String name) {
      this.name = Objects.requireNonNull(name, "name");
    }

    /** Kind of cloud and site; default the account's name. */
    public Builder cloud(String value) {
      cloud = Objects.requireNonNull(value, "cloud");
      return this;
    }

    /** Whether references need a region; default not. */
    public Builder regional(boolean value) {
      regional = value;
      return this;
    }

    /** An id as this cloud writes it, for messages. */
    public Builder idExample(String value) {
      idExample = Objects.requireNonNull(value, "idExample");
      return this;
    }

    /** The destructive actions, at least one, each name once. */
    public Builder releaseActions(List<ActionFacts> values) {
      releaseActions = List.copyOf(values);
      return this;
    }

    /** The reading action. */
    public Builder lookAction(ActionFacts value) {
      lookAction = Objects.requireNonNull(value, "lookAction");
      return this;
    }

    /** What failures mean; default nothing is understood. */
    public Builder errors(ErrorTable value) {
      errors = Objects.requireNonNull(value, "errors");
      return this;
    }

    /** Default 10 s; not negative. */
    public Builder settlingTime(Duration value) {
      settlingTime = Objects.requireNonNull(value, "settlingTime");
      return this;
    }

    /** Default 5 minutes; at least the settling time. */
    public Builder longestLag(Duration value) {
      longestLag = Objects.requireNonNull(value, "longestLag");
      return this;
    }

    /** Default 5 minutes; not negative. */
    public Builder longestDelay(Duration value) {
      longestDelay = Objects.requireNonNull(value, "longestDelay");
      return this;
    }

    /** Default 3 s; positive. */
    public Builder pollInterval(Duration value) {
      pollInterval = Objects.requireNonNull(value, "pollInterval");
      return this;
    }

    /** Default zero: not known; not negative. */
    public Builder throttleWindow(Duration value) {
      throttleWindow = Objects.requireNonNull(value, "throttleWindow");
      return this;
    }

    /** Default no. */
    public Builder nativeDryRun(boolean value) {
      nativeDryRun = value;
      return this;
    }

    /**
     * The facts.
     *
     * @throws IllegalArgumentException when they do not fit together
     */
    public ProviderFacts build() {
      return new ProviderFacts(this);
    }
  }
}
