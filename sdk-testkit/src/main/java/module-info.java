/** Simulated clouds and fakes: tests automation against clouds that destroy nothing. */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.testkit {
  requires static org.jspecify;
  requires transitive io.cloudrelease.core;
  requires java.logging;

  exports io.cloudrelease.testkit;
  exports io.cloudrelease.testkit.aliyun;
  exports io.cloudrelease.testkit.fake;
  exports io.cloudrelease.testkit.tencent;
  exports io.cloudrelease.testkit.zenlayer;
}
