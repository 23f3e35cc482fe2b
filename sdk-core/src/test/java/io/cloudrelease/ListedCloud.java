package io.cloudrelease;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.spi.listing.RegionAnswer;
import io.cloudrelease.spi.listing.RegionListing;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A small cloud whose lists are told page by page beforehand: {@code total|next|id,id}, or an error
 * code; the last page told for a region is shown again and again.
 */
final class ListedCloud extends FakeCloud
    implements InstanceListing, RegionListing, GroupMembership {
  private static final ErrorRule OLD_MARK =
      ErrorRule.of(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP);

  final Map<String, Deque<String>> pages = new HashMap<>();
  final Map<String, String> groups = new HashMap<>();
  final Map<String, String> tagged = new HashMap<>();
  String regions = "";
  Map<String, String> leftOut = Map.of();
  boolean overlap;
  boolean deniesGroups;
  int mostUnder = Integer.MAX_VALUE;

  ListedCloud list(String region, String... told) {
    pages.put(region, new ArrayDeque<>(List.of(told)));
    return this;
  }

  long asked(String what) {
    return calls.stream().filter(call -> call.startsWith(what)).count();
  }

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    String call = request.body().text();
    if (call.startsWith("page ")) {
      calls.add(call);
      Deque<String> told = pages.get(call.split(" ", -1)[1]);
      String page = told.size() > 1 ? told.removeFirst() : told.getFirst();
      return answer(page.contains("|") ? 200 : 403, page);
    }
    if (call.equals("regions")) {
      calls.add(call);
      return answer(regions.contains("-") ? 200 : 403, regions);
    }
    if (call.startsWith("members ")) {
      calls.add(call);
      if (deniesGroups) {
        return answer(403, "Forbidden");
      }
      StringBuilder found = new StringBuilder();
      for (String id : call.substring("members ".length()).split(",")) {
        if (groups.containsKey(id)) {
          found.append(id).append('=').append(groups.get(id)).append('\n');
        }
      }
      return answer(200, found.toString());
    }
    return super.send(request);
  }

  private static ApiRequest call(String text) {
    return ApiRequest.of("POST", Endpoint.https("fake.example"), "/")
        .action("Call", "1")
        .body("text/plain", HttpBody.utf8(text));
  }

  @Override
  public ApiRequest encodePage(PageQuery query) {
    String filter = query.filter().isNone() ? "" : " " + query.filter().tags();
    String fewer = query.halvings() == 0 ? "" : " rows " + query.rows(100);
    return call("page " + query.region() + " " + query.mark() + filter + fewer);
  }

  @Override
  public PageAnswer readPage(PageQuery query, HttpResponse response) {
    String text = response.body().text();
    if (response.status() != 200) {
      CloudFailure failure = CloudFailure.of(response.status(), text, "refused", "");
      if (text.equals("TooLarge")) {
        return PageAnswer.tooLarge(failure.means(OLD_MARK));
      }
      return PageAnswer.failed(text.equals("OldMark") ? failure.means(OLD_MARK) : failure);
    }
    String[] parts = text.split("\\|", -1);
    List<Snapshot> rows = new ArrayList<>();
    for (String id : parts[2].isEmpty() ? new String[0] : parts[2].split(",")) {
      InstanceRef ref = InstanceRef.of(query.account(), query.region(), id);
      rows.add(snapshot(ref, query));
    }
    PageAnswer page = PageAnswer.shows(rows, parts[1]);
    return parts[0].isEmpty() ? page : page.total(Long.parseLong(parts[0]));
  }

  private Snapshot snapshot(InstanceRef ref, PageQuery query) {
    Snapshot.Builder row =
        Snapshot.builder(ref, query.at(), LifecyclePhase.STABLE)
            .state("RUNNING")
            .name(names.getOrDefault(ref.id(), ""));
    Optional.ofNullable(ends.get(ref.id())).ifPresent(row::expiresAt);
    if (tagged.containsKey(ref.id())) {
      row.tag("purpose", tagged.getOrDefault(ref.id(), ""));
    }
    return row.build();
  }

  @Override
  public boolean pagesOverlap() {
    return overlap;
  }

  @Override
  public int mostUnder(ListFilter filter) {
    return mostUnder;
  }

  @Override
  public ActionFacts regionAction() {
    return ActionFacts.of("Regions", 1, 10, Duration.ofSeconds(10));
  }

  @Override
  public RequestSigner regionSigner() {
    return signer();
  }

  @Override
  public ApiRequest encodeRegions() {
    return call("regions");
  }

  @Override
  public RegionAnswer readRegions(HttpResponse response) {
    return response.status() == 200
        ? RegionAnswer.shows(Arrays.asList(response.body().text().split(","))).leavingOut(leftOut)
        : RegionAnswer.failed(CloudFailure.of(response.status(), "Forbidden", "refused", ""));
  }

  @Override
  public Optional<String> groupOf(Snapshot snapshot) {
    return snapshot.name().startsWith("asg-")
        ? Optional.of("scaling group " + snapshot.name())
        : Optional.empty();
  }

  @Override
  public List<ActionFacts> membershipActions() {
    return List.of(ActionFacts.of("Members", 3, 10, Duration.ofSeconds(10)));
  }

  @Override
  public RequestSigner membershipSigner(String action) {
    return signer();
  }

  @Override
  public ApiRequest encodeMembership(MembershipQuery query) {
    return call("members " + String.join(",", query.ids()));
  }

  @Override
  public MembershipAnswer readMembership(MembershipQuery query, HttpResponse response) {
    if (response.status() != 200) {
      return MembershipAnswer.failed(
          CloudFailure.of(response.status(), response.body().text(), "no right", ""));
    }
    Map<String, String> found = new TreeMap<>();
    response.body().text().lines().map(l -> l.split("=")).forEach(p -> found.put(p[0], p[1]));
    return MembershipAnswer.shows(found);
  }
}
