package io.cloudrelease.tencent.listing;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * DescribeInstances page by page (CVM API, DescribeInstances). Pages begin at any row, so each
 * begins with the last one of the page before: a list that moved between two pages shows itself.
 *
 * <p>Filtered in the cloud is by tag, zone, VPC, state and charge type. Not by name, of which no
 * page says how it is compared, nor by time, whose zone is not told.
 */
public final class CvmPages {
  /** The most rows on a page; left out, it is 20. */
  static final int MOST_ROWS = 100;

  private static final int MOST_FILTERS = 10;

  /** Charge types that the page names for the filter; of others it is not said what they do. */
  private static final Set<String> FILTERED_CHARGE_TYPES =
      Set.of("PREPAID", "POSTPAID_BY_HOUR", "CDHPAID");

  /** Says of a filter that nothing has such a tag. */
  private static final String NO_SUCH_TAG = "InvalidParameterValue.TagKeyNotFound";

  private final Calls calls;
  private final Rows rows;

  /** Writes a call of CVM with that body. */
  @FunctionalInterface
  public interface Calls {
    ApiRequest describe(String region, JsonWriter body);
  }

  /** Reads one row; empty when it is of another region. */
  @FunctionalInterface
  public interface Rows {
    Optional<Snapshot> read(InstanceRef ref, PageQuery query, JsonValue row);
  }

  public CvmPages(Calls calls, Rows rows) {
    this.calls = calls;
    this.rows = rows;
  }

  /** The call for a page. */
  public ApiRequest encode(PageQuery query) {
    JsonWriter body = new JsonWriter().object();
    List<Map.Entry<String, String>> filters = filters(query.filter());
    if (!filters.isEmpty()) {
      body.array("Filters");
      for (Map.Entry<String, String> filter : filters) {
        body.object()
            .member("Name", filter.getKey())
            .member("Values", List.of(filter.getValue()))
            .end();
      }
      body.end();
    }
    body.member("Offset", offset(query)).member("Limit", query.rows(MOST_ROWS));
    return calls.describe(query.region(), body.end());
  }

  /** Filters AND-ed; what is left over is checked by the core as everything is. */
  private static List<Map.Entry<String, String>> filters(ListFilter filter) {
    List<Map.Entry<String, String>> all = new ArrayList<>();
    filter.tags().forEach((key, value) -> all.add(Map.entry("tag:" + key, value)));
    filter.tagKeys().forEach(key -> all.add(Map.entry("tag-key", key)));
    add(all, "zone", filter.zone());
    add(all, "vpc-id", filter.vpc());
    add(all, "instance-state", filter.state().toUpperCase(Locale.ROOT));
    String chargeType = filter.chargeType().toUpperCase(Locale.ROOT);
    add(all, "instance-charge-type", FILTERED_CHARGE_TYPES.contains(chargeType) ? chargeType : "");
    // An empty value would be another filter: none at all.
    all.removeIf(entry -> entry.getValue().isEmpty());
    return all.subList(0, Math.min(MOST_FILTERS, all.size()));
  }

  private static void add(List<Map.Entry<String, String>> all, String name, String value) {
    all.add(Map.entry(name, value));
  }

  private static int offset(PageQuery query) {
    return query.mark().isEmpty() ? 0 : Integer.parseInt(query.mark());
  }

  /** The page that such an answer shows. */
  public PageAnswer read(PageQuery query, JsonValue response) {
    List<Snapshot> shown = new ArrayList<>();
    int unreadable = 0;
    List<JsonValue> items = response.get("InstanceSet").items();
    for (JsonValue item : items) {
      Optional<Snapshot> row = row(query, item);
      row.ifPresent(shown::add);
      unreadable += row.isPresent() ? 0 : 1;
    }
    long total = response.number("TotalCount", -1);
    PageAnswer page =
        PageAnswer.shows(shown, next(query, items.size(), total)).unreadable(unreadable);
    return total < 0 ? page : page.total(total);
  }

  /** Beginning with the last row of this page. */
  private static String next(PageQuery query, int rows, long total) {
    int offset = offset(query);
    boolean more = total < 0 ? rows == query.rows(MOST_ROWS) : offset + (long) rows < total;
    return more && rows > 0 ? Integer.toString(offset + rows - 1) : "";
  }

  private Optional<Snapshot> row(PageQuery query, JsonValue item) {
    try {
      InstanceRef ref = InstanceRef.of(query.account(), query.region(), item.text("InstanceId"));
      return rows.read(ref, query, item);
    } catch (InvalidRequestException notAnInstance) {
      return Optional.empty();
    }
  }

  /**
   * What a refusal means; a filter by a tag that nobody uses is an error, and means no instance.
   */
  public PageAnswer refused(CloudFailure failure) {
    if (failure.code().equalsIgnoreCase(NO_SUCH_TAG)) {
      return PageAnswer.shows(List.of(), "").total(0);
    }
    CloudFailure meant = ReadFailures.read(failure);
    return ReadFailures.isTooLarge(failure) ? PageAnswer.tooLarge(meant) : PageAnswer.failed(meant);
  }
}
