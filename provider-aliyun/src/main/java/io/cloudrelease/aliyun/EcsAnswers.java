package io.cloudrelease.aliyun;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.LookQuery;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a DescribeInstances answer shows of the instances that were asked for, and whether the
 * others are absent: that is what a proven release rests on, so that every doubt makes it
 * incomplete.
 *
 * @param snapshots of instances that were asked for, each once
 * @param complete whether those that are not shown are absent
 */
record EcsAnswers(List<Snapshot> snapshots, boolean complete) {

  /** The size of a page where none is asked for or a gateway does not hear it. */
  private static final int USUAL_PAGE = 10;

  /** The list; empty when the answer has none, which is not the same as an empty list. */
  static Optional<EcsAnswers> read(EcsEnvelope answer, LookQuery query) {
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
      return Optional.empty();
    }
    if (!rows.isPresent()) {
      boolean countsSome = count(document, "TotalCount") > 0;
      return Optional.of(
          countsSome ? new EcsAnswers(List.of(), false) : of(document, List.of(), query));
    }
    return rows.isArray() || rows.isObject()
        ? Optional.of(of(document, EcsEnvelope.list(document, "Instances", "Instance"), query))
        : Optional.empty();
  }

  private static EcsAnswers of(JsonValue document, List<JsonValue> rows, LookQuery query) {
    Set<InstanceRef> asked = new HashSet<>(query.instances());
    Set<String> askedIds = new HashSet<>(query.ids());
    Set<String> ids = new HashSet<>();
    Map<InstanceRef, Snapshot> shown = new LinkedHashMap<>();
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
        shown.put(ref, snapshot.get());
      } else {
        // Not asked for is no answer; asked for, but somewhere else, is a contradiction.
        doubt |= askedIds.contains(ref.id());
      }
    }
    boolean all = shown.size() == asked.size();
    return new EcsAnswers(
        List.copyOf(shown.values()), all || !doubt && isTheEnd(document, rows.size()));
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
    long stated = count(document, "PageSize");
    return ended && rows != EcsCalls.MAX_IDS && rows != (stated > 0 ? stated : USUAL_PAGE);
  }

  /** A whole number, also one written as {@code 1.0}; zero for anything else. */
  private static long count(JsonValue document, String name) {
    try {
      return new BigDecimal(document.text(name)).longValueExact();
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return 0;
    }
  }
}
