package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RELEASE|RELEASED RECYCLED ACCEPTED ALREADY_DONE|0",
        "RELEASE|RELEASED REJECTED|3",
        "RELEASE|NOT_SENT|3",
        "RELEASE|NOT_FOUND RELEASED|3",
        "RELEASE|REJECTED UNKNOWN RELEASED|4",
        "DESTROY|RELEASED ALREADY_DONE ACCEPTED|0",
        "DESTROY|RELEASED RECYCLED|3",
        "DESTROY|RECYCLED UNKNOWN|4",
        "RELEASE|ACCEPTED(in a bin)|0",
        "DESTROY|RELEASED ACCEPTED(in a bin)|3",
      })
  void the_worst_counts_and_in_the_bin_is_short_of_destroying(
      Goal goal, String verdicts, int code) {
    List<InstanceVerdict> all = new ArrayList<>();
    for (String said : verdicts.replace("(in a bin)", "!").split(" ")) {
      String verdict = said.replace("!", "");
      InstanceRef ref = InstanceRef.of("zenlayer-zec", Integer.toString(all.size()));
      all.add(
          GivenVerdict.builder(ref, Verdict.valueOf(verdict))
              .mayStayInBin(said.endsWith("!"))
              .build());
    }
    assertThat(ExitCode.of(all, goal)).isEqualTo(code);
  }
}
