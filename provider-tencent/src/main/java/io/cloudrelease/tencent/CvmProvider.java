package io.cloudrelease.tencent;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.identity.WhoAmI;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import io.cloudrelease.spi.listing.GroupMembership;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.spi.listing.RegionAnswer;
import io.cloudrelease.spi.listing.RegionListing;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundInquiry;
import io.cloudrelease.spi.refund.RefundQuery;
import io.cloudrelease.tencent.groups.Groups;
import io.cloudrelease.tencent.leftovers.Leftovers;
import io.cloudrelease.tencent.leftovers.Refunds;
import io.cloudrelease.tencent.listing.CvmPages;
import io.cloudrelease.tencent.listing.Regions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One account on Tencent Cloud CVM. */
final class CvmProvider
    implements CloudProvider,
        WhoAmI,
        InstanceListing,
        RegionListing,
        GroupMembership,
        LeftoverListing,
        RefundInquiry {

  private static final String ID_PREFIX = "ins-";

  private final ProviderFacts facts;
  private final CvmCalls calls;
  private final Tc3Signer signer;
  private final CredentialsProvider credentials;
  private final StsIdentity identity;
  private final CvmPages pages;
  private final Groups groups;
  private final Leftovers leftovers;

  CvmProvider(
      String name,
      CvmCalls calls,
      Tc3Signer signer,
      CredentialsProvider credentials,
      Endpoint tokenService) {
    this.identity = new StsIdentity(tokenService);
    this.facts = factsOf(name);
    this.calls = calls;
    this.signer = signer;
    this.credentials = credentials;
    this.pages = new CvmPages(calls::describe, CvmAnswers::row);
    this.groups = new Groups(calls::call);
    this.leftovers = new Leftovers(calls::call);
  }

  /**
   * Batches and rates as on the pages of the two actions. The vendor's own Terraform provider waits
   * 10 s before it believes what is shown after a call; how far behind a list can be, no page says.
   * A signature is good for 5 minutes, so long may a call without an answer still be carried out.
   */
  private static ProviderFacts factsOf(String name) {
    ActionFacts terminate =
        ActionFacts.of(CvmCalls.TERMINATE, CvmCalls.MAX_IDS, 10, Duration.ofSeconds(30));
    return ProviderFacts.of(
            name,
            ActionFacts.of(CvmCalls.DESCRIBE, CvmCalls.MAX_IDS, 40, Duration.ofSeconds(10)),
            List.of(terminate))
        .cloud("tencent-cvm")
        .regional(true)
        .idExample("ins-3jaw1j8m")
        .errors(CvmErrors.TABLE)
        .settlingTime(Duration.ofSeconds(10))
        .longestLag(Duration.ofMinutes(5))
        .longestDelay(Duration.ofMinutes(5));
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
    return calls.terminate(batch);
  }

  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    return CvmAnswers.release(batch, response);
  }

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    return calls.describe(query);
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse response) {
    return CvmAnswers.look(query, response);
  }

  @Override
  public ApiRequest encodePage(PageQuery query) {
    return pages.encode(query);
  }

  @Override
  public PageAnswer readPage(PageQuery query, HttpResponse response) {
    return CvmEnvelope.ofLook(response, List.of())
        .read(pages::refused, answer -> pages.read(query, answer));
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
    return calls.call(
        Regions.SERVICE, Regions.VERSION, Regions.DESCRIBE.name(), "", Regions.body());
  }

  @Override
  public RegionAnswer readRegions(HttpResponse response) {
    return CvmEnvelope.ofRead(response, "RegionSet").read(RegionAnswer::failed, Regions::read);
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
    return CvmEnvelope.ofRead(response, Groups.setOf(query.action()))
        .read(
            failure -> Groups.refused(query, failure, CvmErrors.TABLE),
            answer -> Groups.read(query, answer));
  }

  @Override
  public List<LeftoverItem> shown(Snapshot snapshot, Intent intent) {
    return CvmRules.shown(snapshot, intent);
  }

  @Override
  public List<LeftoverCall> leftoverCalls() {
    return Leftovers.calls();
  }

  @Override
  public List<String> subjects(LeftoverCall call, Snapshot snapshot) {
    return call.by() == LeftoverCall.By.DISK
        ? CvmRules.disks(snapshot)
        : List.of(snapshot.ref().id());
  }

  @Override
  public RequestSigner leftoverSigner(LeftoverCall call) {
    return signer.service(Leftovers.serviceOf(call));
  }

  @Override
  public ApiRequest encodeLeftovers(LeftoverQuery query) {
    return leftovers.encode(query);
  }

  @Override
  public LeftoverAnswer readLeftovers(LeftoverQuery query, HttpResponse response) {
    return CvmEnvelope.ofRead(response, Leftovers.setOf(query.call()))
        .read(
            failure -> Leftovers.refused(query, failure, CvmErrors.TABLE),
            answer -> Leftovers.read(query, answer));
  }

  @Override
  public String freedBy(Leftover.Kind kind) {
    return Leftovers.freedBy(kind);
  }

  @Override
  public boolean isPrepaid(Snapshot snapshot) {
    return snapshot.chargeType().equals(CvmRules.PREPAID);
  }

  @Override
  public ActionFacts refundAction() {
    return Refunds.INQUIRY;
  }

  @Override
  public RequestSigner refundSigner() {
    return signer;
  }

  @Override
  public ApiRequest encodeRefund(RefundQuery query) {
    return calls.call(
        CvmCalls.SERVICE,
        CvmCalls.VERSION,
        Refunds.INQUIRY.name(),
        query.region(),
        Refunds.body(query));
  }

  @Override
  public RefundAnswer readRefund(RefundQuery query, HttpResponse response) {
    return CvmEnvelope.ofRead(response, Refunds.SET).read(Refunds::refused, Refunds::read);
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
    return calls.accessHost(region);
  }

  // recycledIsFree stays false: disks paid by use and network traffic may go on being billed there
  // (CVM, recycle bin, fees).

  @Override
  public ActionFacts whoAmIAction() {
    return StsIdentity.ACTION;
  }

  @Override
  public ApiRequest encodeWhoAmI() {
    return identity.request();
  }

  @Override
  public RequestSigner whoAmISigner() {
    return StsIdentity.SIGNER;
  }

  @Override
  public Answer readWhoAmI(HttpResponse response) {
    return StsIdentity.read(response);
  }

  @Override
  public String toString() {
    return "CvmProvider[" + facts.name() + "]";
  }
}
