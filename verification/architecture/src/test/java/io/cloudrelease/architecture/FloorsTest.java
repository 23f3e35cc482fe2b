package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may use whom. There is no exception list: move the class, or give it what it needs. */
class FloorsTest {
  private static final String ROOT = "io.cloudrelease";

  /**
   * The packages of sdk-core, lowest first. A package uses itself and those above it in this list.
   */
  private static final List<String> FLOORS =
      List.of(
          ROOT + ".text",
          ROOT + ".codes",
          ROOT + ".error",
          ROOT + ".digest",
          ROOT + ".files",
          ROOT + ".json",
          ROOT + ".model",
          ROOT + ".http",
          ROOT + ".transport",
          ROOT + ".credentials",
          ROOT + ".credentials.role",
          ROOT + ".credentials.sources",
          ROOT + ".network",
          ROOT + ".event",
          ROOT + ".outcome",
          ROOT + ".journal",
          ROOT + ".guard",
          ROOT + ".policy",
          ROOT + ".plan",
          ROOT + ".signing",
          ROOT + ".pace",
          ROOT + ".retry",
          ROOT + ".batch",
          ROOT + ".spi",
          ROOT + ".spi.identity",
          ROOT + ".spi.setup",
          ROOT + ".spi.listing",
          ROOT + ".spi.leftover",
          ROOT + ".spi.refund",
          ROOT + ".find",
          ROOT + ".clockwork",
          ROOT + ".execution.instance",
          ROOT + ".execution.call",
          ROOT + ".execution.record",
          ROOT + ".execution.schedule",
          ROOT + ".execution.find",
          ROOT + ".execution",
          ROOT + ".http.okhttp",
          ROOT,
          ROOT + ".config");

  /**
   * A package that stands on the floor of another, since the types of the two name each other: a
   * result hands out what is left behind, which names its instance.
   */
  private static final Map<String, String> BESIDE = Map.of(ROOT + ".remains", ROOT + ".model");

  private static final String HTTP_CLIENT_HOME = ROOT + ".http.okhttp";
  private static final List<String> HTTP_CLIENT = List.of("okhttp3.", "okio.", "kotlin.");

  private static final String JSON_LIBRARY_HOME = ROOT + ".json";
  private static final List<String> JSON_LIBRARY = List.of("com.fasterxml.jackson.");

  /** What a provider may use besides sdk-core: the JDK, the logger, the null annotations. */
  private static final List<String> OPEN_TO_PROVIDERS =
      List.of("java.", "javax.", "org.w3c.dom.", "org.xml.sax.", "org.slf4j.", "org.jspecify.");

  @Test
  void every_package_of_the_core_has_its_floor() {
    Set<String> strangers = new TreeSet<>(PublishedModule.SDK_CORE.packages());
    strangers.removeIf(name -> floorOf(name) >= 0);
    assertThat(strangers).as("packages of sdk-core that FLOORS does not place").isEmpty();
  }

  @Test
  void the_core_uses_only_lower_floors() {
    List<String> faults = new ArrayList<>();
    for (ClassFile file : PublishedModule.SDK_CORE.classes()) {
      int floor = floorOf(file.packageName());
      for (String used : file.uses()) {
        if (used.startsWith(ROOT + ".") && floorOf(ClassFile.packageOf(used)) > floor) {
          faults.add(file.name() + " looks up to " + used);
        } else if (used.startsWith(ROOT + ".") && floorOf(ClassFile.packageOf(used)) < 0) {
          faults.add(file.name() + " looks out of the house to " + used);
        }
      }
    }
    assertThat(faults).as("a package uses only those before it in FLOORS").isEmpty();
  }

  @Test
  void only_one_package_knows_the_http_client() {
    assertThat(usersOf(HTTP_CLIENT, HTTP_CLIENT_HOME))
        .as("OkHttp, Okio and Kotlin stay inside %s", HTTP_CLIENT_HOME)
        .isEmpty();
  }

  @Test
  void only_one_package_knows_the_json_library() {
    assertThat(usersOf(JSON_LIBRARY, JSON_LIBRARY_HOME))
        .as("Jackson stays inside %s", JSON_LIBRARY_HOME)
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(PublishedModule.class)
  void a_provider_uses_only_itself_and_what_the_core_exports_to_it(PublishedModule module) {
    if (!module.isProvider()) {
      return;
    }
    Set<String> own = module.packages();
    Set<String> core = PublishedModule.SDK_CORE.packagesOpenTo(module);
    List<String> faults = new ArrayList<>();
    for (ClassFile file : module.classes()) {
      for (String used : file.uses()) {
        String home = ClassFile.packageOf(used);
        if (!own.contains(home)
            && !core.contains(home)
            && OPEN_TO_PROVIDERS.stream().noneMatch(used::startsWith)) {
          faults.add(file.name() + " uses " + used);
        }
      }
    }
    assertThat(faults).as("%s may use sdk-core and itself", module.artifactId).isEmpty();
  }

  private static int floorOf(String packageName) {
    return FLOORS.indexOf(BESIDE.getOrDefault(packageName, packageName));
  }

  private static List<String> usersOf(List<String> library, String home) {
    List<String> faults = new ArrayList<>();
    for (PublishedModule module : PublishedModule.values()) {
      for (ClassFile file : module.classes()) {
        for (String used : file.uses()) {
          if (library.stream().anyMatch(used::startsWith) && !file.packageName().equals(home)) {
            faults.add(module.artifactId + ": " + file.name() + " uses " + used);
          }
        }
      }
    }
    return faults;
  }
}
