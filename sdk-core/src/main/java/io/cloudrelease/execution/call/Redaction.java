package io.cloudrelease.execution.call;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import java.util.BitSet;
import java.util.Map;

/**
 * Takes out of what a cloud says that which must not be kept: clouds and gateways quote strings to
 * sign, tokens and signatures back at the caller, in any of their texts and behind any escapes.
 *
 * <p>A text is cut to {@value #LONGEST} characters first, so that its length costs nothing. Sought
 * are key, token and signatures, in the text as it came and with one to three layers of escapes
 * taken off.
 */
final class Redaction {
  /** No text that is kept is longer. */
  static final int LONGEST = 1_000;

  private static final String CUT_OFF = Unescaped.CUT_OFF;

  private final Secrets keys;
  private final Secrets signatures;

  /** For the answer to that request, which was signed with those keys. */
  Redaction(Secrets keys, HttpRequest signed) {
    this.keys = keys;
    this.signatures = Secrets.of(signed);
  }

  /** The text without secrets, and not longer than what is kept. */
  String apply(String text) {
    return inFull(bounded(text));
  }

  /** The text without secrets, however long it is. */
  private String inFull(String text) {
    if (!keys.mayBeIn(text) && !signatures.mayBeIn(text)) {
      return text;
    }
    BitSet hidden = new BitSet();
    // All are sought before any is taken out: one taken out first could hide the rest of another.
    for (Unescaped layer : Unescaped.layers(text)) {
      keys.mark(layer, hidden);
      signatures.mark(layer, hidden);
    }
    return hidden.isEmpty() ? text : without(text, hidden);
  }

  /** The failure without secrets in any of its texts. */
  CloudFailure apply(CloudFailure failure) {
    return CloudFailure.of(
            failure.status(),
            apply(failure.code()),
            apply(failure.message()),
            apply(failure.requestId()))
        .culprits(failure.culprits());
  }

  /** The snapshot without secrets in any of its texts; itself when it holds none. */
  Snapshot apply(Snapshot snapshot) {
    if (isClean(snapshot.state())
        && isClean(snapshot.zone())
        && snapshot.vpcs().stream().allMatch(this::isClean)
        && isClean(snapshot.name())
        && isClean(snapshot.chargeType())
        && isClean(snapshot.attributes())
        && isClean(snapshot.tags())) {
      return snapshot;
    }
    Snapshot.Builder clean =
        Snapshot.builder(snapshot.ref(), snapshot.takenAt(), snapshot.phase())
            .state(inFull(snapshot.state()))
            .name(inFull(snapshot.name()))
            .chargeType(inFull(snapshot.chargeType()))
            .zone(inFull(snapshot.zone()))
            .protectedFromRelease(snapshot.protectedFromRelease());
    snapshot.vpcs().forEach(vpc -> clean.vpc(inFull(vpc)));
    snapshot.createdAt().ifPresent(clean::createdAt);
    snapshot.expiresAt().ifPresent(clean::expiresAt);
    snapshot.attributes().forEach((name, value) -> clean.attribute(inFull(name), inFull(value)));
    snapshot.tags().forEach((key, value) -> clean.tag(inFull(key), inFull(value)));
    return clean.build();
  }

  private boolean isClean(Map<String, String> texts) {
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      if (!isClean(entry.getKey()) || !isClean(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean isClean(String text) {
    return inFull(text).equals(text);
  }

  private static String bounded(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + CUT_OFF;
  }

  private static String without(String text, BitSet hidden) {
    StringBuilder clean = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int from = hidden.nextSetBit(at);
      clean.append(text, at, from < 0 ? text.length() : from);
      if (from < 0) {
        break;
      }
      clean.append("***");
      at = hidden.nextClearBit(from);
    }
    return clean.toString();
  }
}
