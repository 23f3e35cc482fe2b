package io.cloudrelease.aliyun;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.List;
import java.util.Locale;
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

  /**
   * What calls beside DeleteInstances answer, in lower case: in its place they are another call's
   * answer, or one that tells of each id what this version does not know.
   */
  private static final Set<String> OF_OTHER_CALLS =
      Set.of(
          "instances",
          "instanceresponses",
          "instanceidsets",
          "totalcount",
          "pagenumber",
          "pagesize",
          "nexttoken");

  /** A passed dry run is told by its code; the vendor's own tools know it by this text as well. */
  private static final String DRY_RUN_PASSED =
      "request validation has been passed with dryrun flag set";

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
    // Of a success every byte counts; of an error what can be read.
    EcsAnswer answer =
        response.status() < 300 ? EcsAnswer.strictly(response) : EcsAnswer.leniently(response);
    if (!answer.isSuccessOf(DELETE) || answer.hasAny(OF_OTHER_CALLS)) {
      return ReleaseAnswer.failed(refusal(batch, answer).blaming(batch.ids()));
    }
    if (batch.intent().dryRun()) {
      return ReleaseAnswer.failed(
          answer.failure(EcsErrors.ACCEPTED_DRY_RUN, "a dry run was answered with a success"));
    }
    return ReleaseAnswer.accepted(answer.requestId());
  }

  /** One code does not mean the same whatever was sent. */
  private static CloudFailure refusal(ReleaseBatch batch, EcsAnswer answer) {
    CloudFailure failure = answer.failure();
    Intent intent = batch.intent();
    if (intent.dryRun()) {
      boolean passed =
          answer.status() == 400
              && answer.message().toLowerCase(Locale.ROOT).contains(DRY_RUN_PASSED);
      return passed ? answer.failure(EcsErrors.DRY_RUN_OPERATION, answer.message()) : failure;
    }
    return intent.grants(Power.FORCE) && failure.code().equalsIgnoreCase(EcsErrors.INCORRECT_STATUS)
        ? answer.failure(EcsErrors.STATUS_UNDER_FORCE, failure.message())
        : failure;
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
    EcsAnswer answer = EcsAnswer.leniently(response);
    if (answer.status() == 200 && answer.brokenOff()) {
      return LookAnswer.failed(
          answer.failure(
              EcsErrors.UNREADABLE_LIST, "a list that cannot be read: " + answer.found()));
    }
    Optional<EcsList> list =
        answer.isSuccessOf(DESCRIBE) ? EcsList.read(answer, query) : Optional.empty();
    return list.isPresent()
        ? LookAnswer.shows(list.get().snapshots(), list.get().complete())
        : LookAnswer.failed(answer.failure());
  }

  private static ApiRequest request(
      String action, String region, Endpoint endpoint, SortedQuery parameters) {
    return ApiRequest.of("POST", endpoint, "/")
        .query(parameters.toQuery())
        .action(action, VERSION)
        .region(region)
        .body("", HttpBody.empty());
  }
}
