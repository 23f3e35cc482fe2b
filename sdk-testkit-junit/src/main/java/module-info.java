/** The contract suites for JUnit 5: what every provider has to pass, shipped or a stranger's. */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.testkit.junit {
  requires static org.jspecify;
  requires transitive io.cloudrelease.testkit;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;

  exports io.cloudrelease.testkit.contract;
}
