package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A name says what a thing is, in the field's words. */
class NamesTest {
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(
          "(^|\\.)(util|utils|common|helper|helpers|internal|impl)\\."
              + "|\\.(Abstract\\w*|Base[A-Z]\\w*)(\\$|$)"
              + "|(Util|Utils|Helper|Helpers|Manager|Impl)(\\$|$)");

  @Test
  void no_name_in_the_main_code_is_empty_talk() {
    assertThat(Arrays.stream(PublishedModule.values()))
        .allSatisfy(
            module ->
                assertThat(module.classes())
                    .extracting(ClassFile::name)
                    .as(module.artifactId)
                    .noneMatch(name -> SAYS_NOTHING.matcher(name).find()));
  }
}
