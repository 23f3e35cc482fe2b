package io.cloudrelease.aliyun;

import io.cloudrelease.aliyun.wire.Parameters;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The two calls of ECS as data: DeleteInstances and DescribeInstances of API version 2014-05-26.
 *
 * <p>Parameters go into the query of a POST with an empty body, booleans always in so many words
 * and nothing empty. Alibaba Cloud ECS documentation, pages of these two actions.
 */
final class EcsCalls {
  static final String DELETE = "DeleteInstances";
  static final String DESCRIBE = "DescribeInstances";
  static final String VERSION = "2014-05-26";

  /** The most ids in one call, and the most instances on one page. */
  static final int MAX_IDS = 100;

  /** 1, 10, 100, 11, 12, ..., 2, 20: the order in which numbered parameters are signed. */
  private static final int[] SORTED_AS_TEXT =
      IntStream.rangeClosed(1, MAX_IDS)
          .mapToObj(Integer::toString)
          .sorted()
          .mapToInt(Integer::parseInt)
          .toArray();

  private EcsCalls() {}

  /** Written in the order that is signed; ids and regions hold nothing that needs an escape. */
  static ApiRequest release(ReleaseBatch batch, Endpoint endpoint) {
    Intent intent = batch.intent();
    boolean force = intent.grants(Power.FORCE);
    StringBuilder query = new StringBuilder(160 + batch.instances().size() * 38);
    query.append("ClientToken=").append(Parameters.encode(batch.token()));
    query.append("&DryRun=").append(intent.dryRun()).append("&Force=").append(force);
    if (force) {
      // Left out, the cloud takes it as true and cuts the power.
      query.append("&ForceStop=").append(intent.grants(Power.FORCE_STOP));
    }
    List<InstanceRef> instances = batch.instances();
    for (int number : SORTED_AS_TEXT) {
      if (number <= instances.size()) {
        query.append("&InstanceId.").append(number).append('=');
        query.append(instances.get(number - 1).id());
      }
    }
    query.append("&RegionId=").append(batch.region());
    query.append("&TerminateSubscription=").append(intent.grants(Power.TERMINATE_SUBSCRIPTION));
    return request(DELETE, batch.region(), endpoint, query.toString());
  }

  static ApiRequest look(LookQuery query, Endpoint endpoint) {
    JsonWriter ids = new JsonWriter().array();
    query.ids().forEach(ids::item);
    Parameters parameters =
        new Parameters()
            .put("InstanceIds", ids.end().toText())
            // Without it the cloud shows 10 of 100, and the other 90 look gone.
            .put("MaxResults", Integer.toString(MAX_IDS))
            .put("RegionId", query.region());
    return request(DESCRIBE, query.region(), endpoint, parameters.toQuery());
  }

  private static ApiRequest request(String action, String region, Endpoint endpoint, String query) {
    return ApiRequest.of("POST", endpoint, "/")
        .query(query)
        .action(action, VERSION)
        .region(region)
        .body("", HttpBody.empty());
  }
}
