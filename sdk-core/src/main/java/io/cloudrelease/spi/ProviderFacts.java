package io.cloudrelease.spi;

import io.cloudrelease.error.ErrorTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Standing facts of a provider: what the core must know to drive it without knowing which cloud it
 * is.
 *
 * @param name the name under which the account is registered, as in an {@code InstanceRef}
 * @param regional whether references need a region
 * @param idExample an id as this cloud writes it, for messages
 * @param releaseActions the destructive actions
 * @param lookAction the reading action; its {@code maxBatch} is the most ids in one look
 * @param errors what this cloud's failures mean
 * @param settlingTime how long a look may lag behind what was really done
 * @param pollInterval how long to wait between two looks at the same instances
 * @param nativeDryRun whether the cloud itself can check without doing
 */
public record ProviderFacts(
    String name,
    boolean regional,
    String idExample,
    List<ActionFacts> releaseActions,
    ActionFacts lookAction,
    ErrorTable errors,
    Duration settlingTime,
    Duration pollInterval,
    boolean nativeDryRun) {

  public ProviderFacts {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(idExample, "idExample");
    releaseActions = List.copyOf(releaseActions);
    Objects.requireNonNull(lookAction, "lookAction");
    Objects.requireNonNull(errors, "errors");
    if (releaseActions.isEmpty()) {
      throw new IllegalArgumentException(name + " has no release action");
    }
    Map<String, ActionFacts> names = new HashMap<>();
    for (ActionFacts action : releaseActions) {
      if (names.put(action.name(), action) != null) {
        throw new IllegalArgumentException(name + " has two actions named " + action.name());
      }
    }
    if (settlingTime.isNegative() || pollInterval.isNegative() || pollInterval.isZero()) {
      throw new IllegalArgumentException(
          name + " needs a settlingTime that is not negative and a positive pollInterval");
    }
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
}
