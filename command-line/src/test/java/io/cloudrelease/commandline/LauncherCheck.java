package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bin/cloudrelease}, copied to a folder of its own beside a copy of the jar. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class LauncherCheck {
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir Path folder;
  private Path launcher;
  private Path cache;
  private final Map<String, String> variables = new TreeMap<>();

  private record Ended(int exit, String out, String err) {}

  private void copyTo(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    launcher = Files.copy(Path.of("..", "bin", "cloudrelease"), home.resolve("cloudrelease"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(JarCheck.JAR, home.resolve("cloudrelease.jar"));
  }

  @BeforeEach
  void install() throws IOException {
    copyTo("tool");
    cache = folder.resolve("cache");
    variables.put("PATH", System.getenv("PATH"));
    variables.put("JAVA_HOME", JAVA_HOME.toString());
    variables.put("XDG_CACHE_HOME", cache.toString());
  }

  /**
   * What a launcher does beside the tool outlives it, and would write into a folder on its way out.
   */
  @AfterEach
  void waitForWhatIsStillAtWork() throws Exception {
    while (ProcessHandle.allProcesses().anyMatch(this::isOfThisTest)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean isOfThisTest(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains(folder + "/")).isPresent();
  }

  private Ended run(String... args) throws Exception {
    return start(launcher.toString(), args);
  }

  private Ended start(String program, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    int exit = builder.start().waitFor();
    return new Ended(exit, Files.readString(out), Files.readString(err));
  }

  private Ended without() throws Exception {
    variables.put("CLOUDRELEASE_ARCHIVE", "off");
    Ended plain = run("--help");
    variables.remove("CLOUDRELEASE_ARCHIVE");
    assertThat(plain.exit()).as(plain.err()).isZero();
    return plain;
  }

  private List<Path> kept(String ending) throws IOException {
    Path ours = cache.resolve("cloudrelease");
    if (!Files.exists(ours)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(ours)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private Path archive() throws Exception {
    while (kept(".jsa").isEmpty() || !kept(".making").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(kept("")).hasSize(2);
    return kept(".jsa").get(0);
  }

  /** This JVM, and the others that this machine keeps where Linux keeps them. */
  static List<Path> jvms() throws IOException {
    Map<Path, Path> homes = new TreeMap<>();
    homes.put(JAVA_HOME.toRealPath(), JAVA_HOME);
    Path others = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(others)) {
      try (Stream<Path> found = Files.list(others)) {
        for (Path home : found.filter(h -> Files.isExecutable(h.resolve("bin/java"))).toList()) {
          homes.putIfAbsent(home.toRealPath(), home);
        }
      }
    }
    return List.copyOf(homes.values());
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void the_first_start_has_an_archive_made_that_fits_and_one_that_is_no_good_is_not_spoken_of(
      Path jvm) throws Exception {
    variables.put("JAVA_HOME", jvm.toString());
    Ended plain = without();
    assertThat(kept("")).isEmpty();
    assertThat(run("--help")).isEqualTo(plain);
    Path archive = archive();
    assertThat(Files.size(archive)).isGreaterThan(1_000_000);
    assertThat(run("--help")).isEqualTo(plain);
    assertThat(classesFrom(archive, jvm)).contains("io.cloudrelease.commandline.Main");
    byte[] bytes = Files.readAllBytes(archive);
    byte[] broken = bytes.clone();
    for (int i = 64; i < 4096; i += 7) {
      broken[i] ^= 0x55;
    }
    Files.delete(archive);
    Files.write(archive, broken);
    assertThat(run("--help")).isEqualTo(plain);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 3));
    assertThat(run("--help")).isEqualTo(plain);
  }

  private List<String> classesFrom(Path archive, Path jvm) throws Exception {
    Path loaded = folder.resolve("loaded");
    start(
        jvm.resolve("bin/java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:SharedArchiveFile=" + archive,
        "-Xlog:class+load:file=" + loaded + ":none",
        "-jar",
        launcher.toRealPath().resolveSibling("cloudrelease.jar").toString(),
        "--help");
    return Files.readAllLines(loaded).stream()
        .filter(line -> line.endsWith("shared objects file (top)"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  /** A JVM that only writes down what it is started with. */
  private Path pretendedJvm(String release) throws IOException {
    Path home = Files.createDirectories(folder.resolve("pretended jvm"));
    Files.writeString(home.resolve("release"), release);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nfor a; do case $a in -XX:ArchiveClassesAtExit=*) echo made >\"${a#*=}\";; esac;"
            + " done\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    variables.put("JAVA_HOME", home.toString());
    return home;
  }

  @Test
  void another_jvm_or_another_jar_gets_an_archive_of_its_own() throws Exception {
    pretendedJvm("one");
    assertThat(run("x y").out()).doesNotContain("SharedArchiveFile").endsWith("\nx y\n");
    Path first = archive();
    assertThat(run("x").out()).contains("-XX:SharedArchiveFile=" + first + "\n");
    pretendedJvm("another");
    assertThat(run("x").out()).doesNotContain("SharedArchiveFile");
    Files.delete(first);
    Files.delete(Path.of(first + ".size"));
    Path second = archive();
    assertThat(second).isNotEqualTo(first);
    assertThat(run("x").out()).contains("-XX:SharedArchiveFile=" + second + "\n");
    Path jar = launcher.resolveSibling("cloudrelease.jar");
    Files.writeString(jar, "a jar of another size");
    assertThat(run("x").out()).doesNotContain("SharedArchiveFile");
    // Made by a process of its own, which must not write where all is deleted next.
    while (kept(".jsa").size() < 2 || !kept(".making").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void an_archive_that_could_not_be_made_is_not_tried_again_at_each_start() throws Exception {
    Path home = pretendedJvm("one");
    Files.writeString(
        home.resolve("bin/java"),
        "#!/bin/sh\nfor a; do case $a in rehearse) echo >>'"
            + folder
            + "/tries'; exit 1;; esac; done\n");
    for (int i = 0; i < 3; i++) {
      assertThat(run("x").exit()).isZero();
      while (!Files.exists(folder.resolve("tries"))) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(1);
    assertThat(kept(".making")).hasSize(1);
  }

  @Test
  void where_nothing_can_be_kept_the_tool_starts_without() throws Exception {
    Ended plain = without();
    Files.writeString(cache, "a file where the folder should be");
    assertThat(run("--help")).isEqualTo(plain);
    variables.remove("XDG_CACHE_HOME");
    assertThat(run("--help")).isEqualTo(plain);
    variables.put("XDG_CACHE_HOME", "not/absolute");
    assertThat(run("--help")).isEqualTo(plain);
    Path home = pretendedJvm("one");
    Files.delete(home.resolve("release"));
    variables.put("XDG_CACHE_HOME", folder.resolve("another").toString());
    assertThat(run("x").out()).doesNotContain("SharedArchiveFile");
    assertThat(folder.resolve("another/cloudrelease")).isEmptyDirectory();
  }

  @Test
  void a_reader_of_the_output_does_not_wait_for_the_archive() throws Exception {
    Path home = pretendedJvm("one");
    Files.writeString(
        home.resolve("bin/java"),
        "#!/bin/sh\nfor a; do case $a in rehearse) echo $$ >'"
            + folder
            + "/pid'; exec sleep 100;; esac; done\n");
    ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "x");
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(process.waitFor()).isZero();
    while (!Files.exists(folder.resolve("pid")) || Files.size(folder.resolve("pid")) == 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
        .orElseThrow()
        .destroy();
  }

  @Test
  void it_is_found_through_links_and_along_the_path() throws Exception {
    // JDK 17 takes no classes of its archive for a jar whose path has a space; the tool starts all
    // the same.
    copyTo("a folder");
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("direct"), launcher);
    Files.createSymbolicLink(links.resolve("cloudrelease"), Path.of("direct"));
    Ended plain = without();
    assertThat(start(links.resolve("cloudrelease").toString(), "--help")).isEqualTo(plain);
    variables.put("PATH", links + ":" + variables.get("PATH"));
    assertThat(start("/bin/sh", "-c", "cloudrelease --help")).isEqualTo(plain);
    variables.put("CDPATH", folder.toString());
    assertThat(start("/bin/sh", "a folder/cloudrelease", "--help")).isEqualTo(plain);
  }

  @Test
  void exit_codes_and_arguments_come_through() throws Exception {
    assertThat(run("release").exit()).isEqualTo(2);
    Ended odd = run("release", "--yes", "a b", "*");
    assertThat(odd.err()).contains("'a b'", "'*'");
  }

  @Test
  void what_is_missing_is_said() throws Exception {
    variables.put("JAVA_HOME", folder.resolve("none").toString());
    assertThat(run("--help").err()).contains("JAVA_HOME is " + folder.resolve("none"));
    variables.remove("JAVA_HOME");
    Files.delete(launcher.resolveSibling("cloudrelease.jar"));
    Ended noJar = run("--help");
    assertThat(noJar.exit()).isEqualTo(2);
    assertThat(noJar.err()).contains("there is no cloudrelease.jar in");
  }
}
