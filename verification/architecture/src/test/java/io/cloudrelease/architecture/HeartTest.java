package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.architecture.MemberUse.How;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rules say, one place does: what holds the heart together, read off its compiled classes. There is
 * no exception list.
 */
class HeartTest {
  private static final String HEART = "io.cloudrelease.execution";
  private static final String INSTANCE = HEART + ".instance.";
  private static final String SCHEDULE = HEART + ".schedule.";

  private static final int MOST_LINES = 250;
  private static final int MOST_LINES_OF_A_SIGNER = 110;

  private static final Pattern CATCHES_ALL =
      Pattern.compile("catch\\s*\\(\\s*(final\\s+)?[\\w.|\\s]*\\b(java\\.lang\\.)?Throwable\\b");

  @Test
  void no_class_of_the_heart_stands_in_a_circle() {
    assertThat(new ClassCircles(heart()).found()).isEmpty();
  }

  @Test
  void no_class_of_the_heart_is_longer_than_can_be_held_in_one_hand() {
    List<String> long_ = new ArrayList<>();
    for (Path source : sources("sdk-core")) {
      if (source.toString().replace('\\', '/').contains("/execution/")) {
        long lines = linesOfClass(source);
        if (lines > MOST_LINES) {
          long_.add(source.getFileName() + " has " + lines);
        }
      }
    }
    assertThat(long_).as("at most %s lines below the imports", MOST_LINES).isEmpty();
  }

  @Test
  void a_signer_reads_like_a_page() {
    List<String> signers = new ArrayList<>();
    List<String> long_ = new ArrayList<>();
    for (PublishedModule module : PublishedModule.values()) {
      for (Path source : sources(module.artifactId)) {
        if (module.isProvider() && source.toString().endsWith("Signer.java")) {
          signers.add(source.getFileName().toString());
          long lines = linesOfClass(source);
          if (lines > MOST_LINES_OF_A_SIGNER) {
            long_.add(source.getFileName() + " has " + lines);
          }
        }
      }
    }
    assertThat(signers).contains("Tc3Signer.java", "Acs3Signer.java", "Zc2Signer.java");
    assertThat(long_).as("at most %s lines below the imports", MOST_LINES_OF_A_SIGNER).isEmpty();
  }

  @Test
  void a_life_is_moved_on_in_one_place_at_the_word_of_one_class() {
    String tracked = SCHEDULE + "TrackedInstance";
    assertThat(users(How.WRITE, tracked, "life"))
        .containsExactlyInAnyOrder("TrackedInstance.<init>", "TrackedInstance.become");
    assertThat(users(How.CALL, tracked, "become"))
        .isNotEmpty()
        .allMatch(from -> from.startsWith("Dispatch."));
  }

  @Test
  void nobody_but_its_owner_writes_a_field_of_a_class_of_the_heart() {
    List<String> outside = new ArrayList<>();
    for (MemberUse use : heartUses()) {
      boolean own = ClassCircles.outermost(use.of()).equals(ClassCircles.outermost(use.by()));
      if (use.how() == How.WRITE && use.of().startsWith(HEART) && !own) {
        outside.add(use.from() + " writes " + use.of() + "." + use.member());
      }
    }
    assertThat(outside).isEmpty();
  }

  @Test
  void what_is_known_of_an_instance_is_a_value() {
    List<String> written = new ArrayList<>();
    for (MemberUse use : heartUses()) {
      boolean begins = use.inMethod().equals("<init>") || use.inMethod().equals("<clinit>");
      if (use.how() == How.WRITE && use.by().startsWith(INSTANCE) && !begins) {
        written.add(use.from() + " writes " + use.member());
      }
    }
    assertThat(written).as("no field of %s changes once it is made", INSTANCE).isEmpty();
  }

  @Test
  void there_is_one_way_to_have_something_sent() {
    assertThat(users(How.CALL, INSTANCE + "Next", "send")).containsExactly("Decision.send");
    Set<String> naming = users(How.READ, INSTANCE + "Next$Kind", "SEND");
    naming.removeIf(from -> from.matches(".*\\$\\d+\\.<clinit>")); // the table behind a switch
    assertThat(naming).containsExactlyInAnyOrder("Next$Kind.$values", "Next.send");
    assertThat(users(How.CALL, INSTANCE + "Next", "<init>"))
        .isNotEmpty()
        .allMatch(from -> from.startsWith("Next."));
  }

  /** Inside one call, too: each attempt is told why it may leave, by one class. */
  @Test
  void an_attempt_leaves_for_a_reason_that_one_class_gives() {
    String calls = INSTANCE.replace("instance", "call");
    assertThat(users(How.CALL, calls + "Exchange", "once")).containsExactly("CallRunner.attempt");
    assertThat(users(How.WRITE, calls + "Repetition", "reason"))
        .allMatch(from -> from.startsWith("Repetition."));
    Set<String> naming = users(How.READ, INSTANCE + "SendReason", "REFUSED_HARMLESS");
    assertThat(naming).containsExactlyInAnyOrder("SendReason.$values", "Repetition.reasonAfter");
  }

  @Test
  void only_a_decision_to_send_puts_an_instance_into_the_queue_of_sends() {
    assertThat(users(How.CALL, SCHEDULE + "SendQueue", "add"))
        .containsExactlyInAnyOrder(
            "Dispatch.ready",
            "Dispatch.releaseHeld", // for which it waited in a gate
            "Schedule.sendInterrupted"); // whose members all stand at a decision to send
    assertThat(users(How.CALL, SCHEDULE + "Dispatch", "ready"))
        .containsExactly("Dispatch.carryOut");
  }

  @Test
  void one_place_catches_everything() {
    Set<String> found = new TreeSet<>();
    for (PublishedModule module : PublishedModule.values()) {
      for (Path source : sources(module.artifactId)) {
        for (Matcher m = CATCHES_ALL.matcher(text(source)); m.find(); ) {
          found.add(source.getFileName().toString());
        }
      }
    }
    assertThat(found).containsExactly("LastResort.java");
  }

  private static List<ClassFile> heart() {
    List<ClassFile> heart = new ArrayList<>();
    for (ClassFile file : PublishedModule.SDK_CORE.classes()) {
      if ((file.packageName() + ".").startsWith(HEART + ".")) {
        heart.add(file);
      }
    }
    assertThat(heart).isNotEmpty();
    return heart;
  }

  private static List<MemberUse> heartUses() {
    List<MemberUse> uses = new ArrayList<>();
    heart().forEach(file -> uses.addAll(MemberUse.of(PublishedModule.SDK_CORE, file)));
    return uses;
  }

  /** Who does that, over all modules that users get; the same once only. */
  private static Set<String> users(How how, String of, String member) {
    Set<String> users = new TreeSet<>();
    for (PublishedModule module : PublishedModule.values()) {
      for (ClassFile file : module.classes()) {
        if (file.uses().contains(of)) {
          MemberUse.of(module, file).stream()
              .filter(use -> use.is(how, of, member))
              .forEach(use -> users.add(use.from()));
        }
      }
    }
    return users;
  }

  /** What stands below the imports: the class, and what is said of it. */
  private static long linesOfClass(Path source) {
    List<String> lines = text(source).lines().toList();
    int begin = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("import ") || lines.get(i).startsWith("package ")) {
        begin = i + 1;
      }
    }
    return lines.size() - begin;
  }

  private static List<Path> sources(String artifact) {
    Path folder = PublishedModule.REPOSITORY.resolve(artifact).resolve("src/main/java");
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
