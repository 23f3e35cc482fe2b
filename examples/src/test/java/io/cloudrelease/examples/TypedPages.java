package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.testkit.SimulatedInstance;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine on which the pages' shell lines are typed as they stand there. The tool is started by
 * its launcher, from a folder that looks like a copy of this repository that was built; only what
 * would build it or come from somewhere else is played: git, Maven, curl.
 */
@Timeout(180)
abstract class TypedPages {
  private static final Pattern FILE =
      Pattern.compile("(?m)^`([\\w./-]+)`:\\n\\n```\\w+\\n((?s).*?)^```$");

  @TempDir static Path tools;
  private static PretendInternet internet;

  final Stage stage = new Stage();
  @TempDir Path folder;
  @TempDir Path home;

  @BeforeAll
  static void equip() throws Exception {
    internet = Stage.internet(tools);
    Path built = tools.resolve("built");
    copy("bin/cloudrelease", built);
    copy("examples/scripts/Sweep.java", built);
    Path tool = built.resolve("command-line/target/cloudrelease.jar");
    jar(
        tool,
        "io.cloudrelease.commandline.Main",
        classPath().filter(entry -> !entry.startsWith(Pages.ROOT.resolve("examples"))));
    jar(
        built.resolve("examples/target/demo.jar"),
        "io.cloudrelease.examples.demo.Main",
        classPath());
    Files.createSymbolicLink(
        tools.resolve("cloudrelease"), built.resolve("bin").resolve("cloudrelease"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String options =
        " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:SharedArchiveFile="
            + archive(java, tool)
            + " -Xlog:disable -Duser.home=\"$HOME\" ";
    play("java", "exec " + java + options + String.join(" ", internet.jvmOptions()) + " \"$@\"");
    play("jlink", "exec " + java.replaceAll("java$", "jlink") + " \"$@\"");
    play("git", "[ \"$1\" = clone ] && cp -R " + built + " \"$3\"");
    play(
        "mvn",
        "[ \"$4\" = install ] && exit 0",
        "[ \"$3\" = nightly/pom.xml ] && [ \"$4\" = compile ] || exit 9",
        "exec java -cp "
            + built.resolve("command-line/target/cloudrelease.jar")
            + " nightly/src/main/java/Nightly.java ${6#-Dexec.args=}");
    play("curl", "echo '{\"value\":\"who-i-am\"}'");
  }

  private static void copy(String file, Path to) throws IOException {
    Path target = to.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(Pages.ROOT.resolve(file), target);
  }

  static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
  }

  /** One that leads to the classes as they are compiled: what they are packed into comes later. */
  static void jar(Path file, String main, Stream<Path> classes) throws IOException {
    Path links = Files.createDirectories(file.resolveSibling("for-" + file.getFileName()));
    StringBuilder path = new StringBuilder();
    for (Path entry : classes.toList()) {
      String link = path.length() + "-" + entry.getFileName();
      Files.createSymbolicLink(links.resolve(link), entry);
      path.append(links.getFileName()).append('/').append(link);
      path.append(Files.isDirectory(entry) ? "/ " : " ");
    }
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, main);
    attributes.put(Attributes.Name.CLASS_PATH, path.toString());
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  /**
   * The tool's classes as a JVM keeps them. There is none where they are not packed: in an editor.
   */
  private static Path archive(String java, Path tool) throws Exception {
    Path archive = tools.resolve("tool.jsa");
    new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:ArchiveClassesAtExit=" + archive,
            "-jar",
            tool.toString(),
            "rehearse")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return archive;
  }

  static void play(String name, String... lines) throws IOException {
    Path file =
        Files.writeString(tools.resolve(name), "#!/bin/bash\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @AfterAll
  static void closeInternet() throws IOException {
    internet.close();
  }

  record Ended(int exit, String says) {}

  /**
   * Runs that script as a job runs it: the first command that fails ends it, and with it whatever
   * it has started.
   */
  Ended bash(String script) throws Exception {
    int exit =
        typing("trap 'for j in $(jobs -p); do kill $j; done' EXIT\n" + script).start().waitFor();
    return new Ended(exit, Files.readString(home.resolve("said")));
  }

  String good(String script) throws Exception {
    Ended ended = bash(script);
    assertThat(ended.exit()).as(ended.says()).isZero();
    return ended.says();
  }

  ProcessBuilder typing(String script) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-e", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("said").toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.put("PATH", tools + ":/usr/bin:/bin");
    variables.put("HOME", home.toString());
    variables.put("TMPDIR", home.toString());
    variables.put("LANG", "C.UTF-8");
    // Its archive is made by a process that goes on for a while.
    variables.put("CLOUDRELEASE_ARCHIVE", "off");
    variables.putAll(Stage.keys());
    variables.put("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "oidc-token");
    variables.put("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", "oidc-token");
    return builder;
  }

  /** Until that is so, or the process is over without it. */
  static void await(Process process, BooleanSupplier condition) throws InterruptedException {
    boolean over = false;
    while (!condition.getAsBoolean() && !over) {
      over = process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  /** The files of a page, each after its name, in the folder. */
  void write(String page, String port) throws IOException {
    String text = Files.readString(Pages.ROOT.resolve(page));
    for (Matcher file = FILE.matcher(text); file.find(); ) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2).replace("8380", port));
    }
  }

  List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  /** A run whose process was killed when the cloud had confirmed its call. */
  void killedInMidRun() throws Exception {
    stage.tencent.terminating(Duration.ofMinutes(1));
    SimulatedInstance one = stage.wanted(stage.tencent.add(vm -> vm.region("ap-guangzhou")));
    Process run = typing("exec cloudrelease release --yes " + one.ref("tencent-cvm")).start();
    await(run, () -> journals().contains("\"kind\":\"outcome\""));
    run.destroyForcibly().waitFor();
    stage.tencent.shortTransitions();
    stage.later(Duration.ofMinutes(1));
  }

  Path state() {
    return home.resolve(".local/state/cloudrelease");
  }

  /** What stands in the journals of runs that are not over. */
  private String journals() {
    try (Stream<Path> files = Files.list(state())) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        String text = Files.readString(file);
        all.append(text.contains("\"kind\":\"ended\"") ? "" : text);
      }
      return all.toString();
    } catch (IOException notYet) {
      return "";
    }
  }
}
