package io.cloudrelease.zenlayer;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.zenlayer.leftovers.Leftovers;
import io.cloudrelease.zenlayer.listing.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a product answers; never throws for what a server may send. */
final class ZenlayerAnswers {

  private static final Set<String> ACCEPTANCE = Set.of("requestId", "instanceIds");

  private ZenlayerAnswers() {}

  /**
   * Reads the answer to a destructive call. A 200 may name ids that failed (ZEC, page
   * ReleaseInstances); no reason is given for them.
   */
  static ReleaseAnswer release(ReleaseBatch batch, HttpResponse answer) {
    ZenlayerEnvelope envelope = ZenlayerEnvelope.ofRelease(answer);
    if (envelope.failure().isPresent()) {
      return ReleaseAnswer.failed(envelope.failure().get().blaming(batch.ids()));
    }
    if (!ZenlayerEnvelope.onlyBesides(envelope.response(), ACCEPTANCE)
        || envelope.response().get("totalCount").isPresent()) {
      return ReleaseAnswer.failed(envelope.unreadable("another call's answer"));
    }
    JsonValue failedIds = envelope.response().get("instanceIds");
    List<String> refused = failedIds.items().stream().map(JsonValue::text).toList();
    boolean understood = failedIds.isArray() || !failedIds.isPresent();
    // An id that stands twice took the place of another one.
    boolean repeats = Set.copyOf(refused).size() < refused.size();
    boolean asked = refused.isEmpty() || batch.ids().containsAll(refused);
    if (!understood || repeats || !asked) {
      // It says that something failed, but not what: then nothing of the batch counts as accepted.
      String why = "the list of failed ids repeats one or holds what was not asked for";
      return ReleaseAnswer.failed(envelope.unreadable(why));
    }
    return refused.isEmpty()
        ? ReleaseAnswer.accepted(envelope.requestId())
        : ReleaseAnswer.acceptedExcept(envelope.requestId(), refused);
  }

  /** Reads the answer to DescribeInstances. */
  static LookAnswer look(Product product, LookQuery query, HttpResponse answer) {
    ZenlayerEnvelope envelope = list(answer);
    if (envelope.failure().isPresent()) {
      return LookAnswer.failed(envelope.failure().get());
    }
    long total = envelope.response().number("totalCount", -1);
    return shown(product, query, envelope.response().get("dataSet").items(), total);
  }

  /** Reads a page of DescribeInstances. */
  static PageAnswer page(Product product, PageQuery query, HttpResponse answer) {
    ZenlayerEnvelope envelope = list(answer);
    return envelope
        .failure()
        .map(Pages::refused)
        .orElseGet(
            () ->
                Pages.read(
                    query,
                    envelope.response(),
                    (ref, item, at) -> ZenlayerInstance.snapshot(product, ref, item, at)));
  }

  /** Reads an answer that shows leftovers. */
  static LeftoverAnswer leftovers(LeftoverQuery query, HttpResponse answer, boolean telling) {
    ZenlayerEnvelope envelope = list(answer);
    return envelope
        .failure()
        .map(Leftovers::refused)
        .orElseGet(() -> Leftovers.read(query, envelope.response(), telling));
  }

  /** An answer without a list shows nothing, but must not be taken as proof that all are gone. */
  private static ZenlayerEnvelope list(HttpResponse answer) {
    ZenlayerEnvelope envelope = ZenlayerEnvelope.ofLook(answer);
    JsonValue dataSet = envelope.response().get("dataSet");
    Set<String> members = envelope.response().members().keySet();
    boolean isList = members.contains("dataSet") || members.contains("totalCount");
    boolean readable = isList && (dataSet.isArray() || !dataSet.isPresent());
    return envelope.failure().isPresent() || readable
        ? envelope
        : new ZenlayerEnvelope(
            envelope.response(),
            envelope.requestId(),
            Optional.of(envelope.unreadable("the answer has no list")));
  }

  /**
   * The instances among those asked for. The answer is complete if all of them are shown, or if its
   * own count is the number of rows and of different instances shown: a stranger, a row without an
   * id or a repeated one makes absence mean nothing.
   */
  private static LookAnswer shown(
      Product product, LookQuery query, List<JsonValue> items, long total) {
    Map<String, InstanceRef> asked = new HashMap<>();
    query.instances().forEach(ref -> asked.put(ref.id(), ref));
    List<Snapshot> shown = new ArrayList<>();
    for (JsonValue item : items) {
      InstanceRef ref = asked.get(item.text("instanceId"));
      if (ref != null) {
        shown.add(ZenlayerInstance.snapshot(product, ref, item, query.at()));
      }
    }
    long different = shown.stream().map(Snapshot::ref).distinct().count();
    boolean accounted = total == items.size() && total == different;
    boolean complete = accounted || different == asked.size();
    return LookAnswer.shows(shown, complete);
  }
}
