package io.cloudrelease.testkit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that reached a simulated cloud, and what it did and got.
 *
 * @param call the request as the cloud understood it
 * @param account the account it was authenticated for; empty when it was not
 * @param appliedTo the instances it really changed
 * @param fault the fault that struck it, if one did
 * @param outcome what the client got
 */
public record RecordedRequest(
    SimulatedCall call,
    String account,
    List<String> appliedTo,
    Optional<Fault> fault,
    SimulatedOutcome outcome) {

  public RecordedRequest {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(account, "account");
    appliedTo = List.copyOf(appliedTo);
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** Its number, from 1. */
  public int number() {
    return call.number();
  }

  /** Its action. */
  public String action() {
    return call.action();
  }

  /** The instances it named. */
  public List<String> ids() {
    return call.ids();
  }

  /** The HTTP status that was or would have been answered; 0 when nothing was. */
  public int status() {
    return outcome.response().status();
  }
}
