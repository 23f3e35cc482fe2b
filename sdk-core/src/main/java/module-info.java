/**
 * The words, the machines and the front door of CloudRelease: gives cloud instances back through
 * one request and one result.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings(
    "module") // the modules that some packages are exported to are built after this one
module io.cloudrelease.core {
  requires static org.jspecify; // not transitive: the testkit sees the copy that WireMock carries
  requires com.fasterxml.jackson.core;
  requires okhttp3;
  requires okio;
  requires org.slf4j;

  // Whoever releases instances, and whoever writes a provider.
  exports io.cloudrelease;
  exports io.cloudrelease.credentials;
  exports io.cloudrelease.error;
  exports io.cloudrelease.event;
  exports io.cloudrelease.guard;
  exports io.cloudrelease.http;
  exports io.cloudrelease.model;
  exports io.cloudrelease.signing;
  exports io.cloudrelease.spi;

  // Whoever looks for instances, and whoever writes a provider that lists them.
  exports io.cloudrelease.find;
  exports io.cloudrelease.spi.listing;

  // Whoever keeps plans, and whoever says what may be released at all.
  exports io.cloudrelease.plan;
  exports io.cloudrelease.policy;

  // Whoever asks what is left behind, or paid back, and whoever writes a provider that tells it.
  exports io.cloudrelease.remains;
  exports io.cloudrelease.spi.leftover;
  exports io.cloudrelease.spi.refund;

  // Whoever replaces a part: a store for journals, a shared pace, another transport.
  exports io.cloudrelease.batch;
  exports io.cloudrelease.codes;
  exports io.cloudrelease.journal;
  exports io.cloudrelease.pace;
  exports io.cloudrelease.retry;
  exports io.cloudrelease.transport;

  // Whoever sets a client up by configuration, as a role, and through a company's network.
  exports io.cloudrelease.config;
  exports io.cloudrelease.credentials.role;
  exports io.cloudrelease.network;
  exports io.cloudrelease.spi.identity;
  exports io.cloudrelease.spi.setup;

  // Our own modules.
  exports io.cloudrelease.clockwork to
      io.cloudrelease.aliyun,
      io.cloudrelease.tencent,
      io.cloudrelease.testkit,
      io.cloudrelease.testkit.junit;
  exports io.cloudrelease.credentials.sources to
      io.cloudrelease.aliyun,
      io.cloudrelease.tencent,
      io.cloudrelease.zenlayer,
      io.cloudrelease.testkit;
  exports io.cloudrelease.digest to
      io.cloudrelease.aliyun,
      io.cloudrelease.tencent,
      io.cloudrelease.zenlayer;
  exports io.cloudrelease.execution to
      io.cloudrelease.spring.boot.starter;
  exports io.cloudrelease.json to
      io.cloudrelease.aliyun,
      io.cloudrelease.tencent,
      io.cloudrelease.zenlayer,
      io.cloudrelease.testkit;
  exports io.cloudrelease.outcome to
      io.cloudrelease.testkit.junit;
  exports io.cloudrelease.text to
      io.cloudrelease.spring.boot.starter;

  uses io.cloudrelease.spi.setup.ProviderFactory;
}
