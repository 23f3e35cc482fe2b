package io.cloudrelease.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Ledger;
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
  private final Map<String, Seen> memory = new LinkedHashMap<>();

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
    Seen seen = seen(expected, trouble, scene);
    String told = seen.verdict().verdict() + " " + seen.wire();
    System.out.println(
        "RAW\t"
            + expected
            + "\t"
            + trouble.name()
            + "\t"
            + scene
            + "\t"
            + told
            + "\t"
            + seen.looks());
    assertThat(told).as("%s", seen.verdict()).isEqualTo(expected.of(trouble.name(), scene));
  }

  private Seen seen(Expectations expected, FaultCase trouble, Scene scene) {
    String key = expected + "/" + trouble.name() + "/" + scene;
    return memory.computeIfAbsent(key, any -> run(trouble, scene));
  }

  private Seen run(FaultCase trouble, Scene scene) {
    Seen seen = stage.release(scene, trouble);
    holdsWhatItPromises(scene, seen, Goal.RELEASE);
    stage.rest();
    return seen;
  }

  private void holdsWhatItPromises(Scene scene, Seen seen, Goal goal) {
    Ledger ledger = stage.ledger(scene);
    String id = seen.verdict().ref().id();
    Verdict verdict = seen.verdict().verdict();
    assertThat(ledger.stepsBeyond(id, goal)).as("steps beyond the goal").isZero();
    assertThat(ledger.identicalRequests()).as("requests sent twice byte for byte").isEmpty();
    assertThat(seen.verdict().sends()).as("sends told").isGreaterThanOrEqualTo(seen.wire());
    assertThat(seen.applied()).as("times applied").isLessThanOrEqualTo(1);
    switch (verdict) {
      case RELEASED -> assertThat(ledger.isGone(id)).as("gone").isTrue();
      case RECYCLED -> assertThat(ledger.isInRecycleBin(id)).as("in the bin").isTrue();
      case ACCEPTED -> assertThat(seen.applied()).as("times applied").isEqualTo(1);
      case UNKNOWN -> assertThat(seen.verdict().sends()).as("sends told").isPositive();
      default -> assertThat(seen.applied()).as("times applied").isZero();
    }
    if (verdict == Verdict.NOT_SENT) {
      assertThat(seen.wire()).as("destructive requests of a NOT_SENT").isZero();
    }
  }
}
