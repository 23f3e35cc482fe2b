package io.cloudrelease.fuzz;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.InstanceRef;
import java.util.List;

/**
 * Reads references: refused with a sentence, or one that needs no escape and is written as read.
 */
final class ReferenceTarget implements Target {
  private static final List<String> GENUINE =
      List.of("tencent-cvm:ap-guangzhou:ins-1a2b3c4d", "zenlayer-zec:1234567", "a:b.c_d:e~f");

  @Override
  public void feed(byte[] input) {
    Draws draws = new Draws(input);
    String genuine = draws.oneOf(GENUINE);
    int from = draws.below(genuine.length() + 1);
    int to = Math.min(genuine.length(), from + draws.below(4));
    String text = genuine.substring(0, from) + draws.text(255) + genuine.substring(to);
    InstanceRef ref;
    try {
      ref = InstanceRef.parse(text);
    } catch (InvalidRequestException refused) {
      return;
    }
    must(ref.toString().equals(text), "written otherwise than read", text, ref);
    must(InstanceRef.parse(ref.toString()).equals(ref), "read otherwise than written", text);
    must(text.matches("[A-Za-z0-9._~:-]+"), "needs an escape", text);
  }
}
