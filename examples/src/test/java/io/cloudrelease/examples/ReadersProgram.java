package io.cloudrelease.examples;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.store.jdbc.JdbcStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;

/** What the code on the pages takes for granted: names of the reader's own program. */
public class ReadersProgram {
  public ReleaseClient client;
  public ReleaseInstancesRequest request;
  public ReleaseInstancesResult result;
  public Map<String, Object> tree;
  public ExecutorService executor;
  public CloudProvider nimbus;
  public DataSource dataSource;
  public JdbcStore store;
  public String password = "a password";

  /** What a snippet made. */
  final List<Object> made = new ArrayList<>();

  public String id() {
    return "ROLE-ID";
  }

  public String secret() {
    return "ROLE-SECRET";
  }

  public String token() {
    return "ROLE-TOKEN";
  }

  /** At the end of a snippet, with its variables. */
  public void keep(Object... values) {
    made.addAll(Arrays.asList(values));
  }

  /** Filled in by the code of the page. */
  public void snippet() throws Exception {
    throw new UnsupportedOperationException();
  }
}
