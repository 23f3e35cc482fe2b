package io.cloudrelease.aliyun;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  private EcsCalls() {}

  static ApiRequest release(ReleaseBatch batch, Endpoint endpoint) {
    Intent intent = batch.intent();
    boolean force = intent.grants(Power.FORCE);
    List<String> ids = batch.ids();
    SortedQuery query =
        new SortedQuery()
            .put("ClientToken", batch.token())
            .put("DryRun", intent.dryRun())
            .put("Force", force);
    if (force) {
      // Left out, the cloud takes it as true and cuts the power.
      query.put("ForceStop", intent.grants(Power.FORCE_STOP));
    }
    query
        .putInstanceIds(ids)
        .put("RegionId", batch.region())
        .put("TerminateSubscription", intent.grants(Power.TERMINATE_SUBSCRIPTION));
    return request(DELETE, batch.region(), endpoint, query);
  }

  static ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    EcsAnswer answer = EcsAnswer.of(response);
    if (!answer.isSuccess()) {
      return ReleaseAnswer.failed(answer.failure().blaming(batch.ids()));
    }
    if (batch.intent().dryRun()) {
      return ReleaseAnswer.failed(
          CloudFailure.of(
              answer.status(),
              EcsErrors.ACCEPTED_DRY_RUN,
              "a dry run was answered with a success",
              answer.requestId()));
    }
    return ReleaseAnswer.accepted(answer.requestId());
  }

  static ApiRequest look(LookQuery query, Endpoint endpoint) {
    JsonWriter ids = new JsonWriter().array();
    query.ids().forEach(ids::item);
    SortedQuery parameters =
        new SortedQuery()
            .put("InstanceIds", ids.end().toText())
            // Without it the cloud shows 10 of 100, and the other 90 look gone.
            .put("MaxResults", Integer.toString(MAX_IDS))
            .put("RegionId", query.region());
    return request(DESCRIBE, query.region(), endpoint, parameters);
  }

  static LookAnswer readLook(LookQuery query, HttpResponse response) {
    EcsAnswer answer = EcsAnswer.of(response);
    if (!answer.isSuccess() || !hasList(answer.document().get("Instances"))) {
      return LookAnswer.failed(answer.failure());
    }
    List<JsonValue> items = EcsAnswer.list(answer.document(), "Instances", "Instance");
    List<Snapshot> snapshots = new ArrayList<>();
    for (JsonValue item : items) {
      Optional<Snapshot> snapshot = EcsInstance.read(item, query);
      snapshot.ifPresent(snapshots::add);
    }
    boolean allRead = snapshots.size() == items.size();
    return LookAnswer.shows(snapshots, allRead && isComplete(query, answer.document(), snapshots));
  }

  /** An answer without a list is no empty list: absence is what a proven release rests on. */
  private static boolean hasList(JsonValue instances) {
    if (instances.isObject()) {
      JsonValue items = instances.get("Instance");
      return items.isArray() || items.isObject();
    }
    // The empty element of an XML answer.
    return instances.isPresent() && !instances.isArray() && instances.text().isEmpty();
  }

  /**
   * Whether what is not shown is absent. The end is an empty NextToken; but a gateway that does not
   * know this way of paging shows a full default page and counts more.
   */
  private static boolean isComplete(LookQuery query, JsonValue document, List<Snapshot> shown) {
    Set<String> ids = new HashSet<>();
    shown.forEach(snapshot -> ids.add(snapshot.ref().id()));
    if (ids.containsAll(query.ids())) {
      return true;
    }
    long pageSize = document.number("PageSize", 0);
    boolean fullPage = pageSize > 0 && shown.size() >= pageSize;
    boolean countsMore = document.number("TotalCount", 0) > shown.size();
    return document.text("NextToken").isEmpty() && !(fullPage && countsMore);
  }

  private static ApiRequest request(
      String action, String region, Endpoint endpoint, SortedQuery parameters) {
    return new ApiRequest(
        "POST", endpoint, "/", parameters.toQuery(), action, VERSION, region, "", HttpBody.empty());
  }
}
