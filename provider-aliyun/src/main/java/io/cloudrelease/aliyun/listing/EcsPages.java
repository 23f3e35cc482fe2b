package io.cloudrelease.aliyun.listing;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DescribeInstances page by page, by NextToken and MaxResults (ECS documentation,
 * DescribeInstances). The total that such an answer carries means nothing, and only an empty token
 * is the end: pages may be short. See {@link #byNumber} for who does not know that way.
 *
 * <p>Filtered in the cloud is by tag, or else by zone, VPC, state and charge type. Not by name,
 * whose asterisk may mean more than ours.
 */
public final class EcsPages {
  /** The most rows on a page; left out, it is 10. */
  static final int MOST_ROWS = 100;

  private static final int USUAL_ROWS = 10;

  /** Where a page begins that is asked for by its number; in a token there is no blank. */
  private static final Pattern BY_NUMBER = Pattern.compile("page (\\d{1,9}) by (\\d{1,3})");

  private static final int MOST_TAGS = 20;

  /** With tags in the filter the cloud promises no more than so many instances altogether. */
  private static final int MOST_UNDER_TAGS = 1000;

  private static final List<String> STATES =
      List.of("Pending", "Starting", "Running", "Stopping", "Stopped");
  private static final List<String> CHARGE_TYPES = List.of("PrePaid", "PostPaid");

  private EcsPages() {}

  /** Reads one row; empty when it names no instance of that place. */
  @FunctionalInterface
  public interface Rows {
    Optional<Snapshot> read(JsonValue row, PageQuery query);
  }

  /** The parameters of the call for a page. */
  public static SortedMap<String, String> parameters(PageQuery query) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("RegionId", query.region());
    Matcher numbered = BY_NUMBER.matcher(query.mark());
    if (numbered.matches()) {
      all.put("PageNumber", numbered.group(1));
      all.put("PageSize", numbered.group(2));
    } else {
      all.put("MaxResults", Integer.toString(query.rows(MOST_ROWS)));
      put(all, "NextToken", query.mark());
    }
    ListFilter filter = query.filter();
    if (isByTags(filter)) {
      // And by nothing else: a list cut at its most and then thinned out would not look cut.
      tags(all, filter);
    } else {
      put(all, "ZoneId", filter.zone());
      put(all, "VpcId", filter.vpc());
      put(all, "Status", asWritten(STATES, filter.state()));
      put(all, "InstanceChargeType", asWritten(CHARGE_TYPES, filter.chargeType()));
    }
    return all;
  }

  private static void tags(SortedMap<String, String> all, ListFilter filter) {
    SortedMap<String, String> tags = new TreeMap<>(filter.tags());
    filter.tagKeys().forEach(key -> tags.putIfAbsent(key, ""));
    int number = 0;
    for (var tag : tags.entrySet()) {
      if (++number <= MOST_TAGS) {
        put(all, "Tag." + number + ".Key", tag.getKey());
        put(all, "Tag." + number + ".Value", tag.getValue());
      }
    }
  }

  private static void put(SortedMap<String, String> all, String name, String value) {
    // Empty values are never sent: signers disagree about them.
    if (!value.isEmpty()) {
      all.put(name, value);
    }
  }

  /** The cloud compares letter by letter; what it does not know it is not asked for. */
  private static String asWritten(List<String> words, String word) {
    return words.stream().filter(word::equalsIgnoreCase).findFirst().orElse("");
  }

  /**
   * Whether a page holds as many rows as a page may: as many as were asked for, or, where that way
   * of paging is not known, as many as the page says itself or as is usual.
   */
  public static boolean isFull(JsonValue document, int rows) {
    long stated = document.number("PageSize", 0);
    return rows == MOST_ROWS || rows == (stated > 0 ? stated : USUAL_ROWS);
  }

  /** The most that the cloud shows under that filter. */
  public static int mostUnder(ListFilter filter) {
    return isByTags(filter) ? MOST_UNDER_TAGS : Integer.MAX_VALUE;
  }

  private static boolean isByTags(ListFilter filter) {
    return !filter.tags().isEmpty() || !filter.tagKeys().isEmpty();
  }

  /** The page of these rows. */
  public static PageAnswer read(
      PageQuery query, JsonValue document, List<JsonValue> rows, Rows reader) {
    List<Snapshot> shown = new ArrayList<>();
    int unreadable = 0;
    for (JsonValue row : rows) {
      Optional<Snapshot> snapshot =
          reader.read(row, query).filter(s -> s.ref().region().equals(query.region()));
      snapshot.ifPresent(shown::add);
      unreadable += snapshot.isPresent() ? 0 : 1;
    }
    String token = document.text("NextToken");
    return PageAnswer.shows(shown, token.isEmpty() ? byNumber(query, document, rows.size()) : token)
        .unreadable(unreadable);
  }

  /**
   * The page behind one that has no token; none, as a rule. But a first page that is full and
   * counts more than it shows may come from a gateway that knows page numbers only: it is asked for
   * the second one in that way. Where the count meant nothing, that one is empty.
   */
  private static String byNumber(PageQuery query, JsonValue document, int rows) {
    Matcher numbered = BY_NUMBER.matcher(query.mark());
    boolean known = numbered.matches();
    if (!known && !query.mark().isEmpty()) {
      return "";
    }
    int number = known ? Integer.parseInt(numbered.group(1)) : 1;
    int size = known ? Integer.parseInt(numbered.group(2)) : rows;
    boolean full = known ? rows == size : isFull(document, rows);
    return full && document.number("TotalCount", 0) > (long) number * size
        ? "page " + (number + 1) + " by " + size
        : "";
  }
}
