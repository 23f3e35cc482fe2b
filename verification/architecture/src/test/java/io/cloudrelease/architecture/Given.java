package io.cloudrelease.architecture;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.testkit.SimulatedCloud;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;

/** What the code on the pages takes for granted: names of the reader's own program. */
@SuppressWarnings("unused")
public abstract class Given {
  protected ReleaseClient client;
  protected ReleaseInstancesRequest request;
  protected ReleaseInstancesResult result;
  protected List<InstanceRef> old;
  protected Map<String, Object> tree;
  protected DataSource dataSource;
  protected JdbcStore store;
  protected ExecutorService executor;
  protected CloudProvider nimbus;
  protected String password;
  protected String digest;
  protected Path file;
  protected SimulatedCloud cloud;

  protected abstract String id();

  protected abstract String secret();

  protected abstract String token();
}
