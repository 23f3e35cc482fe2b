package io.cloudrelease.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.SimulatedInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
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

  @TestFactory
  Stream<DynamicTest> a_struck_call_ends_in_the_expected_verdict() {
    return tests(Expectations.SENDS, FaultCase.ofSends());
  }

  @TestFactory
  Stream<DynamicTest> a_struck_first_look_ends_in_the_expected_verdict() {
    return tests(Expectations.FIRST_LOOKS, FaultCase.ofFirstLooks());
  }

  @TestFactory
  Stream<DynamicTest> struck_looks_after_a_lost_answer_end_in_the_expected_verdict() {
    return tests(Expectations.SETTLING_LOOKS, FaultCase.ofSettlingLooks());
  }

  @TestFactory
  Stream<DynamicTest> looks_that_never_work_end_in_the_expected_verdict() {
    return tests(Expectations.DEAD_LOOKS, FaultCase.ofDeadLooks());
  }

  @TestFactory
  Stream<DynamicTest> a_struck_call_on_the_way_through_the_bin_ends_in_the_expected_verdict() {
    return tests(Expectations.DESTROYING, FaultCase.ofDestroying());
  }

  @TestFactory
  Stream<DynamicTest> the_others_of_a_struck_batch_end_in_the_expected_verdict() {
    return tests(Expectations.BATCHES, FaultCase.ofBatches());
  }

  private Stream<DynamicTest> tests(Expectations expected, List<FaultCase> cases) {
    List<DynamicTest> tests = new ArrayList<>();
    for (FaultCase trouble : cases) {
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
    System.out.println(
        "RAW\t"
            + expected
            + "\t"
            + trouble.name()
            + "\t"
            + scene
            + "\t"
            + outcome.told()
            + "\t"
            + outcome.looks());
    assertThat(outcome.told()).as("%s", outcome).isEqualTo(expected.of(trouble.name(), scene));
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
    assertThat(ledger.identicalRequests()).as("requests sent twice byte for byte").isEmpty();
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
