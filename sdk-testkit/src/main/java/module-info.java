/**
 * Simulated clouds, the contract suite every provider passes, and fakes: tests automation against
 * clouds that destroy nothing.
 */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.testkit {
  requires transitive io.cloudrelease.core;
  requires java.logging;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires wiremock.standalone;

  exports io.cloudrelease.testkit;
  exports io.cloudrelease.testkit.aliyun;
  exports io.cloudrelease.testkit.contract;
  exports io.cloudrelease.testkit.fake;
  exports io.cloudrelease.testkit.http;
  exports io.cloudrelease.testkit.store;
  exports io.cloudrelease.testkit.tencent;
  exports io.cloudrelease.testkit.zenlayer;
}
