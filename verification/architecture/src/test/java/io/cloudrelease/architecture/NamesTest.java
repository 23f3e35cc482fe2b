package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** Who debugs into us sees the names of parameters and of what is in a method. */
  @ParameterizedTest
  @EnumSource(PublishedModule.class)
  void compiled_classes_know_the_names_of_parameters_and_variables(PublishedModule module)
      throws IOException {
    List<String> nameless = new ArrayList<>();
    for (ClassFile file : module.classes()) {
      Path path = module.classesFolder().resolve(file.name().replace('.', '/') + ".class");
      String bytes = Files.readString(path, StandardCharsets.ISO_8859_1);
      boolean locals = bytes.contains("LocalVariableTable") || !bytes.contains("Code");
      if (!locals || (bytes.contains("<init>") && !bytes.contains("MethodParameters"))) {
        nameless.add(file.name());
      }
    }
    assertThat(nameless).hasSizeLessThanOrEqualTo(module.classes().size() / 2);
  }
}
