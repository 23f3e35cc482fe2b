package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the cloud remembers of calls under a ClientToken. Guarded by the cloud's lock. */
final class ClientTokens {
  private final Map<String, Remembered> calls = new HashMap<>();

  private record Remembered(
      String meaning, Instant since, String requestId, Optional<Refused> refusal) {}

  /**
   * The first call's result under that token, if there was one.
   *
   * @return the request id to answer with
   * @throws Refused when the parameters differ, when the first call still runs, or when it was
   *     refused and refusals are remembered
   */
  Optional<String> replay(
      String token, String meaning, Instant now, Duration memory, Duration running) {
    Remembered first = calls.get(token);
    if (first == null || now.isAfter(first.since.plus(memory))) {
      return Optional.empty();
    }
    if (!first.meaning.equals(meaning)) {
      throw new Refused(
          400,
          "IdempotentParameterMismatch",
          "The request uses the same client token as a previous, but non-identical request.");
    }
    if (now.isBefore(first.since.plus(running))) {
      throw new Refused(
          403, "LastTokenProcessing", "The last token request is processing, please try later.");
    }
    if (first.refusal.isPresent()) {
      throw first.refusal.get();
    }
    return Optional.of(first.requestId);
  }

  void remember(
      String token, String meaning, Instant now, String requestId, Optional<Refused> refusal) {
    calls.put(token, new Remembered(meaning, now, requestId, refusal));
  }
}
