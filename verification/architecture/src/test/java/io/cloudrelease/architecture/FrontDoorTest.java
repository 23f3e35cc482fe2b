package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.tencent.TencentCvm;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much of the surface a newcomer needs: the programs of a user, compiled as a module of their
 * own, so that they see what everybody sees and nothing else.
 */
class FrontDoorTest {
  private static final Pattern OF_A_USER =
      Pattern.compile(
          "sdk-core|provider-|okhttp-jvm|okio-jvm|kotlin-stdlib|jackson-core|slf4j-api");
  private static final int MOST_TYPES_OF_A_CALLER = 30;
  private static final int MOST_TYPES = 60;
  private static final int MOST_LINES = 538;
  private static final int MOST_TYPES_OF_PARTS = 37;
  private static final int MOST_LINES_OF_PARTS = 283;
  private static final int MOST_TYPES_OF_FINDING = 15;
  private static final int MOST_LINES_OF_FINDING = 115;
  private static final int MOST_TYPES_OF_SETTING_UP = 15;
  private static final int MOST_LINES_OF_SETTING_UP = 142;
  private static final int MOST_TYPES_OF_PLANS = 5;
  private static final int MOST_LINES_OF_PLANS = 40;
  private static final int MOST_TYPES_OF_REMAINS = 13;
  private static final int MOST_LINES_OF_REMAINS = 87;

  @Test
  void programs_of_users_compile_against_what_everybody_sees(@TempDir Path out)
      throws IOException, URISyntaxException {
    compile(out);
    TreeSet<String> used = new TreeSet<>();
    for (Path file : classes(out)) {
      ClassFile.read(out, file).uses().stream()
          .filter(name -> name.startsWith("io.cloudrelease."))
          .filter(name -> !name.matches("io\\.cloudrelease\\.(tencent|aliyun)\\..*"))
          .forEach(used::add);
    }
    System.out.println(used.size() + " types of the core that programs of users name: " + used);
    assertThat(used).hasSizeLessThanOrEqualTo(MOST_TYPES_OF_A_CALLER);
  }

  @Test
  void what_a_caller_and_an_author_of_a_provider_see_stays_small() {
    List<String> lines = PublicSurface.of(PublishedModule.SDK_CORE, SurfacePart.FRONT);
    assertThat(types(lines)).as("types").isLessThanOrEqualTo(MOST_TYPES);
    assertThat(lines.size()).as("lines").isLessThanOrEqualTo(MOST_LINES);
  }

  @Test
  void what_whoever_replaces_a_part_sees_stays_small() {
    List<String> lines = PublicSurface.of(PublishedModule.SDK_CORE, SurfacePart.PARTS);
    assertThat(types(lines)).as("types").isLessThanOrEqualTo(MOST_TYPES_OF_PARTS);
    assertThat(lines.size()).as("lines").isLessThanOrEqualTo(MOST_LINES_OF_PARTS);
  }

  @Test
  void what_whoever_finds_instances_sees_stays_small() {
    List<String> lines = PublicSurface.of(PublishedModule.SDK_CORE, SurfacePart.FIND);
    assertThat(types(lines)).as("types").isLessThanOrEqualTo(MOST_TYPES_OF_FINDING);
    assertThat(lines.size()).as("lines").isLessThanOrEqualTo(MOST_LINES_OF_FINDING);
  }

  @Test
  void what_whoever_sets_a_client_up_by_configuration_sees_stays_small() {
    List<String> lines = PublicSurface.of(PublishedModule.SDK_CORE, SurfacePart.CONFIG);
    assertThat(types(lines)).as("types").isLessThanOrEqualTo(MOST_TYPES_OF_SETTING_UP);
    assertThat(lines.size()).as("lines").isLessThanOrEqualTo(MOST_LINES_OF_SETTING_UP);
  }

  @Test
  void what_whoever_keeps_plans_sees_stays_small() {
    List<String> lines = PublicSurface.of(PublishedModule.SDK_CORE, SurfacePart.PLANS);
    assertThat(types(lines)).as("types").isLessThanOrEqualTo(MOST_TYPES_OF_PLANS);
    assertThat(lines.size()).as("lines").isLessThanOrEqualTo(MOST_LINES_OF_PLANS);
  }

  @Test
  void what_whoever_tells_leftovers_and_refunds_sees_stays_small() {
    List<String> lines = PublicSurface.of(PublishedModule.SDK_CORE, SurfacePart.REMAINS);
    assertThat(types(lines)).as("types").isLessThanOrEqualTo(MOST_TYPES_OF_REMAINS);
    assertThat(lines.size()).as("lines").isLessThanOrEqualTo(MOST_LINES_OF_REMAINS);
  }

  @Test
  void an_own_provider_comes_before_one_of_its_name_on_the_class_path() {
    CloudProvider own =
        TencentCvm.builder()
            .credentials(Credentials.ofKey("id", "key"))
            .endpoint("https://own.example")
            .build();
    try (ReleaseClient client =
        ReleaseClient.builder().providersFromClassPath().provider(own).build()) {
      assertThat(
              client.check(
                  ReleaseInstancesRequest.builder()
                      .instance("tencent-cvm:ap-guangzhou:ins-1a2b3c4d")
                      .build()))
          .isEmpty();
      assertThat(
              client.check(
                  ReleaseInstancesRequest.builder().instance("nobody:ins-1a2b3c4d").build()))
          .allSatisfy((ref, error) -> assertThat(error.summary()).contains("aliyun-ecs"));
    }
  }

  private static int types(List<String> lines) {
    return (int) lines.stream().filter(line -> !line.startsWith(" ")).count();
  }

  private static void compile(Path out) throws IOException, URISyntaxException {
    Path programs =
        Path.of(Objects.requireNonNull(FrontDoorTest.class.getResource("/programs")).toURI());
    List<Path> sources;
    try (Stream<Path> files = Files.list(programs)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(said, null, null)) {
      List<String> options = List.of("-d", out.toString(), "--module-path", modulePath());
      boolean compiled =
          compiler
              .getTask(
                  null, manager, said, options, null, manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(said.getDiagnostics().toString()).isTrue();
    }
  }

  /** Our modules and what they need, without the libraries of tests. */
  private static String modulePath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(OF_A_USER.asPredicate())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> classes(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return new ArrayList<>(
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.endsWith(Path.of("module-info.class")))
              .toList());
    }
  }
}
