package io.cloudrelease.aliyun;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what the two calls of ECS answer; never throws for what a server may send. */
final class EcsAnswers {
  /** The size of a page where none is asked for or a gateway does not hear it. */
  private static final int USUAL_PAGE = 10;

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

  private EcsAnswers() {}

  /** Reads the answer to DeleteInstances. */
  static ReleaseAnswer release(ReleaseBatch batch, HttpResponse response) {
    // Of a success every byte counts; of an error what can be read.
    EcsEnvelope answer =
        response.status() < 300 ? EcsEnvelope.strictly(response) : EcsEnvelope.leniently(response);
    if (batch.intent().dryRun() && response.status() >= 200 && response.status() < 300) {
      // A dry run is answered with an error, always: this one may have been carried out.
      return ReleaseAnswer.failed(
          answer.failure(EcsErrors.ACCEPTED_DRY_RUN, "a dry run was answered with a success"));
    }
    if (!answer.isSuccessOf(EcsCalls.DELETE) || answer.hasAny(OF_OTHER_CALLS)) {
      return ReleaseAnswer.failed(refusal(batch, answer).blaming(batch.ids()));
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

  /** Reads the answer to DescribeInstances. */
  static LookAnswer look(LookQuery query, HttpResponse response) {
    EcsEnvelope answer = EcsEnvelope.leniently(response);
    if (answer.status() == 200 && answer.brokenOff()) {
      return LookAnswer.failed(
          answer.failure(
              EcsErrors.UNREADABLE_LIST, "a list that cannot be read: " + answer.found()));
    }
    Optional<LookAnswer> list =
        answer.isSuccessOf(EcsCalls.DESCRIBE) ? list(answer, query) : Optional.empty();
    return list.orElseGet(() -> LookAnswer.failed(answer.failure()));
  }

  /** The list; empty when the answer has none, which is not the same as an empty list. */
  private static Optional<LookAnswer> list(EcsEnvelope answer, LookQuery query) {
    JsonValue document = answer.document();
    JsonValue instances = document.get("Instances");
    // The empty element of an XML answer.
    boolean emptyElement =
        !answer.root().isEmpty()
            && instances.isPresent()
            && !instances.isObject()
            && !instances.isArray()
            && instances.text().isEmpty();
    if (emptyElement) {
      return Optional.of(of(document, List.of(), query));
    }
    JsonValue rows = instances.members().get("Instance");
    if (rows == null) {
      return EcsEnvelope.isEmptyByCount(document, instances)
          ? Optional.of(of(document, List.of(), query))
          : Optional.empty();
    }
    if (!rows.isPresent()) {
      boolean countsSome = document.number("TotalCount", 0) > 0;
      return Optional.of(
          countsSome ? LookAnswer.shows(List.of(), false) : of(document, List.of(), query));
    }
    return rows.isArray() || rows.isObject()
        ? Optional.of(of(document, EcsEnvelope.list(document, "Instances", "Instance"), query))
        : Optional.empty();
  }

  /**
   * The instances among those asked for, and whether the others are absent: that is what a proven
   * release rests on, so that every doubt makes it incomplete.
   */
  private static LookAnswer of(JsonValue document, List<JsonValue> rows, LookQuery query) {
    Set<InstanceRef> asked = new HashSet<>(query.instances());
    Set<String> askedIds = new HashSet<>(query.ids());
    Set<String> ids = new HashSet<>();
    List<Snapshot> shown = new ArrayList<>();
    Set<String> elsewhere = new HashSet<>();
    boolean doubt = false;
    for (JsonValue row : rows) {
      Optional<Snapshot> snapshot = EcsInstance.read(row, query);
      if (snapshot.isEmpty()) {
        doubt = true;
        continue;
      }
      InstanceRef ref = snapshot.get().ref();
      // A row that stands twice took the place of another one.
      doubt |= !ids.add(ref.id());
      if (asked.contains(ref)) {
        shown.add(snapshot.get());
      } else if (askedIds.contains(ref.id())) {
        elsewhere.add(ref.id());
      } else {
        // Whatever was answered, it was not this question.
        doubt = true;
      }
    }
    // Asked for here and shown somewhere else is a contradiction, also beside a row that fits.
    shown.removeIf(row -> elsewhere.contains(row.ref().id()));
    doubt |= !elsewhere.isEmpty();
    boolean all = shown.stream().map(Snapshot::ref).distinct().count() == asked.size();
    return LookAnswer.shows(shown, all || !doubt && isTheEnd(document, rows.size()));
  }

  /**
   * Whether there is no page behind this one. With MaxResults the total means nothing, and the end
   * is an empty NextToken; but a page that is exactly full may have been cut, by a gateway that
   * does not know this way of paging.
   */
  private static boolean isTheEnd(JsonValue document, int rows) {
    JsonValue token = document.get("NextToken");
    boolean ended =
        !token.isPresent() || !token.isArray() && !token.isObject() && token.text().isEmpty();
    long stated = document.number("PageSize", 0);
    return ended && rows != (stated > 0 ? stated : USUAL_PAGE);
  }
}
