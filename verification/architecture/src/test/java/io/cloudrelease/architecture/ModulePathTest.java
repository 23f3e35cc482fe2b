package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests run on the class path; an application may put the same jars on the module path. */
class ModulePathTest {
  /** All published modules and everything they depend on. */
  private static final List<Path> JARS =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .filter(Files::exists)
          .toList();

  @Test
  void the_published_modules_resolve_on_the_module_path() {
    List<String> ours =
        Arrays.stream(PublishedModule.values())
            .flatMap(module -> module.descriptor().stream())
            .map(ModuleDescriptor::name)
            .toList();
    assertThatCode(
            () ->
                ModuleLayer.boot()
                    .configuration()
                    .resolveAndBind(
                        ModuleFinder.of(JARS.toArray(Path[]::new)), ModuleFinder.of(), ours))
        .doesNotThrowAnyException();
  }

  @Test
  void no_package_stands_in_two_published_modules() {
    List<String> packages =
        Arrays.stream(PublishedModule.values())
            .flatMap(module -> module.packages().stream())
            .toList();
    assertThat(packages).doesNotHaveDuplicates();
  }

  @Test
  void no_two_jars_call_themselves_by_one_module_name() {
    List<String> names =
        JARS.stream()
            .flatMap(jar -> ModuleFinder.of(jar).findAll().stream())
            .map(module -> module.descriptor().name())
            .toList();
    assertThat(names).contains("okio").doesNotHaveDuplicates();
  }
}
