package io.cloudrelease.simulation;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that could be seen of one run from the outside, as digests: equal traces, equal behaviour.
 *
 * @param wire each request with its bytes and times, and how it ended
 * @param evidence each line of the evidence
 * @param verdicts each verdict with all its fields, or what was thrown
 */
record Trace(byte[] wire, byte[] evidence, byte[] verdicts) {

  static Trace of(Aftermath after) {
    Ink wire = new Ink();
    after.wire().exchanges().forEach(exchange -> exchange(wire, exchange));
    Ink evidence = new Ink();
    Ink verdicts = new Ink();
    verdicts.line("thrown", after.thrown(), "flagged", after.flagged());
    after
        .result()
        .ifPresent(
            result -> {
              evidence.line(result.evidence().toJsonLines());
              result(verdicts, result);
            });
    return new Trace(wire.digest(), evidence.digest(), verdicts.digest());
  }

  private static void exchange(Ink ink, Wire.Exchange exchange) {
    HttpRequest request = exchange.request();
    ink.line(request.method(), request.endpoint(), request.target(), request.destructive());
    for (Header header : request.headers()) {
      // Names the version of the library, which is no behaviour.
      if (!header.name().equalsIgnoreCase("User-Agent")) {
        ink.line(header.name(), header.value());
      }
    }
    ink.bytes(request.body().bytes());
    ink.line(exchange.startedAt(), exchange.endedAt());
    ink.line(exchange.answer().map(answer -> "" + answer.status()).orElse("none"));
  }

  private static void result(Ink ink, ReleaseInstancesResult result) {
    ink.line(result.startedAt(), result.took());
    for (InstanceVerdict v : result.verdicts()) {
      ink.line(v.ref(), v.verdict(), error(v.error()), v.hint(), v.requestIds(), v.sends());
      ink.line(v.collateral(), v.billing(), v.restorableUntil());
      ink.line(snapshot(v.before()), snapshot(v.last()));
    }
  }

  private static String error(Optional<ReleaseError> error) {
    return error
        .map(e -> e.category() + "\t" + e.code() + "\t" + e.message() + "\t" + e.hint())
        .orElse("none");
  }

  /** With its maps sorted: their own order changes from process to process. */
  private static String snapshot(Optional<Snapshot> snapshot) {
    return snapshot
        .map(
            s ->
                String.join(
                    "\t",
                    s.toString(),
                    s.name(),
                    s.chargeType(),
                    s.protectedFromRelease() + "",
                    s.createdAt() + "",
                    s.expiresAt() + "",
                    new TreeMap<>(s.attributes()) + "",
                    new TreeMap<>(s.tags()) + ""))
        .orElse("none");
  }

  /** The three digests as text, in the order of the record. */
  String toText() {
    HexFormat hex = HexFormat.of();
    return hex.formatHex(wire) + " " + hex.formatHex(evidence) + " " + hex.formatHex(verdicts);
  }

  /** Text and bytes poured into one digest. */
  static final class Ink {
    private final MessageDigest digest;

    Ink() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java runtime lacks SHA-256", e);
      }
    }

    void line(Object... parts) {
      StringBuilder text = new StringBuilder();
      for (Object part : parts) {
        text.append(part).append('\t');
      }
      bytes(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) {
      digest.update(bytes);
    }

    byte[] digest() {
      return digest.digest();
    }
  }
}
