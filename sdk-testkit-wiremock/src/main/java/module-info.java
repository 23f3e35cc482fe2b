/** The simulated clouds over HTTP, by WireMock, whose jar also carries the null annotations. */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.testkit.wiremock {
  requires transitive io.cloudrelease.testkit;
  requires wiremock.standalone;

  exports io.cloudrelease.testkit.http;
}
