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

  /** Written in the order that is signed; ids and regions hold nothing that needs an escape. */
  static ApiRequest release(ReleaseBatch batch, Endpoint endpoint) {
    Intent intent = batch.intent();
    boolean force = intent.grants(Power.FORCE);
    StringBuilder query = new StringBuilder(192 + batch.instances().size() * 40);
    query.append("ClientToken=").append(Parameters.encode(batch.token()));
    query.append("&DryRun=").append(intent.dryRun()).append("&Force=").append(force);
    if (force) {
      // Left out, the cloud takes it as true and cuts the power.
      query.append("&ForceStop=").append(intent.grants(Power.FORCE_STOP));
    }
    List<String> ids = batch.ids();
    for (int number : SORTED_AS_TEXT) {
      if (number <= ids.size()) {
        query.append("&InstanceId.").append(number).append('=').append(ids.get(number - 1));
      }
    }
    query.append("&RegionId=").append(batch.region());
    query.append("&TerminateSubscription=").append(intent.grants(Power.TERMINATE_SUBSCRIPTION));
    return request(DELETE, batch.region(), endpoint, query.toString());
  }

  static ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    // Of a success every byte counts; of an error what can be read.
    EcsEnvelope answer =
        response.status() < 300 ? EcsEnvelope.strictly(response) : EcsEnvelope.leniently(response);
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
  private static CloudFailure refusal(ReleaseBatch batch, EcsEnvelope answer) {
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
    Parameters parameters =
        new Parameters()
            .put("InstanceIds", ids.end().toText())
            // Without it the cloud shows 10 of 100, and the other 90 look gone.
            .put("MaxResults", Integer.toString(MAX_IDS))
            .put("RegionId", query.region());
    return request(DESCRIBE, query.region(), endpoint, parameters.toQuery());
  }

  static LookAnswer readLook(LookQuery query, HttpResponse response) {
    EcsEnvelope answer = EcsEnvelope.leniently(response);
    if (answer.status() == 200 && answer.brokenOff()) {
      return LookAnswer.failed(
          answer.failure(
              EcsErrors.UNREADABLE_LIST, "a list that cannot be read: " + answer.found()));
    }
    Optional<EcsAnswers> list =
        answer.isSuccessOf(DESCRIBE) ? EcsAnswers.read(answer, query) : Optional.empty();
    return list.isPresent()
        ? LookAnswer.shows(list.get().snapshots(), list.get().complete())
        : LookAnswer.failed(answer.failure());
  }

  private static ApiRequest request(String action, String region, Endpoint endpoint, String query) {
    return new ApiRequest(
        "POST", endpoint, "/", query, action, VERSION, region, "", HttpBody.empty());
  }
}
