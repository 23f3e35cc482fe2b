package io.cloudrelease.aliyun;

import io.cloudrelease.aliyun.AliyunEcs.Signature;
import io.cloudrelease.aliyun.AliyunEcs.Site;
import io.cloudrelease.aliyun.credentials.AliyunCredentials;
import io.cloudrelease.aliyun.groups.EssGroups;
import io.cloudrelease.aliyun.leftovers.Leftovers;
import io.cloudrelease.aliyun.leftovers.Refunds;
import io.cloudrelease.aliyun.listing.EcsPages;
import io.cloudrelease.aliyun.listing.EcsRegions;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.PaceAdvice;
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
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.spi.listing.RegionAnswer;
import io.cloudrelease.spi.listing.RegionListing;
import io.cloudrelease.spi.refund.RefundAnswer;
import io.cloudrelease.spi.refund.RefundInquiry;
import io.cloudrelease.spi.refund.RefundQuery;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One account on Alibaba Cloud ECS. */
final class EcsProvider
    implements CloudProvider,
        WhoAmI,
        InstanceListing,
        RegionListing,
        GroupMembership,
        LeftoverListing,
        RefundInquiry {

  // The vendor publishes no figures for these two actions, only that limits are per account, region
  // and action. These are guesses; the core slows down where the cloud says so. Low ones: what is
  // throttled once is throttled for the rest of the minute.
  private static final double GUESSED_DELETES_PER_SECOND = 5;
  private static final double GUESSED_LOOKS_PER_SECOND = 20;

  // A released instance may stay listed for a while, as Stopped as before; how long is not
  // documented. Until then "unchanged" proves nothing.
  private static final Duration SETTLING_TIME = Duration.ofSeconds(60);

  // ECS says of itself that lists are consistent eventually, and names no bound ("Final consistency
  // of Alibaba Cloud ECS OpenAPI resources"). This one is a guess.
  private static final Duration LONGEST_LAG = Duration.ofMinutes(5);

  /**
   * A signed request is taken for so long (request syntax and signature method V3), so that a call
   * without an answer may still be carried out until then.
   */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /**
   * The gateway answers after 60 seconds at the latest, as the vendor's forum says. Who waits less
   * makes an unknown outcome of what would have been an answer.
   */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(70);

  /** What is throttled in one minute is taken in the next (ECS, API call throttling). */
  private static final Duration COUNTED_BY = Duration.ofMinutes(1);

  private static final ActionFacts DELETE =
      ActionFacts.of(EcsCalls.DELETE, EcsCalls.MAX_IDS, GUESSED_DELETES_PER_SECOND, LONGEST_ANSWER)
          .idempotencyToken(true);
  private static final ActionFacts DESCRIBE =
      ActionFacts.of(
          EcsCalls.DESCRIBE, EcsCalls.MAX_IDS, GUESSED_LOOKS_PER_SECOND, Duration.ofSeconds(10));

  private final ProviderFacts facts;
  private final ProviderSettings settings;
  private final AliyunOptions options;
  private final RequestSigner signer;
  private final CredentialsProvider credentials;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  EcsProvider(ProviderSettings settings, AliyunOptions options) {
    this.settings = settings;
    this.options = options;
    this.signer = options.signature() == Signature.V1 ? new RpcV1Signer() : new Acs3Signer();
    this.credentials =
        AliyunCredentials.of(
            settings, StsIdentity.SIGNER, local(settings), options.site() == Site.VPC);
    this.facts =
        ProviderFacts.of(settings.name(), DESCRIBE, List.of(DELETE))
            .cloud("aliyun-ecs")
            .regional(true)
            .idExample("i-bp1aaaaaaaaaaaaaaaa1")
            .errors(EcsErrors.TABLE)
            .settlingTime(SETTLING_TIME)
            .longestLag(LONGEST_LAG)
            .longestDelay(LONGEST_DELAY)
            .throttleWindow(COUNTED_BY)
            .nativeDryRun(true);
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

  /** Ids are {@code i-...}; those of the cloud's first years may be {@code AY...}. */
  @Override
  public boolean acceptsId(String id) {
    return id.startsWith("i-") && id.length() > 2 || id.startsWith("AY") && id.length() > 2;
  }

  /** {@code i-} and at least eight letters or digits; {@code ins-} is another cloud's. */
  @Override
  public boolean recognizesId(String id) {
    return id.startsWith("i-")
        && id.length() >= 10
        && id.chars()
            .skip(2)
            .allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
  }

  @Override
  public Assessment assess(Snapshot snapshot, Intent intent) {
    return EcsRules.assess(snapshot, intent);
  }

  @Override
  public Assessment assessUnseen(Intent intent) {
    return EcsRules.unseen();
  }

  @Override
  public ApiRequest encodeRelease(ReleaseBatch batch) {
    return EcsCalls.release(batch, endpoint(batch.region()));
  }

  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    return EcsAnswers.release(batch, response);
  }

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    return EcsCalls.look(query, endpoint(query.region()));
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse response) {
    return EcsAnswers.look(query, response);
  }

  @Override
  public ApiRequest encodePage(PageQuery query) {
    return EcsReads.page(query, endpoint(query.region()));
  }

  @Override
  public PageAnswer readPage(PageQuery query, HttpResponse response) {
    return EcsReads.readPage(query, response);
  }

  @Override
  public int mostUnder(ListFilter filter) {
    return EcsPages.mostUnder(filter);
  }

  @Override
  public ActionFacts regionAction() {
    return EcsRegions.DESCRIBE;
  }

  @Override
  public RequestSigner regionSigner() {
    return signer;
  }

  @Override
  public ApiRequest encodeRegions() {
    return EcsReads.regions(endpoint(EcsRegions.ASKED_IN));
  }

  @Override
  public RegionAnswer readRegions(HttpResponse response) {
    return EcsReads.readRegions(response);
  }

  @Override
  public Optional<String> groupOf(Snapshot snapshot) {
    return EssGroups.shown(snapshot);
  }

  @Override
  public List<ActionFacts> membershipActions() {
    return List.of(EssGroups.DESCRIBE);
  }

  @Override
  public RequestSigner membershipSigner(String action) {
    return signer;
  }

  @Override
  public ApiRequest encodeMembership(MembershipQuery query) {
    return EcsReads.membership(query, beside(EssGroups.host(query.region())));
  }

  @Override
  public MembershipAnswer readMembership(MembershipQuery query, HttpResponse response) {
    return EcsReads.readMembership(query, response);
  }

  @Override
  public List<LeftoverItem> shown(Snapshot snapshot, Intent intent) {
    return EcsRules.shown(snapshot);
  }

  @Override
  public List<LeftoverCall> leftoverCalls() {
    return Leftovers.calls();
  }

  @Override
  public List<String> subjects(LeftoverCall call, Snapshot snapshot) {
    return call.by() == LeftoverCall.By.INTERFACE
        ? EcsRules.interfaces(snapshot)
        : List.of(snapshot.ref().id());
  }

  @Override
  public RequestSigner leftoverSigner(LeftoverCall call) {
    return signer;
  }

  @Override
  public ApiRequest encodeLeftovers(LeftoverQuery query) {
    return EcsReads.leftovers(
        query,
        Leftovers.isOfVpc(query.call())
            ? beside(Leftovers.vpcHost(query.region()))
            : endpoint(query.region()));
  }

  @Override
  public LeftoverAnswer readLeftovers(LeftoverQuery query, HttpResponse response) {
    return EcsReads.readLeftovers(query, response);
  }

  @Override
  public String freedBy(Leftover.Kind kind) {
    return Leftovers.freedBy(kind);
  }

  @Override
  public boolean isPrepaid(Snapshot snapshot) {
    return snapshot.chargeType().equalsIgnoreCase(EcsInstance.PRE_PAID);
  }

  @Override
  public ActionFacts refundAction() {
    return Refunds.INQUIRY;
  }

  /** V3 by default: the vendor's own client for BSS leaves it so, while the one for STS sets V1. */
  @Override
  public RequestSigner refundSigner() {
    return signer;
  }

  @Override
  public ApiRequest encodeRefund(RefundQuery query) {
    return EcsReads.refund(query, beside(Refunds.HOST));
  }

  @Override
  public RefundAnswer readRefund(RefundQuery query, HttpResponse response) {
    return EcsReads.readRefund(query, response);
  }

  /** The host of another service; an endpoint by plain HTTP, as in tests, stands for all. */
  private Endpoint beside(Endpoint host) {
    return local(settings).orElse(host);
  }

  private static Optional<Endpoint> local(ProviderSettings settings) {
    return settings.endpoint().filter(endpoint -> !endpoint.isSecure());
  }

  @Override
  public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
    return EcsRules.collateral(snapshot);
  }

  /**
   * Calls are counted by account, region and action (ECS, API call throttling), whichever host they
   * go to: where one host serves several regions, the region tells them apart.
   */
  @Override
  public String accessHost(String region) {
    String host = endpoint(region).hostHeader();
    return host.contains(region) ? host : host + "/" + region;
  }

  @Override
  public PaceAdvice paceAdvice(HttpResponse response) {
    return EcsPace.read(response);
  }

  @Override
  public ActionFacts whoAmIAction() {
    return StsIdentity.ACTION;
  }

  @Override
  public ApiRequest encodeWhoAmI() {
    // Not before it is asked: a variable that is wrong is no trouble to whoever never asks.
    return StsIdentity.request(
        AliyunCredentials.tokenService(
            settings, StsIdentity.SIGNER, local(settings), options.site() == Site.VPC));
  }

  @Override
  public RequestSigner whoAmISigner() {
    return StsIdentity.SIGNER;
  }

  @Override
  public Answer readWhoAmI(HttpResponse response) {
    return StsIdentity.read(response);
  }

  private Endpoint endpoint(String region) {
    Optional<Endpoint> fixed = settings.endpoint();
    return fixed.isPresent()
        ? fixed.get()
        : endpoints.computeIfAbsent(region, name -> EcsHosts.of(name, options.site()));
  }

  @Override
  public String toString() {
    return "EcsProvider[" + settings.name() + "]";
  }
}
