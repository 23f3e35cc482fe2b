package io.cloudrelease.tencent;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.GroupMembership;
import io.cloudrelease.spi.InstanceListing;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.MembershipAnswer;
import io.cloudrelease.spi.MembershipQuery;
import io.cloudrelease.spi.PageAnswer;
import io.cloudrelease.spi.PageQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.RegionAnswer;
import io.cloudrelease.spi.RegionListing;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.tencent.groups.Groups;
import io.cloudrelease.tencent.listing.CvmPages;
import io.cloudrelease.tencent.listing.Regions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One account on Tencent Cloud CVM. */
final class CvmProvider implements CloudProvider, InstanceListing, RegionListing, GroupMembership {

  private static final String ID_PREFIX = "ins-";

  private final ProviderFacts facts;
  private final CvmApi api;
  private final Tc3Signer signer;
  private final CredentialsProvider credentials;
  private final CvmPages pages;
  private final Groups groups;

  CvmProvider(String name, CvmApi api, Tc3Signer signer, CredentialsProvider credentials) {
    this.facts = factsOf(name);
    this.api = api;
    this.signer = signer;
    this.credentials = credentials;
    this.pages = new CvmPages(api::describe, CvmInstances::row);
    this.groups = new Groups(api::call);
  }

  /**
   * Batches and rates as on the pages of the two actions. The vendor's own Terraform provider waits
   * 10 s before it believes what is shown after a call; how far behind a list can be, no page says.
   * A signature is good for 5 minutes, so long may a call without an answer still be carried out.
   */
  private static ProviderFacts factsOf(String name) {
    ActionFacts terminate =
        new ActionFacts(CvmApi.TERMINATE, CvmApi.MAX_IDS, 10, false, Duration.ofSeconds(30));
    return ProviderFacts.builder(name)
        .cloud("tencent-cvm")
        .regional(true)
        .idExample("ins-3jaw1j8m")
        .releaseActions(List.of(terminate))
        .lookAction(
            new ActionFacts(CvmApi.DESCRIBE, CvmApi.MAX_IDS, 40, false, Duration.ofSeconds(10)))
        .errors(CvmErrors.TABLE)
        .settlingTime(Duration.ofSeconds(10))
        .longestLag(Duration.ofMinutes(5))
        .longestDelay(Duration.ofMinutes(5))
        .build();
  }

  @Override
  public ProviderFacts facts() {
    return facts;
  }

  @Override
  public RequestSigner signer() {
    return signer;
  }

  @Override
  public CredentialsProvider credentials() {
    return credentials;
  }

  @Override
  public boolean acceptsId(String id) {
    return hasIdForm(id, true);
  }

  @Override
  public boolean recognizesId(String id) {
    return hasIdForm(id, false);
  }

  /** The prefix, then at least one letter or digit; the length is left open. */
  private static boolean hasIdForm(String id, boolean lenient) {
    if (!id.startsWith(ID_PREFIX) || id.length() == ID_PREFIX.length()) {
      return false;
    }
    for (int i = ID_PREFIX.length(); i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!plain && !(lenient && (c == '-' || c == '_'))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Assessment assess(Snapshot snapshot, Intent intent) {
    return CvmRules.assess(snapshot, intent);
  }

  @Override
  public Assessment assessUnseen(Intent intent) {
    return CvmRules.assessUnseen(intent);
  }

  @Override
  public ApiRequest encodeRelease(ReleaseBatch batch) {
    return api.terminate(batch);
  }

  /** A success names no id: it means that the call as a whole was accepted. */
  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    CvmAnswer answer = CvmAnswer.ofRelease(response, batch.ids());
    return answer
        .failure()
        .map(ReleaseAnswer::failed)
        .orElseGet(() -> ReleaseAnswer.accepted(answer.requestId()));
  }

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    return api.describe(query);
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse response) {
    CvmAnswer answer = CvmAnswer.ofLook(response, query.ids());
    return answer
        .failure()
        .map(LookAnswer::failed)
        .orElseGet(() -> CvmInstances.read(query, answer.response()));
  }

  @Override
  public ApiRequest encodePage(PageQuery query) {
    return pages.encode(query);
  }

  @Override
  public PageAnswer readPage(PageQuery query, HttpResponse response) {
    CvmAnswer answer = CvmAnswer.ofLook(response, List.of());
    return answer
        .failure()
        .map(pages::refused)
        .orElseGet(() -> pages.read(query, answer.response()));
  }

  @Override
  public boolean pagesOverlap() {
    return true;
  }

  @Override
  public ActionFacts regionAction() {
    return Regions.DESCRIBE;
  }

  @Override
  public RequestSigner regionSigner() {
    return signer.service(Regions.SERVICE);
  }

  @Override
  public ApiRequest encodeRegions() {
    return api.call(Regions.SERVICE, Regions.VERSION, Regions.DESCRIBE.name(), "", Regions.body());
  }

  @Override
  public RegionAnswer readRegions(HttpResponse response) {
    CvmAnswer answer = CvmAnswer.ofRead(response, "RegionSet");
    return answer
        .failure()
        .map(RegionAnswer::failed)
        .orElseGet(() -> Regions.read(answer.response()));
  }

  @Override
  public Optional<String> groupOf(Snapshot snapshot) {
    return Groups.shown(snapshot);
  }

  @Override
  public List<ActionFacts> membershipActions() {
    return Groups.actions();
  }

  @Override
  public RequestSigner membershipSigner(String action) {
    return signer.service(Groups.serviceOf(action));
  }

  @Override
  public ApiRequest encodeMembership(MembershipQuery query) {
    return groups.encode(query);
  }

  @Override
  public MembershipAnswer readMembership(MembershipQuery query, HttpResponse response) {
    CvmAnswer answer = CvmAnswer.ofRead(response, Groups.setOf(query.action()));
    return answer
        .failure()
        .map(
            failure ->
                Groups.refused(
                    query,
                    failure,
                    CvmErrors.TABLE.match(failure.status(), failure.code()).category()))
        .orElseGet(() -> Groups.read(query, answer.response()));
  }

  @Override
  public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
    return CvmRules.collateral(snapshot, intent);
  }

  @Override
  public Optional<Duration> recycleBinRetention(Snapshot snapshot) {
    return CvmRules.retention(snapshot);
  }

  /**
   * Calls are counted by action, access region and sub-account, and the access region is that of
   * the server the host leads to, not the one the call is about: the common host is one for all
   * regions (API rate limits, 1278/109059).
   */
  @Override
  public String accessHost(String region) {
    return api.accessHost(region);
  }

  @Override
  public boolean usesHttps() {
    return api.usesHttps();
  }

  // recycledIsFree stays false: disks paid by use and network traffic may go on being billed there
  // (CVM, recycle bin, fees).

  @Override
  public String toString() {
    return "CvmProvider[" + facts.name() + "]";
  }
}
