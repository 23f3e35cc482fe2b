package io.cloudrelease.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.store.jdbc.StoredRun;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The application's database keeps the runs, where the properties say so. */
@Timeout(60)
class StoreInAnApplicationTest {
  private static final String URL = System.getenv().getOrDefault("CLOUDRELEASE_TEST_POSTGRES", "");

  private static DataSource database() throws Exception {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(URL);
    String schema = "s" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema " + schema);
      // By hand: the store makes no tables beside those of other tests.
      statement.execute("set search_path to " + schema);
      statement.execute(JdbcStore.schema());
    }
    database.setCurrentSchema(schema);
    return database;
  }

  @Test
  void a_run_is_kept_in_the_database_of_the_application() throws Exception {
    assumeFalse(URL.isEmpty(), "CLOUDRELEASE_TEST_POSTGRES names no database");
    DataSource database = database();
    try (CloudsOverHttp clouds = CloudsOverHttp.start()) {
      clouds.tencent().add(vm -> vm.id("ins-1a2b3c4d").region("ap-guangzhou").postpaid());
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(CloudReleaseAutoConfiguration.class))
          .withBean(DataSource.class, () -> database)
          .withPropertyValues(
              "cloudrelease.store=data-source",
              "cloudrelease.policy.most-per-hour=5",
              "cloudrelease.accounts.prod.cloud=tencent-quick",
              "cloudrelease.accounts.prod.endpoint=" + clouds.endpoint(),
              "cloudrelease.accounts.prod.credentials.id="
                  + clouds.tencent().credentials().accessKeyId(),
              "cloudrelease.accounts.prod.credentials.secret="
                  + clouds.tencent().credentials().secretKey().reveal())
          .run(
              context -> {
                assertThat(
                        context
                            .getBean(ReleaseClient.class)
                            .releaseInstances(
                                ReleaseInstancesRequest.builder()
                                    .instance("prod:ap-guangzhou:ins-1a2b3c4d")
                                    .build())
                            .allGood())
                    .isTrue();
                assertThat(context.getBean(JdbcStore.class).runs(10))
                    .singleElement()
                    .extracting(StoredRun::state)
                    .isEqualTo(StoredRun.State.ENDED);
              });
    }
  }
}
