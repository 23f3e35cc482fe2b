package io.cloudrelease.zenlayer.listing;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * DescribeInstances page by page, by number (pages DescribeInstances of ZEC, BMC and VM). One call
 * sees all zones.
 *
 * <p>Filtered in the cloud is by one tag and by zone. Not by several tags, of which no page says
 * whether one or all must fit; not by name, which is compared loosely; not by state, which prose
 * and answers spell differently.
 */
public final class Pages {
  /** The most rows on a page; left out, it is 20. */
  static final int MOST_ROWS = 1000;

  private Pages() {}

  /** Reads one row. */
  @FunctionalInterface
  public interface Rows {
    Snapshot read(InstanceRef ref, JsonValue row, Instant at);
  }

  /** The body of the call for a page. */
  public static JsonWriter body(PageQuery query) {
    JsonWriter body = new JsonWriter().object();
    ListFilter filter = query.filter();
    Iterator<Map.Entry<String, String>> tag = filter.tags().entrySet().iterator();
    if (tag.hasNext()) {
      Map.Entry<String, String> first = tag.next();
      body.array("tags")
          .object()
          .member("key", first.getKey())
          .member("value", first.getValue())
          .end()
          .end();
    } else if (!filter.tagKeys().isEmpty()) {
      body.member("tagKeys", List.of(filter.tagKeys().iterator().next()));
    }
    if (!filter.zone().isEmpty()) {
      body.member("zoneId", filter.zone());
    }
    return body.member("pageNum", number(query)).member("pageSize", query.rows(MOST_ROWS)).end();
  }

  private static int number(PageQuery query) {
    return query.mark().isEmpty() ? 1 : Integer.parseInt(query.mark());
  }

  /** The page that such an answer shows. */
  public static PageAnswer read(PageQuery query, JsonValue response, Rows rows) {
    List<Snapshot> shown = new ArrayList<>();
    int unreadable = 0;
    for (JsonValue item : response.get("dataSet").items()) {
      Optional<InstanceRef> ref = ref(query, item);
      ref.ifPresent(named -> shown.add(rows.read(named, item, query.at())));
      unreadable += ref.isPresent() ? 0 : 1;
    }
    long total = response.number("totalCount", -1);
    int read = shown.size() + unreadable;
    int most = query.rows(MOST_ROWS);
    boolean more = total < 0 ? read == most : number(query) * (long) most < total && read > 0;
    PageAnswer page =
        PageAnswer.shows(shown, more ? Integer.toString(number(query) + 1) : "")
            .unreadable(unreadable);
    return total < 0 ? page : page.total(total);
  }

  /** What a refusal means: the most rows that it takes may have become fewer. */
  public static PageAnswer refused(CloudFailure failure) {
    return failure.code().equalsIgnoreCase("INVALID_PARAMETER_EXCEED_MAXIMUM")
        ? PageAnswer.tooLarge(failure)
        : PageAnswer.failed(failure);
  }

  private static Optional<InstanceRef> ref(PageQuery query, JsonValue item) {
    try {
      return Optional.of(InstanceRef.of(query.account(), item.text("instanceId")));
    } catch (InvalidRequestException notAnInstance) {
      return Optional.empty();
    }
  }
}
