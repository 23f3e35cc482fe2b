package io.cloudrelease.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlanMaker;
import io.cloudrelease.outcome.PlannedBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again, and nothing else is. */
class PlanFileTest {
  private static final Instant MADE = Instant.parse("2026-11-20T08:00:00.123456789Z");
  private static final String NASTY = "a\n\"\\\u0000\u2028\u202e\ud83d\ude00\ud800 ,]}null";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("plan.json");
  }

  private static InstanceRef cvm(int number) {
    return InstanceRef.of("tencent-cvm", "ap-guangzhou", "ins-" + number);
  }

  private static Snapshot.Builder look(InstanceRef ref) {
    return Snapshot.builder(ref, MADE, LifecyclePhase.STABLE)
        .state("RUNNING")
        .name("ci-" + ref.id())
        .chargeType("POSTPAID_BY_HOUR")
        .createdAt(MADE.minus(Duration.ofDays(9)))
        .tag("purpose", "ci");
  }

  private static Snapshot odd(InstanceRef ref) {
    return look(ref)
        .name("null")
        .zone("ap-guangzhou-3")
        .vpc("vpc-1")
        .vpc(NASTY)
        .protectedFromRelease(true)
        .expiresAt(MADE.plus(Duration.ofDays(9)))
        .tag("null", "null")
        .tag("", NASTY)
        .tag(NASTY, "")
        .build();
  }

  /** A plan with something of everything. */
  private static MadePlan plan() {
    List<InstanceRef> refs =
        List.of(cvm(3), cvm(1), InstanceRef.of("zec", "77"), cvm(4), cvm(2), cvm(5));
    Map<InstanceRef, Snapshot> seen = new HashMap<>();
    seen.put(cvm(1), odd(cvm(1)));
    seen.put(cvm(2), look(cvm(2)).build());
    seen.put(cvm(4), look(cvm(4)).state("STOPPING").build());
    return new MadePlan(
        ReleaseInstancesRequest.builder()
            .instances(refs)
            .goal(Goal.DESTROY)
            .collateral(Collateral.RELEASE)
            .grant(Power.FORCE, Power.ALLOW_GROUP_MEMBERS)
            .sendsOnce(true)
            .maxInstances(7)
            .deadline(Duration.ofMinutes(61))
            .build(),
        MADE,
        List.of(
            new PlannedBatch(
                "tencent-cvm", "ap-guangzhou", "Terminate", "PREPAID", refs(1, 2), true),
            new PlannedBatch(
                "zec", "", "Release", "", List.of(InstanceRef.of("zec", "77")), false)),
        List.of(cvm(4)),
        List.of(
            GivenVerdict.builder(cvm(3), Verdict.NOT_SENT)
                .error(
                    Optional.of(
                        ReleaseError.of(ErrorCategory.GUARDED, "DenyTag", "tag " + NASTY)
                            .hint("ask " + NASTY)))
                .last(Optional.of(look(cvm(3)).build()))
                .build(),
            GivenVerdict.builder(cvm(5), Verdict.NOT_FOUND).hint("look elsewhere").build()),
        seen,
        Map.of(
            cvm(1),
            List.of(
                CollateralItem.of("data disk", "d-1", CollateralItem.Fate.GOES),
                CollateralItem.of("address", "203.0.113.9", CollateralItem.Fate.STAYS))),
        Map.of("tencent-cvm", "account 100000000001", "zec", "0123456789abcdef"),
        Duration.ofMillis(1234),
        Duration.ofMinutes(15),
        Map.of(
            "tencent-cvm", new PlanMaker("tencent/main", "qcs::cam::uin/1:user", Optional.of(MADE)),
            "zec", new PlanMaker("zenlayer", "", Optional.empty())));
  }

  private static List<InstanceRef> refs(int... numbers) {
    return IntStream.of(numbers).mapToObj(PlanFileTest::cvm).toList();
  }

  private byte[] written() throws IOException {
    KeptPlan.of(plan()).write(file);
    return Files.readAllBytes(file);
  }

  private KeptPlan read(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    return KeptPlan.read(file);
  }

  private KeptPlan read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text with the digest that it would need. */
  private static String rehashed(String text) {
    int from = text.indexOf('\n') + 1;
    int to = text.indexOf('\n', from) + 1;
    String rest = text.substring(0, from) + text.substring(to);
    String digest = Hashes.sha256Hex(rest);
    return text.substring(0, from) + "\"digest\":\"" + digest + "\",\n" + text.substring(to);
  }

  @Test
  void what_is_read_is_what_was_written() throws IOException {
    KeptPlan plan = read(written());
    MadePlan read = (MadePlan) plan.plan();
    assertThat(read.batches()).isEqualTo(plan().batches());
    assertThat(read.waiting()).isEqualTo(plan().waiting());
    assertThat(read.excluded().toString()).isEqualTo(plan().excluded().toString());
    assertThat(read.snapshots()).isEqualTo(plan().snapshots());
    assertThat(read.collateral()).isEqualTo(plan().collateral());
    assertThat(read.accounts()).isEqualTo(plan().accounts());
    assertThat(read.makers()).isEqualTo(plan().makers());
    assertThat(read.estimatedTime()).isEqualTo(plan().estimatedTime());
    assertThat(read.madeAt()).isEqualTo(MADE);
    assertThat(read.request().instances()).isEqualTo(plan().request().instances());
    assertThat(read.request().intent()).isEqualTo(plan().request().intent());
    assertThat(read.request().sendsOnce()).isTrue();
    assertThat(read.request().maxInstances()).isEqualTo(7);
    assertThat(read.request().deadline()).isEqualTo(Duration.ofMinutes(61));
    assertThat(plan.digest()).isEqualTo(KeptPlan.of(plan()).digest());
    assertThat(plan.looks().get(cvm(1))).isEqualTo(odd(cvm(1)));
    assertThat(plan.validUntil()).isEqualTo(MADE.plus(Duration.ofMinutes(15)));
  }

  @Test
  void the_file_is_one_json_document_with_its_schema_first() throws IOException {
    String text = new String(written(), StandardCharsets.UTF_8);
    assertThat(text).startsWith("{\"schema\":\"cloudrelease-plan/1\",").endsWith("]}\n");
    assertThat(JsonValue.parse(written())).isPresent();
    assertThat(rehashed(text)).isEqualTo(text);
  }

  @Test
  void whichever_byte_is_changed_it_is_refused() throws IOException {
    byte[] bytes = written();
    Random random = new Random(13);
    for (int i = 0; i < bytes.length; i++) {
      byte[] other = bytes.clone();
      other[i] ^= (byte) (1 + random.nextInt(255));
      assertRefused(other, "byte " + i);
    }
    for (int i = 0; i < 2000; i++) {
      byte[] other = bytes.clone();
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
      assertRefused(other, "flip " + i);
    }
  }

  private void assertRefused(byte[] bytes, String what) {
    assertThatThrownBy(() -> PlanReader.read(new ByteArrayInputStream(bytes)))
        .as(what)
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void cut_anywhere_or_with_more_behind_it_is_refused() throws IOException {
    byte[] bytes = written();
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length), "cut to " + length);
    }
    for (String more : List.of("\n", " ", "{}", "\u0000")) {
      byte[] tail = more.getBytes(StandardCharsets.UTF_8);
      byte[] longer = Arrays.copyOf(bytes, bytes.length + tail.length);
      System.arraycopy(tail, 0, longer, bytes.length, tail.length);
      assertRefused(longer, "with " + more);
    }
  }

  /** Whoever can compute a digest makes another plan, with another digest, or none at all. */
  @Test
  void with_a_right_digest_only_what_would_be_written_so_is_read() throws IOException {
    String text = new String(written(), StandardCharsets.UTF_8);
    String digest = KeptPlan.read(file).digest();
    Random random = new Random(14);
    Set<String> accepted = new TreeSet<>();
    for (int i = 0; i < 4000; i++) {
      StringBuilder other = new StringBuilder(text);
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> other.setCharAt(at, text.charAt(random.nextInt(text.length())));
        case 1 -> other.insert(at, text.charAt(random.nextInt(text.length())));
        default -> other.deleteCharAt(at);
      }
      String changed;
      try {
        changed = rehashed(other.toString());
        KeptPlan plan = read(changed);
        Path again = folder.resolve("again");
        plan.write(again);
        assertThat(again).hasSameBinaryContentAs(file);
        if (!changed.equals(text)) {
          assertThat(plan.digest()).isNotEqualTo(digest);
          accepted.add(plan.digest());
        }
      } catch (InvalidRequestException | IndexOutOfBoundsException refused) {
        // As it should be.
      }
    }
    assertThat(accepted).as("changes of names and times make other plans").isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"place\":2=\"place\": 2",
        "\"place\":2=\"place\":2.0",
        "\"place\":2=\"place\":\"2\"",
        "\"place\":2=\"place\":1",
        "\"place\":2=\"place\":6",
        "\"place\":2=\"place\":-1",
        "\"place\":2=\"place\":2,\"more\":1",
        "\"place\":2=\"place\":2,\"place\":2",
        "\"row\":\"sent\"=\"row\":\"send\"",
        "\"row\":\"sent\"=\"row\":\"waiting\"",
        "\"row\":\"waiting\"=\"row\":\"sent\"",
        "\"size\":2=\"size\":1",
        "\"size\":2=\"size\":3",
        "\"size\":2=\"size\":2000000000",
        "\"instances\":6=\"instances\":5",
        "\"instances\":6=\"instances\":7",
        "\"instances\":6=\"instances\":1000001",
        "\"goal\":\"DESTROY\"=\"goal\":\"SPARE\"",
        "\"validFor\":\"PT15M\"=\"validFor\":\"PT25H\"",
        "\"validFor\":\"PT15M\"=\"validFor\":\"PT0S\"",
        "\"validFor\":\"PT15M\"=\"validFor\":\"PT900S\"",
        "\"dryRun\":false=\"dryRun\":null",
        "\"dryRun\":false,=",
        "tencent-cvm:ap-guangzhou:ins-2=tencent-cvm:ap-guangzhou:ins-1",
        "tencent-cvm:ap-guangzhou:ins-2=nobody",
        "plan/1=plan/2",
        "\n=\r\n"
      })
  void a_change_is_refused_even_with_a_right_digest(String change) throws IOException {
    String text = new String(written(), StandardCharsets.UTF_8);
    int middle = change.indexOf('=');
    String from = change.substring(0, middle);
    assertThat(text).contains(from);
    String changed =
        rehashed(
            text.replaceFirst(
                Pattern.quote(from), Matcher.quoteReplacement(change.substring(middle + 1))));
    assertThatThrownBy(() -> read(changed))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("line ")
        .hasMessageContaining("plan.json");
  }

  @Test
  void deep_json_and_endless_lines_are_refused() throws IOException {
    String text = new String(written(), StandardCharsets.UTF_8);
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThatThrownBy(
            () -> read(rehashed(text.replace("\"attached\":[]", "\"attached\":" + deep))))
        .hasMessageContaining("not JSON");
    String wide = "x".repeat(2_000_000);
    assertThatThrownBy(() -> read(rehashed(text.replace("RUNNING", wide))))
        .hasMessageContaining("longer than");
    assertThatThrownBy(() -> read(wide)).hasMessageContaining("longer than");
  }

  @Test
  void what_is_no_plan_is_called_so() {
    assertThatThrownBy(() -> read("{\"schema\":\"cloudrelease-plan/9\",\n"))
        .hasMessageContaining("another version");
    for (String other : List.of("", "\n", "{}", "{}\n", "hello\n", "[\n1]\n")) {
      assertThatThrownBy(() -> read(other)).hasMessageContaining("not a plan that CloudRelease");
    }
    assertThatThrownBy(() -> read(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> KeptPlan.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_place_that_cannot_be_written_is_an_error_and_leaves_nothing() throws IOException {
    KeptPlan plan = KeptPlan.of(plan());
    assertThatThrownBy(() -> plan.write(folder.resolve("none").resolve("plan")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> plan.write(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a regular file");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void how_long_it_holds_is_between_nothing_and_a_day() {
    assertThat(KeptPlan.of(plan(), Duration.ofHours(24)).validFor()).isEqualTo(KeptPlan.LONGEST);
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(24).plusNanos(1))) {
      assertThatThrownBy(() -> KeptPlan.of(plan(), wrong))
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThat(KeptPlan.of(plan(), Duration.ofHours(1)).digest())
        .isNotEqualTo(KeptPlan.of(plan()).digest());
  }

  @Test
  void an_approval_is_of_a_whole_digest() {
    String digest = KeptPlan.of(plan()).digest();
    assertThat(Approval.of(digest)).isEqualTo(Approval.of(digest)).isNotEqualTo(Approval.yes());
    for (String wrong :
        List.of("", digest.substring(1), digest + "0", digest.toUpperCase(Locale.ROOT) + "G")) {
      assertThatThrownBy(() -> Approval.of(wrong)).isInstanceOf(InvalidRequestException.class);
    }
  }
}
