/**
 * The words, the machines and the front door of CloudRelease: gives cloud instances back through
 * one request and one result.
 */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.core {
  requires static org.jspecify; // not transitive: the testkit sees the copy that WireMock carries
  requires com.fasterxml.jackson.core;
  requires okhttp3;
  requires okio;
  requires org.slf4j;

  exports io.cloudrelease;
  exports io.cloudrelease.batch;
  exports io.cloudrelease.credentials;
  exports io.cloudrelease.error;
  exports io.cloudrelease.event;
  exports io.cloudrelease.find;
  exports io.cloudrelease.guard;
  exports io.cloudrelease.http;
  exports io.cloudrelease.journal;
  exports io.cloudrelease.json;
  exports io.cloudrelease.model;
  exports io.cloudrelease.retry;
  exports io.cloudrelease.signing;
  exports io.cloudrelease.spi;

  uses io.cloudrelease.spi.ProviderFactory;
}
