package io.cloudrelease.spring.boot;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.config.AccountConfig;
import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes a {@link ReleaseClient} from the properties {@code cloudrelease.*}, tells what its runs do
 * through Micrometer, and ends them with the application. Switched off by {@code
 * cloudrelease.enabled=false}; each bean gives way to one of the application's own. An application
 * with several clients makes each of the {@link ReleaseClientBuilder} that it is given.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
    })
@ConditionalOnProperty(prefix = "cloudrelease", name = "enabled", matchIfMissing = true)
public class CloudReleaseAutoConfiguration {

  /** Made by Spring Boot. */
  public CloudReleaseAutoConfiguration() {}

  /** Keeps the client's journal and pace elsewhere. */
  interface StoreParts {
    void addTo(ReleaseClientBuilder client, ClientConfig config);
  }

  @Bean
  PropertyTree cloudReleaseProperties(ConfigurableEnvironment environment) {
    return new PropertyTree(environment, new KeyNames());
  }

  @Bean
  @ConditionalOnMissingBean
  ClientConfig clientConfig(PropertyTree properties) {
    List<String> problems = properties.problems();
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(problems);
    }
    ClientConfig config = ClientConfig.of(properties.source());
    if (config.store().isPresent()) {
      throw new ConfigurationException(
          "cloudrelease.store: the pool is the application's; write data-source, and set"
              + " spring.datasource up");
    }
    if (config.journal().isPresent() && properties.isDataSource()) {
      throw new ConfigurationException(
          "cloudrelease.store is another place for what cloudrelease.journal names; leave one of"
              + " them out");
    }
    return config;
  }

  @Bean
  RunsUnderWay cloudReleaseRuns() {
    return new RunsUnderWay();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  ReleaseClient releaseClient(ReleaseClientBuilder builder) {
    return builder.build();
  }

  /** For each client one of its own: an application with several makes them of this. */
  @Bean
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  @ConditionalOnMissingBean
  ReleaseClientBuilder releaseClientBuilder(
      ClientConfig config,
      PropertyTree properties,
      RunsUnderWay runs,
      ObjectProvider<StoreParts> store,
      ObjectProvider<ReleaseClientCustomizer> customizers,
      ObjectProvider<ReleaseListener> listeners) {
    ReleaseClientBuilder client = config.applyTo(ReleaseClient.builder());
    store.ifAvailable(parts -> parts.addTo(client, config));
    if (config.store().isPresent() && store.getIfAvailable() == null) {
      // One of the application's own: without it nothing would be written down, nor counted.
      throw new ConfigurationException(
          "the ClientConfig of this application names a store, which nobody opens here: write"
              + " cloudrelease.store: data-source, or leave the store out of it");
    }
    if (properties.isDataSource() && store.getIfAvailable() == null) {
      throw new ConfigurationException(
          "cloudrelease.store is data-source, and there is no DataSource, or store-jdbc is not on"
              + " the class path");
    }
    customizers.orderedStream().forEach(each -> each.customize(client));
    // Whoever keeps a client that is no bean would otherwise send on after the application's end.
    client.killSwitch(runs::isEnding);
    return client.listener(new AllListeners(listeners.orderedStream().toList()));
  }

  @Bean
  @ConditionalOnMissingBean
  RunShutdown cloudReleaseShutdown(
      ListableBeanFactory beans, RunsUnderWay runs, PropertyTree properties) {
    // All of them, also those that are injected by name only.
    return new RunShutdown(
        beans.getBeansOfType(ReleaseClient.class, false, true).values(),
        runs,
        properties.shutdownWait());
  }

  /** Runs and calls are observed wherever there is somebody to observe them. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBean(ObservationRegistry.class)
  static class Observations {
    @Bean
    RunObservations cloudReleaseObservations(ObservationRegistry registry) {
      return new RunObservations(registry);
    }
  }

  /** Counters need more than observations. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class Meters {
    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    RunMeters cloudReleaseMeters(MeterRegistry registry, ClientConfig config) {
      return new RunMeters(registry, config.accounts().stream().map(AccountConfig::name).toList());
    }
  }

  /** The state of the releases among that of everything else. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
  static class HealthOfReleases {
    @Bean
    @ConditionalOnEnabledHealthIndicator("cloudrelease")
    @ConditionalOnMissingBean(name = "cloudReleaseHealthIndicator")
    HealthIndicator cloudReleaseHealthIndicator(ClientConfig config, RunsUnderWay runs) {
      return new ReleaseHealth(config, runs);
    }
  }

  /** Journal, claims, budget and pace in the application's database. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(JdbcStore.class)
  @ConditionalOnProperty(prefix = "cloudrelease", name = "store", havingValue = "data-source")
  static class Store {
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @ConditionalOnBean(DataSource.class)
    @DependsOnDatabaseInitialization // the application's migrations come first
    JdbcStore jdbcStore(DataSource database) {
      return JdbcStore.on(database);
    }

    @Bean
    @ConditionalOnBean(JdbcStore.class)
    StoreParts cloudReleaseStore(JdbcStore store) {
      return (client, config) -> {
        client.journal(store.journal()).pace(store.pace());
        config
            .policy()
            .mostPerHour()
            .ifPresent(most -> client.blastBudget(store.budgetPerHour(most)));
      };
    }
  }
}
