package io.cloudrelease.simulation.http;

import io.cloudrelease.model.InstanceVerdict;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param verdicts what the client says
 * @param wire destructive requests that reached the cloud
 * @param looks looks that left
 */
record Outcome(List<InstanceVerdict> verdicts, int wire, int looks) {

  Outcome {
    verdicts = List.copyOf(verdicts);
  }

  /** The verdicts in order, then the destructive requests. */
  String told() {
    return words(" ") + " " + wire;
  }

  String words(String between) {
    return verdicts.stream().map(it -> it.verdict().name()).collect(Collectors.joining(between));
  }
}
