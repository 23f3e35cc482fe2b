package io.cloudrelease.execution.call;

import io.cloudrelease.spi.ActionFacts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What its owner wants otherwise than the provider's facts say.
 *
 * @param rates calls a second, by action
 * @param answerTimeout how long one call may take, whatever the action
 */
public record AccountWishes(Map<String, Double> rates, Optional<Duration> answerTimeout) {

  public AccountWishes {
    rates = Map.copyOf(rates);
  }

  /** As the provider says. */
  public static AccountWishes none() {
    return new AccountWishes(Map.of(), Optional.empty());
  }

  double ratePerSecond(ActionFacts action) {
    return rates.getOrDefault(action.name(), action.ratePerSecond());
  }

  Duration timeout(ActionFacts action) {
    return answerTimeout.orElse(action.timeout());
  }
}
