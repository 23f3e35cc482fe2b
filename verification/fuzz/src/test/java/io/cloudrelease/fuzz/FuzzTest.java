package io.cloudrelease.fuzz;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A few thousand inputs for each target, the same at every build, and every input that was ever a
 * finding. {@code verification/run.sh fuzz MINUTES} goes on from here.
 */
class FuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 1_500);

  @ParameterizedTest
  @EnumSource(Targets.class)
  void whatever_others_wrote_is_read_truly_or_not_at_all(Targets which) throws Exception {
    Target target = which.make();
    List<byte[]> findings =
        Inputs.in(Path.of("src", "test", "resources", "findings", which.label()));
    for (byte[] input : findings) {
      feed(target, input);
    }
    Inputs inputs = new Inputs(20261126L + which.ordinal(), findings);
    for (int i = 0; i < INPUTS; i++) {
      feed(target, inputs.next());
    }
  }

  private static void feed(Target target, byte[] input) throws Exception {
    try {
      target.feed(input);
    } catch (Exception | AssertionError | StackOverflowError finding) {
      throw new AssertionError(
          "input " + Base64.getEncoder().encodeToString(input) + ": " + finding.getMessage(),
          finding);
    }
  }
}
