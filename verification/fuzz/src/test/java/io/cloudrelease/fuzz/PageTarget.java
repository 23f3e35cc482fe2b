package io.cloudrelease.fuzz;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.execution.find.Reading;
import io.cloudrelease.find.Place;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what should be the pages of a list, one of which was damaged. A search that says it saw all
 * stands on them: no list is believed when rows were lost in a way that can be told, and no error's
 * body is a page.
 */
final class PageTarget implements Target {
  /** So small that ten instances make a page, two, and several, where pages hold 100 or 1000. */
  private static final List<Integer> ROWS = List.of(100, 6, 3);

  private final Cloud cloud;
  private final InstanceListing listing;
  private final Place place;
  private final List<List<Page>> lists = new ArrayList<>();

  /** Whether the cloud counts its instances; the total of ECS means nothing in these lists. */
  private final boolean counted;

  /** A page that was asked for, the genuine answer, and what is read in it. */
  private record Page(PageQuery query, HttpResponse answer, PageAnswer read, Rows rows) {}

  PageTarget(Cloud cloud) throws Exception {
    this.cloud = cloud;
    this.listing = (InstanceListing) cloud.provider;
    this.counted = !cloud.provider.facts().cloud().startsWith("aliyun");
    String name = cloud.provider.facts().name();
    this.place = new Place(name, cloud.region());
    int most = cloud.provider.facts().cloud().startsWith("zenlayer") ? 1000 : 100;
    for (int rows : ROWS) {
      int halvings = 0;
      while (most >> halvings > rows) {
        halvings++;
      }
      List<Page> pages = list(halvings);
      lists.add(pages);
      must(undoubted(pages, -1, pages.get(0).answer()) == 10, "the genuine list is doubted", rows);
    }
  }

  private List<Page> list(int halvings) throws Exception {
    List<Page> pages = new ArrayList<>();
    String mark = "";
    do {
      PageQuery query =
          new PageQuery(
              place.account(), place.region(), ListFilter.none(), mark, halvings, cloud.now());
      HttpResponse answer = cloud.answer(listing.encodePage(query), cloud.provider.signer());
      PageAnswer read = listing.readPage(query, answer);
      pages.add(new Page(query, answer, read, Rows.of(answer.body().bytes())));
      mark = read.next();
    } while (!mark.isEmpty());
    return pages;
  }

  @Override
  public void feed(byte[] input) {
    Draws draws = new Draws(input);
    int kind = draws.below(8);
    List<Page> pages = draws.oneOf(lists);
    int at = draws.below(pages.size());
    Page page = pages.get(at);
    HttpResponse genuine = page.answer();
    switch (kind) {
      case 0 -> {
        int status = draws.oneOf(List.of(200, 200, 201, 204, 400, 403, 503));
        sane(page.query(), answer(genuine, status, draws.rest()));
      }
      case 1 -> {
        byte[] donor = draws.oneOf(cloud.errors).body().bytes();
        byte[] damaged = Damage.several(genuine.body().bytes(), donor, draws);
        sane(page.query(), answer(genuine, 200, damaged));
      }
      case 2, 3 -> {
        HttpResponse damaged = answer(genuine, 200, Damage.oneByte(genuine.body().bytes(), draws));
        // Another token, or none, leads elsewhere; and so may a count where only pages are known.
        if (counted || text(damaged).contains(page.read().next())) {
          many(pages, at, damaged);
        } else {
          sane(page.query(), damaged);
        }
      }
      case 4 -> many(pages, at, answer(genuine, 200, Damage.cut(genuine.body().bytes(), draws)));
      case 5 -> error(page.query(), draws);
      default -> lost(pages, at, draws);
    }
  }

  private static HttpResponse answer(HttpResponse like, int status, byte[] body) {
    return HttpResponse.of(status, like.headers(), HttpBody.wrap(body));
  }

  private PageAnswer sane(PageQuery query, HttpResponse response) {
    PageAnswer page = listing.readPage(query, response);
    for (Snapshot row : page.rows()) {
      must(row.ref().provider().equals(query.account()), "shows another account", row);
      must(row.ref().region().equals(query.region()), "shows another region", row);
    }
    if (page.failure().isPresent()) {
      must(page.rows().isEmpty() && page.next().isEmpty(), "shows and failed", page);
    }
    if (!page.next().isEmpty()) {
      // The next one can be asked for, whatever it was told.
      listing.encodePage(
          new PageQuery(
              query.account(),
              query.region(),
              query.filter(),
              page.next(),
              query.halvings(),
              query.at()));
    }
    cloud.provider.paceAdvice(response);
    return page;
  }

  /**
   * How many are shown by the list with that answer as one of its pages; -1 when it is not
   * believed.
   */
  private int undoubted(List<Page> pages, int at, HttpResponse damaged) {
    Reading reading = new Reading(place, listing.pagesOverlap());
    for (int i = 0; i < pages.size(); i++) {
      Page page = pages.get(i);
      boolean more = reading.take(i == at ? sane(page.query(), damaged) : page.read());
      if (!more) {
        return reading.isUndoubted() ? reading.shown().size() : -1;
      }
    }
    return -1;
  }

  /** Whatever became of a byte, as many as there are, or doubt. */
  private void many(List<Page> pages, int at, HttpResponse damaged) {
    int shown = undoubted(pages, at, damaged);
    must(shown == -1 || shown == 10, "believed, with rows lost", shown, text(damaged));
  }

  private void error(PageQuery query, Draws draws) {
    HttpResponse damaged = Broken.error(draws.oneOf(cloud.errors), draws);
    PageAnswer page = sane(query, damaged);
    must(page.failure().isPresent(), "an error's body was read as a page", text(damaged));
  }

  /** Rows are lost, others repeated, put elsewhere or left empty; the count around them stays. */
  private void lost(List<Page> pages, int at, Draws draws) {
    Rows whole = pages.get(at).rows();
    List<String> left = new ArrayList<>(whole.rows());
    int times = 1 + draws.below(3);
    for (int i = 0; i < times && !left.isEmpty(); i++) {
      int which = draws.below(left.size());
      String other = whole.rows().get(draws.below(whole.rows().size()));
      switch (draws.below(counted ? 5 : 3)) {
        case 0 -> left.set(which, other);
        case 1 -> left.set(which, left.get(which).replace(idOf(left.get(which)), ""));
        case 2 -> {
          left.set(which, other);
          left.add(draws.below(left.size() + 1), other);
        }
        case 3 -> left.remove(which);
        default -> left.add(left.get(which).replace(idOf(left.get(which)), "stranger-1"));
      }
    }
    many(pages, at, answer(pages.get(at).answer(), 200, whole.with(left)));
  }

  private String idOf(String row) {
    List<String> ids = cloud.lists.get(cloud.lists.size() - 1).query().ids();
    return ids.stream().filter(row::contains).findFirst().orElse("instanceId");
  }

  private static String text(HttpResponse response) {
    return new String(response.body().bytes(), StandardCharsets.UTF_8);
  }
}
