package io.cloudrelease.fuzz;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what should be a list. Absence is what a proven release rests on, so a look is never
 * complete when one of its rows was lost on the way, and never readable when it is an error's body.
 */
final class LookTarget implements Target {
  private static final List<Integer> SHORT =
      List.of(0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4);

  private final Cloud cloud;
  private final List<Rows> rows;

  /** Whether the answer's total counts the rows; with the paging of ECS it means nothing. */
  private final boolean counted;

  LookTarget(Cloud cloud) {
    this.cloud = cloud;
    this.rows = cloud.lists.stream().map(list -> Rows.of(list.answer().body().bytes())).toList();
    this.counted = !cloud.provider.facts().cloud().startsWith("aliyun");
  }

  @Override
  public void feed(byte[] input) {
    Draws draws = new Draws(input);
    int kind = draws.below(8);
    // Short lists mostly: they say the same and are read sooner.
    int which = SHORT.get(draws.below(SHORT.size()));
    LookQuery query = cloud.lists.get(which).query();
    HttpResponse genuine = cloud.lists.get(which).answer();
    switch (kind) {
      case 0 -> {
        int status = draws.oneOf(List.of(200, 200, 201, 204, 400, 403, 503));
        sane(query, answer(genuine, status, draws.rest()));
      }
      case 1 -> {
        byte[] donor = draws.oneOf(cloud.errors).body().bytes();
        sane(query, answer(genuine, 200, Damage.several(genuine.body().bytes(), donor, draws)));
      }
      case 2, 3 -> {
        byte[] damaged = Damage.oneByte(genuine.body().bytes(), draws);
        if (counted || namesAll(query, damaged)) {
          allOrNotComplete(query, answer(genuine, 200, damaged));
        } else {
          // An instance that was not asked for is no contradiction there: a gateway may pass over
          // the filter and list them all.
          sane(query, answer(genuine, 200, damaged));
        }
      }
      case 4 ->
          allOrNotComplete(query, answer(genuine, 200, Damage.cut(genuine.body().bytes(), draws)));
      case 5 -> error(query, draws);
      default -> lost(query, genuine, rows.get(which), draws);
    }
  }

  private static HttpResponse answer(HttpResponse like, int status, byte[] body) {
    return HttpResponse.of(status, like.headers(), HttpBody.wrap(body));
  }

  private LookAnswer sane(LookQuery query, HttpResponse response) {
    LookAnswer look = cloud.provider.readLook(query, response);
    Set<InstanceRef> shown = new HashSet<>();
    for (Snapshot snapshot : look.snapshots()) {
      must(query.instances().contains(snapshot.ref()), "shows what was not asked for", snapshot);
      must(shown.add(snapshot.ref()), "shows one twice", snapshot);
    }
    look.snapshots().stream().limit(1).forEach(this::use);
    must(look.failure().isEmpty() || !look.complete(), "complete and failed", show(response));
    must(look.failure().isEmpty() || shown.isEmpty(), "shows and failed", show(response));
    cloud.provider.paceAdvice(response);
    return look;
  }

  private void use(Snapshot snapshot) {
    cloud.provider.assess(snapshot, cloud.batch.intent());
    cloud.provider.collateral(snapshot, cloud.batch.intent());
    cloud.provider.recycleBinRetention(snapshot);
  }

  private void allOrNotComplete(LookQuery query, HttpResponse response) {
    LookAnswer look = sane(query, response);
    must(
        !look.complete() || look.snapshots().size() == query.instances().size(),
        "a row was lost and the look is complete",
        show(response));
  }

  private void error(LookQuery query, Draws draws) {
    HttpResponse genuine = draws.oneOf(cloud.errors);
    HttpResponse damaged = Broken.error(genuine, draws);
    LookAnswer look = sane(query, damaged);
    must(look.failure().isPresent(), "an error's body was read as a list", show(damaged));
  }

  /** Rows are lost, others repeated, put elsewhere or left empty; the count around them stays. */
  private void lost(LookQuery query, HttpResponse genuine, Rows whole, Draws draws) {
    List<String> left = new ArrayList<>(whole.rows());
    int times = 1 + draws.below(3);
    for (int i = 0; i < times && !left.isEmpty(); i++) {
      int at = draws.below(left.size());
      String other = whole.rows().get(draws.below(whole.rows().size()));
      switch (draws.below(counted ? 5 : 3)) {
        case 0 -> left.set(at, other);
        case 1 -> left.set(at, left.get(at).replace(idOf(left.get(at), query), ""));
        case 2 -> {
          left.set(at, other);
          left.add(draws.below(left.size() + 1), other);
        }
        case 3 -> left.remove(at);
        default -> left.set(at, left.get(at).replace(idOf(left.get(at), query), "stranger-1"));
      }
    }
    allOrNotComplete(query, answer(genuine, 200, whole.with(left)));
  }

  private static boolean namesAll(LookQuery query, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return query.ids().stream().allMatch(text::contains);
  }

  private static String idOf(String row, LookQuery query) {
    return query.ids().stream().filter(row::contains).findFirst().orElse("instanceId");
  }

  /** Made into a text only when something is found. */
  private static Object show(HttpResponse response) {
    return new Object() {
      @Override
      public String toString() {
        return response.status()
            + " "
            + new String(response.body().bytes(), StandardCharsets.UTF_8);
      }
    };
  }
}
