/** A client from application properties, with metrics, health and a graceful end. */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.spring.boot.starter {
  requires static org.jspecify;
  requires transitive io.cloudrelease.core;
  requires org.slf4j;
  requires spring.beans;
  requires spring.boot;
  requires spring.boot.autoconfigure;
  requires spring.context;
  requires spring.core;
  requires micrometer.commons;
  requires micrometer.observation;

  // Used where the application has them.
  requires static io.cloudrelease.store.jdbc;
  requires static java.sql;
  requires static micrometer.core;
  requires static spring.boot.actuator;
  requires static spring.boot.actuator.autoconfigure;

  exports io.cloudrelease.spring.boot;

  // Their names of settings are keys beneath cloudrelease.accounts.
  uses io.cloudrelease.spi.setup.ProviderFactory;

  // Spring makes the beans.
  opens io.cloudrelease.spring.boot to
      spring.beans,
      spring.context,
      spring.core;
}
