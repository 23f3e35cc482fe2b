package io.cloudrelease.commandline;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.fuzz.Damage;
import io.cloudrelease.fuzz.Draws;
import io.cloudrelease.fuzz.Target;
import io.cloudrelease.model.InstanceRef;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads lists of references: refused with sentences that a terminal can show, or each reference
 * stands in the list as it is.
 */
public final class ListFileTarget implements Target {
  private static final byte[] GENUINE =
      """
      \uFEFF# what is to go
      tencent-cvm:ap-guangzhou:ins-1a2b3c4d  # web
      zenlayer-zec:1234567\r
      \taliyun-ecs:cn-hangzhou:i-bp1aaaaaaaaaaaaaaaa1

      """
          .getBytes(StandardCharsets.UTF_8);

  @Override
  public void feed(byte[] input) {
    Draws draws = new Draws(input);
    byte[] list =
        switch (draws.below(3)) {
          case 0 -> draws.rest();
          case 1 -> Damage.oneByte(GENUINE, draws);
          default -> Damage.several(GENUINE, GENUINE, draws);
        };
    String text = new String(list, StandardCharsets.UTF_8);
    try {
      List<InstanceRef> refs = RefFile.read("-", new ByteArrayInputStream(list));
      for (InstanceRef ref : refs) {
        must(text.contains(ref.toString()), "not in the list", ref, text);
      }
      must(refs.size() <= text.lines().count(), "more than the list has lines", text);
    } catch (UsageException refused) {
      for (String problem : refused.problems()) {
        must(
            problem.chars().noneMatch(c -> c < ' ' || c >= 0x7f && c < 0xa0),
            "writes to the terminal what moves its cursor",
            problem);
      }
    }
  }
}
