package io.cloudrelease.fuzz;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what should be a list of what hangs on instances. What a complete list does not show is
 * said to be gone, so none is complete when one of its rows was lost on the way. That one stands
 * twice, or leads to nothing that was asked for, is for the core to see.
 */
final class LeftoverTarget implements Target {
  private final Cloud cloud;
  private final LeftoverListing listing;
  private final List<Asked> lists = new ArrayList<>();

  /** Whether the answer's total counts the rows; with the paging of ECS it means nothing. */
  private final boolean counted;

  /** A genuine list, all of which was shown. */
  private record Asked(LeftoverQuery query, HttpResponse answer, Rows rows, List<String> ids) {}

  LeftoverTarget(Cloud cloud) throws Exception {
    this.cloud = cloud;
    this.listing = (LeftoverListing) cloud.provider;
    this.counted = !cloud.provider.facts().cloud().startsWith("aliyun");
    Cloud.Listed three = cloud.lists.get(2);
    List<Snapshot> seen = cloud.provider.readLook(three.query(), three.answer()).snapshots();
    Map<Leftover.Kind, Set<String>> found = new EnumMap<>(Leftover.Kind.class);
    for (LeftoverCall call : listing.leftoverCalls()) {
      if (call.finds()) {
        Set<String> subjects = new LinkedHashSet<>();
        seen.forEach(snapshot -> subjects.addAll(listing.subjects(call, snapshot)));
        found
            .computeIfAbsent(call.kind(), any -> new LinkedHashSet<>())
            .addAll(ask(call, subjects));
      }
    }
    for (Snapshot snapshot : seen) {
      for (LeftoverItem item : listing.shown(snapshot, cloud.batch.intent())) {
        found.computeIfAbsent(item.kind(), any -> new LinkedHashSet<>()).add(item.id());
      }
    }
    for (LeftoverCall call : listing.leftoverCalls()) {
      if (!call.finds()) {
        Set<String> ids = new LinkedHashSet<>(found.getOrDefault(call.kind(), Set.of()));
        ids.remove("");
        ask(call, ids);
      }
    }
    must(lists.size() >= 2, "too few lists of leftovers", lists.size());
  }

  private List<String> ask(LeftoverCall call, Set<String> subjects) throws Exception {
    if (subjects.isEmpty()) {
      return List.of();
    }
    List<String> some = subjects.stream().limit(call.action().maxBatch()).toList();
    LeftoverQuery query = new LeftoverQuery(call, cloud.region(), some, cloud.batch.intent());
    HttpResponse answer =
        cloud.answer(listing.encodeLeftovers(query), listing.leftoverSigner(call));
    LeftoverAnswer read = listing.readLeftovers(query, answer);
    List<String> ids = read.items().stream().map(LeftoverItem::id).toList();
    if (ids.size() > 1) {
      must(read.isComplete(), "the genuine list is not complete", text(answer));
      lists.add(new Asked(query, answer, Rows.first(answer.body().bytes()), ids));
    }
    return ids;
  }

  @Override
  public void feed(byte[] input) {
    Draws draws = new Draws(input);
    int kind = draws.below(8);
    Asked asked = draws.oneOf(lists);
    HttpResponse genuine = asked.answer();
    switch (kind) {
      case 0 -> {
        int status = draws.oneOf(List.of(200, 200, 201, 204, 400, 403, 503));
        sane(asked, answer(genuine, status, draws.rest()));
      }
      case 1 -> {
        byte[] donor = draws.oneOf(cloud.errors).body().bytes();
        sane(asked, answer(genuine, 200, Damage.several(genuine.body().bytes(), donor, draws)));
      }
      case 2, 3 ->
          allOrNotComplete(
              asked, answer(genuine, 200, Damage.oneByte(genuine.body().bytes(), draws)));
      case 4 ->
          allOrNotComplete(asked, answer(genuine, 200, Damage.cut(genuine.body().bytes(), draws)));
      case 5 -> {
        HttpResponse damaged = Broken.error(draws.oneOf(cloud.errors), draws);
        must(!sane(asked, damaged).isComplete(), "an error's body is a list", text(damaged));
      }
      default -> lost(asked, draws);
    }
  }

  private static HttpResponse answer(HttpResponse like, int status, byte[] body) {
    return HttpResponse.of(status, like.headers(), HttpBody.wrap(body));
  }

  private LeftoverAnswer sane(Asked asked, HttpResponse response) {
    LeftoverAnswer answer = listing.readLeftovers(asked.query(), response);
    for (LeftoverItem item : answer.items()) {
      must(item.kind() == asked.query().call().kind(), "shows another kind", item);
      must(!item.name().isEmpty(), "shows what has no name", item);
    }
    if (answer.failure().isPresent()) {
      must(!answer.isComplete() && answer.items().isEmpty(), "shows and failed", text(response));
    }
    return answer;
  }

  private void allOrNotComplete(Asked asked, HttpResponse response) {
    LeftoverAnswer answer = sane(asked, response);
    List<LeftoverItem> items = answer.items();
    boolean addsUp =
        Set.copyOf(asked.query().subjects())
                .containsAll(items.stream().map(LeftoverItem::subject).toList())
            && items.stream().map(item -> item.name() + ' ' + item.subject()).distinct().count()
                == items.size();
    must(
        !answer.isComplete() || !addsUp || items.size() == asked.ids().size(),
        "a row was lost and the list is complete",
        asked.query().call(),
        text(response));
  }

  /** Rows are lost, others repeated, or left empty; the count around them stays. */
  private void lost(Asked asked, Draws draws) {
    List<String> left = new ArrayList<>(asked.rows().rows());
    int times = 1 + draws.below(3);
    for (int i = 0; i < times && !left.isEmpty(); i++) {
      int which = draws.below(left.size());
      String other = asked.rows().rows().get(draws.below(asked.rows().rows().size()));
      switch (draws.below(counted ? 4 : 3)) {
        case 0 -> left.set(which, other);
        case 1 -> left.set(which, left.get(which).replace(idOf(asked, left.get(which)), ""));
        case 2 -> {
          left.set(which, other);
          left.add(draws.below(left.size() + 1), other);
        }
        default -> left.remove(which);
      }
    }
    allOrNotComplete(asked, answer(asked.answer(), 200, asked.rows().with(left)));
  }

  private static String idOf(Asked asked, String row) {
    return asked.ids().stream()
        .filter(id -> row.contains('"' + id + '"'))
        .findFirst()
        .orElse("nothing there");
  }

  private static String text(HttpResponse response) {
    return new String(response.body().bytes(), StandardCharsets.UTF_8);
  }
}
