package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
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
    List<String> found =
        Arrays.stream(PublishedModule.values())
            .flatMap(module -> module.classes().stream())
            .map(ClassFile::name)
            .filter(name -> SAYS_NOTHING.matcher(name).find())
            .toList();
    assertThat(found).as("call it by what it is or does").isEmpty();
  }
}
