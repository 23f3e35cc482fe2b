package io.cloudrelease.aliyun;

import io.cloudrelease.aliyun.groups.EssGroups;
import io.cloudrelease.aliyun.leftovers.Leftovers;
import io.cloudrelease.aliyun.leftovers.Refunds;
import io.cloudrelease.aliyun.listing.EcsPages;
import io.cloudrelease.aliyun.listing.EcsRegions;
import io.cloudrelease.aliyun.wire.Parameters;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.spi.listing.RegionAnswer;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundQuery;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The reading calls beside the look: lists, regions, members of groups, leftovers, refunds. */
final class EcsReads {
  private EcsReads() {}

  static ApiRequest page(PageQuery query, Endpoint endpoint) {
    return request(
        EcsCalls.DESCRIBE, EcsCalls.VERSION, query.region(), endpoint, EcsPages.parameters(query));
  }

  static PageAnswer readPage(PageQuery query, HttpResponse response) {
    EcsEnvelope answer = EcsEnvelope.leniently(response);
    Optional<List<JsonValue>> rows = items(answer, EcsCalls.DESCRIBE, "Instances", "Instance");
    JsonValue token = answer.document().get("NextToken");
    return rows.isEmpty() || token.isArray() || token.isObject()
        ? PageAnswer.failed(answer.failure())
        : EcsPages.read(query, answer.document(), rows.get(), EcsReads::row);
  }

  private static Optional<Snapshot> row(JsonValue row, PageQuery query) {
    return EcsInstance.read(row, query.account(), query.region(), query.at());
  }

  static ApiRequest regions(Endpoint endpoint) {
    return request(
        EcsRegions.DESCRIBE.name(), EcsCalls.VERSION, "", endpoint, EcsRegions.parameters());
  }

  static RegionAnswer readRegions(HttpResponse response) {
    EcsEnvelope answer = EcsEnvelope.leniently(response);
    return items(answer, EcsRegions.DESCRIBE.name(), "Regions", "Region")
        .map(
            rows ->
                EcsRegions.read(rows)
                    .orElseGet(
                        () ->
                            RegionAnswer.failed(
                                answer.failure("", "it does not name all regions"))))
        .orElseGet(() -> RegionAnswer.failed(answer.failure()));
  }

  static ApiRequest membership(MembershipQuery query, Endpoint endpoint) {
    return request(
        query.action(), EssGroups.VERSION, query.region(), endpoint, EssGroups.parameters(query));
  }

  static MembershipAnswer readMembership(MembershipQuery query, HttpResponse response) {
    EcsEnvelope answer = EcsEnvelope.leniently(response);
    return items(answer, query.action(), "ScalingInstances", "ScalingInstance")
        .flatMap(items -> EssGroups.read(query, answer.document().number("TotalCount", -1), items))
        .orElseGet(() -> MembershipAnswer.failed(answer.failure()));
  }

  static ApiRequest leftovers(LeftoverQuery query, Endpoint endpoint) {
    return request(
        query.call().action().name(),
        Leftovers.version(query.call()),
        query.region(),
        endpoint,
        Leftovers.parameters(query));
  }

  static LeftoverAnswer readLeftovers(LeftoverQuery query, HttpResponse response) {
    EcsEnvelope answer = EcsEnvelope.leniently(response);
    String action = query.call().action().name();
    return items(answer, action, Leftovers.wrapper(query.call()), Leftovers.itemName(query.call()))
        .map(rows -> Leftovers.read(query, answer.document(), rows))
        .orElseGet(() -> Leftovers.refused(answer.failure(), EcsErrors.TABLE));
  }

  static ApiRequest refund(RefundQuery query, Endpoint endpoint) {
    return request(
        Refunds.INQUIRY.name(), Refunds.VERSION, "", endpoint, Refunds.parameters(query));
  }

  static RefundAnswer readRefund(RefundQuery query, HttpResponse response) {
    EcsEnvelope answer = EcsEnvelope.leniently(response);
    JsonValue document = answer.document();
    if (answer.status() == 200 && Refunds.isSuccess(document)) {
      return Refunds.read(query, document).orElseGet(() -> RefundAnswer.failed(answer.failure()));
    }
    String code = document.text("Code");
    boolean saysWhy = answer.status() == 200 && !code.isEmpty();
    return Refunds.refused(
        saysWhy ? answer.failure(code, answer.message()) : answer.failure(), EcsErrors.TABLE);
  }

  /** The items of a list; empty when the answer is no success, or has no such list. */
  private static Optional<List<JsonValue>> items(
      EcsEnvelope answer, String action, String wrapper, String item) {
    JsonValue list = answer.document().get(wrapper);
    if (!answer.isSuccessOf(action) || !list.isPresent() || list.isArray()) {
      return Optional.empty();
    }
    if (EcsEnvelope.isEmptyByCount(answer.document(), list)) {
      return Optional.of(List.of());
    }
    JsonValue items = list.members().getOrDefault(item, JsonValue.missing());
    boolean known =
        list.isObject() ? list.members().containsKey(item) : isEmptyElement(answer, list);
    // Null is an empty list, but not beside a count.
    boolean nothing =
        !items.isPresent() && (!list.isObject() || answer.document().number("TotalCount", 0) <= 0);
    return known && (items.isArray() || items.isObject() || nothing)
        ? Optional.of(EcsEnvelope.list(answer.document(), wrapper, item))
        : Optional.empty();
  }

  /** An XML answer writes an empty list as an empty element. */
  private static boolean isEmptyElement(EcsEnvelope answer, JsonValue list) {
    return !answer.root().isEmpty() && list.text().isEmpty();
  }

  private static ApiRequest request(
      String action,
      String version,
      String region,
      Endpoint endpoint,
      SortedMap<String, String> parameters) {
    Parameters query = new Parameters();
    parameters.forEach(query::put);
    return ApiRequest.of("POST", endpoint, "/")
        .query(query.toQuery())
        .action(action, version)
        .region(region);
  }
}
