package io.cloudrelease.zenlayer;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
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
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.PageAnswer;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.zenlayer.credentials.ZenlayerCredentials;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One Zenlayer account on one product. */
final class ZenlayerProvider implements CloudProvider, WhoAmI, InstanceListing, LeftoverListing {
  private static final String ID_EXAMPLE = "1234567890123456789";

  // The rate limit page gives no figures; these are guesses, and throttling answers teach the rest.
  private static final double WRITES_PER_SECOND = 10;
  private static final double READS_PER_SECOND = 20;

  // The vendor's SDK waits 10 s for everything, which releases are known to exceed.
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration SETTLING_TIME = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(3);

  /** BMC API, page TerminateInstance; for VM the pricing pages, general life cycle rules. */
  private static final Duration BIN_RETENTION = Duration.ofHours(24);

  private static final Duration LONGEST_LAG = Duration.ofMinutes(5);

  /** So long is a signature good for, and may a call without an answer still be carried out. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  private final Product product;
  private final ZenlayerApiVersion version;
  private final ZenlayerRules rules;
  private final ZenlayerCalls calls;
  private final ProviderFacts facts;
  private final RequestSigner signer = new Zc2Signer();
  private final CredentialsProvider credentials;

  private ZenlayerProvider(Product product, ProviderSettings settings, ZenlayerOptions options) {
    this.product = product;
    this.version = options.apiVersion();
    this.rules =
        product == Product.ZEC
            ? new ZenlayerRules.Zec(product.hasDependResource(version), options.recycleBin())
            : new ZenlayerRules.WithBin(product);
    NamedEndpoint named = NamedEndpoint.of(settings);
    this.calls = new ZenlayerCalls(product, named.endpoint(), version);
    this.facts = facts(product, settings.name(), rules);
    this.credentials = named.keys(ZenlayerCredentials.of(settings));
  }

  static CloudProvider create(Product product, ProviderSettings settings, ZenlayerOptions options) {
    return new ZenlayerProvider(product, settings, options);
  }

  static ActionFacts write(String action, int maxBatch) {
    return ActionFacts.of(action, maxBatch, WRITES_PER_SECOND, WRITE_TIMEOUT);
  }

  private static ProviderFacts facts(Product product, String name, ZenlayerRules rules) {
    return ProviderFacts.of(
            name,
            ActionFacts.of(
                ZenlayerCalls.DESCRIBE, ZenlayerCalls.MAX_IDS, READS_PER_SECOND, READ_TIMEOUT),
            rules.actions())
        .cloud(product.kind())
        .idExample(ID_EXAMPLE)
        .errors(ZenlayerErrors.TABLE)
        .settlingTime(SETTLING_TIME)
        .longestLag(LONGEST_LAG)
        .longestDelay(LONGEST_DELAY)
        .pollInterval(POLL_INTERVAL);
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

  /** No form of Zenlayer's ids is documented, so all that can stand in a reference may be one. */
  @Override
  public boolean acceptsId(String id) {
    return !id.isBlank();
  }

  @Override
  public Assessment assess(Snapshot snapshot, Intent intent) {
    return switch (snapshot.phase()) {
      case STABLE -> rules.settled(snapshot, intent);
      case CHANGING -> Assessment.changing();
      case LEAVING ->
          snapshot.state().equalsIgnoreCase("RECYCLING")
              ? Assessment.leavingIntoBin()
              : Assessment.leaving();
      case RECYCLED -> intent.goal() == Goal.RELEASE ? Assessment.atGoal() : rules.binned(intent);
      case ABSENT ->
          Assessment.refused(
              ReleaseError.of(ErrorCategory.NOT_FOUND, "", "a look does not show it"));
      case UNRECOGNIZED -> Assessment.refused(unknownState(snapshot));
    };
  }

  private ReleaseError unknownState(Snapshot snapshot) {
    String state = snapshot.state().isEmpty() ? "no state" : "the state " + snapshot.state();
    return ReleaseError.of(
            ErrorCategory.WRONG_STATE, "", "it has " + state + ", which is not known here")
        .hint("look at the instance in the console; nothing was sent for this state");
  }

  @Override
  public Assessment assessUnseen(Intent intent) {
    return rules.unseen(intent);
  }

  @Override
  public ApiRequest encodeRelease(ReleaseBatch batch) {
    return calls.release(batch);
  }

  @Override
  public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
    return ZenlayerAnswers.release(batch, response);
  }

  @Override
  public ApiRequest encodeLook(LookQuery query) {
    return calls.look(query);
  }

  @Override
  public LookAnswer readLook(LookQuery query, HttpResponse response) {
    return ZenlayerAnswers.look(product, query, response);
  }

  @Override
  public ApiRequest encodePage(PageQuery query) {
    return calls.page(query);
  }

  @Override
  public PageAnswer readPage(PageQuery query, HttpResponse response) {
    return ZenlayerAnswers.page(product, query, response);
  }

  @Override
  public List<LeftoverItem> shown(Snapshot snapshot, Intent intent) {
    return Attachment.shown(snapshot, product, version, intent.collateral());
  }

  @Override
  public List<LeftoverCall> leftoverCalls() {
    return product.leftovers().calls();
  }

  @Override
  public List<String> subjects(LeftoverCall call, Snapshot snapshot) {
    return switch (call.by()) {
      case DISK -> Attachment.disks(snapshot);
      case ADDRESS -> Attachment.addresses(snapshot);
      default ->
          Attachment.addresses(snapshot).isEmpty() ? List.of() : List.of(snapshot.ref().id());
    };
  }

  @Override
  public RequestSigner leftoverSigner(LeftoverCall call) {
    return signer;
  }

  @Override
  public ApiRequest encodeLeftovers(LeftoverQuery query) {
    return calls.leftovers(query);
  }

  @Override
  public LeftoverAnswer readLeftovers(LeftoverQuery query, HttpResponse response) {
    return ZenlayerAnswers.leftovers(query, response, product.hasDependResource(version));
  }

  @Override
  public String freedBy(Leftover.Kind kind) {
    return product.leftovers().freedBy(kind);
  }

  @Override
  public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
    return Attachment.of(snapshot, product, version, intent.collateral());
  }

  /** Of ZEC it is only said that some accounts keep instances for a while. */
  @Override
  public Optional<Duration> recycleBinRetention(Snapshot snapshot) {
    return product == Product.ZEC ? Optional.empty() : Optional.of(BIN_RETENTION);
  }

  @Override
  public String accessHost(String region) {
    return calls.endpoint().hostHeader();
  }

  @Override
  public ActionFacts whoAmIAction() {
    return BalanceCall.ACTION;
  }

  @Override
  public ApiRequest encodeWhoAmI() {
    return BalanceCall.request(calls.endpoint());
  }

  @Override
  public RequestSigner whoAmISigner() {
    return signer;
  }

  @Override
  public Answer readWhoAmI(HttpResponse response) {
    return BalanceCall.read(response);
  }

  /** Documented for BMC only, and there for instances that are paid by use. */
  @Override
  public boolean recycledIsFree(Snapshot snapshot) {
    return product == Product.BMC && "POSTPAID".equalsIgnoreCase(snapshot.chargeType());
  }
}
