package io.cloudrelease.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.SimulatedInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Each fault on each cloud, over real HTTP: verdict, requests on the wire, and the truth. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpFaultsTest {
  private Stage stage;
  private final Map<String, Outcome> memory = new LinkedHashMap<>();

  @BeforeAll
  void open() throws IOException {
    stage = new Stage();
  }

  @AfterAll
  void close() throws IOException {
    stage.close();
  }

  private static final Map<Expectations, List<FaultCase>> CASES = cases();

  private static Map<Expectations, List<FaultCase>> cases() {
    Map<Expectations, List<FaultCase>> cases = new EnumMap<>(Expectations.class);
    cases.put(Expectations.SENDS, FaultCase.ofSends());
    cases.put(Expectations.FIRST_LOOKS, FaultCase.ofFirstLooks());
    cases.put(Expectations.SETTLING_LOOKS, FaultCase.ofSettlingLooks());
    cases.put(Expectations.DEAD_LOOKS, FaultCase.ofDeadLooks());
    cases.put(Expectations.DESTROYING, FaultCase.ofDestroying());
    cases.put(Expectations.BATCHES, FaultCase.ofBatches());
    return cases;
  }

  @TestFactory
  Stream<DynamicTest> a_struck_call_ends_in_the_expected_verdict() {
    return tests(Expectations.SENDS);
  }

  @TestFactory
  Stream<DynamicTest> a_struck_first_look_ends_in_the_expected_verdict() {
    return tests(Expectations.FIRST_LOOKS);
  }

  @TestFactory
  Stream<DynamicTest> struck_looks_after_a_lost_answer_end_in_the_expected_verdict() {
    return tests(Expectations.SETTLING_LOOKS);
  }

  @TestFactory
  Stream<DynamicTest> looks_that_never_work_end_in_the_expected_verdict() {
    return tests(Expectations.DEAD_LOOKS);
  }

  @TestFactory
  Stream<DynamicTest> a_struck_call_on_the_way_through_the_bin_ends_in_the_expected_verdict() {
    return tests(Expectations.DESTROYING);
  }

  @TestFactory
  Stream<DynamicTest> the_others_of_a_struck_batch_end_in_the_expected_verdict() {
    return tests(Expectations.BATCHES);
  }

  @Test
  void every_row_of_the_expectations_has_a_case() {
    for (Expectations expected : Expectations.values()) {
      assertThat(cases(expected).stream().map(FaultCase::name)).containsAll(expected.faults());
    }
  }

  @Test
  void the_page_tells_users_what_happened() throws IOException {
    compareOrWrite(new FaultsPage(new EnglishFaults()));
  }

  @Test
  void the_chinese_page_tells_them_the_same() throws IOException {
    compareOrWrite(new FaultsPage(new ChineseFaults()));
  }

  private void compareOrWrite(FaultsPage page) throws IOException {
    for (Expectations part : Expectations.values()) {
      page.part(part, cases(part), (trouble, scene) -> outcome(part, trouble, scene));
    }
    page.compareOrWrite();
  }

  private static List<FaultCase> cases(Expectations part) {
    return Objects.requireNonNull(CASES.get(part), part.name());
  }

  private Stream<DynamicTest> tests(Expectations expected) {
    List<DynamicTest> tests = new ArrayList<>();
    for (FaultCase trouble : cases(expected)) {
      for (Scene scene : expected.scenes()) {
        tests.add(
            DynamicTest.dynamicTest(
                trouble.name() + ": " + scene.title, () -> check(expected, trouble, scene)));
      }
    }
    return tests.stream();
  }

  private void check(Expectations expected, FaultCase trouble, Scene scene) {
    Outcome outcome = outcome(expected, trouble, scene);
    String wanted = expected.of(trouble.name(), scene);
    assertThat(Expectations.fits(wanted, outcome))
        .as("expected %s, came %s: %s", wanted, outcome.told(), outcome.verdicts())
        .isTrue();
  }

  private Outcome outcome(Expectations expected, FaultCase trouble, Scene scene) {
    String key = expected + "/" + trouble.name() + "/" + scene;
    return memory.computeIfAbsent(key, any -> run(expected, trouble, scene));
  }

  private Outcome run(Expectations expected, FaultCase trouble, Scene scene) {
    Goal goal = expected == Expectations.DESTROYING ? Goal.DESTROY : Goal.RELEASE;
    List<SimulatedInstance> instances =
        expected == Expectations.BATCHES
            ? stage.addBatch(scene, trouble)
            : List.of(stage.add(scene));
    Outcome outcome = stage.release(scene, trouble, goal, instances);
    outcome.verdicts().forEach(verdict -> holdsWhatItPromises(scene, verdict, goal));
    stage.rest();
    return outcome;
  }

  private void holdsWhatItPromises(Scene scene, InstanceVerdict told, Goal goal) {
    Ledger ledger = stage.ledger(scene);
    String id = told.ref().id();
    int wire = ledger.requestsFor(id).size();
    int applied = ledger.timesApplied(id);
    assertThat(ledger.stepsBeyond(id, goal)).as("steps beyond the goal").isZero();
    assertThat(ledger.identicalRequests())
        .as("requests sent twice byte for byte")
        .noneMatch(group -> group.get(0).ids().contains(id));
    assertThat(told.sends()).as("sends told").isGreaterThanOrEqualTo(wire);
    assertThat(applied).as("times applied").isLessThanOrEqualTo(goal == Goal.DESTROY ? 2 : 1);
    switch (told.verdict()) {
      case RELEASED -> assertThat(ledger.isGone(id)).as("gone").isTrue();
      case RECYCLED -> assertThat(ledger.isInRecycleBin(id)).as("in the bin").isTrue();
      case ACCEPTED -> assertThat(applied).as("times applied").isPositive();
      case UNKNOWN -> assertThat(told.sends()).as("sends told").isPositive();
      default -> assertThat(applied).as("times applied").isZero();
    }
    if (told.verdict() == Verdict.NOT_SENT) {
      assertThat(wire).as("destructive requests of a NOT_SENT").isZero();
    }
  }
}
