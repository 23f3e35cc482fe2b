package io.cloudrelease.spi;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.PaceAdvice;
import io.cloudrelease.signing.RequestSigner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One account on one cloud: standing facts and pure functions. The core owns everything between
 * them: threads, pace, signing time, sending, retrying, settling, journal, deadline.
 *
 * <p>All methods are pure (but for {@link #credentials}, which may cache), thread-safe and never
 * block. What they throw is a broken contract: the instances concerned get a truthful verdict and
 * the run goes on.
 */
public interface CloudProvider {

  /** The standing facts; the same at every call. */
  ProviderFacts facts();

  /** How requests are signed. */
  RequestSigner signer();

  /** Where keys come from. */
  CredentialsProvider credentials();

  /** Whether this could be an id of this cloud. Must be true for everything the cloud may issue. */
  boolean acceptsId(String id);

  /**
   * Whether ids of this form are written by this cloud and hardly by another ({@code ins-...});
   * used to say "this looks like an id of ...".
   */
  default boolean recognizesId(String id) {
    return false;
  }

  /** What should happen next with an instance that a look showed (never one that is absent). */
  Assessment assess(Snapshot snapshot, Intent intent);

  /** What to send for an instance that was not looked at; assume the worst of it. */
  Assessment assessUnseen(Intent intent);

  /** The destructive call for a batch. */
  ApiRequest encodeRelease(ReleaseBatch batch);

  /** Reads the answer to it. Never throws for what a server may send. */
  ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response);

  /** The reading call: explicit ids and an explicit page size of at least their number. */
  ApiRequest encodeLook(LookQuery query);

  /** Reads the answer to it. Never throws for what a server may send. */
  LookAnswer readLook(LookQuery query, HttpResponse response);

  /** What is attached to an instance, and whether it goes or stays with a release so intended. */
  default List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
    return List.of();
  }

  /** How long an instance that was put into the recycle bin can be taken out again, where known. */
  default Optional<Duration> recycleBinRetention(Snapshot snapshot) {
    return Optional.empty();
  }

  /** Whether this instance, in the recycle bin, is known to cost nothing. */
  default boolean recycledIsFree(Snapshot snapshot) {
    return false;
  }

  /**
   * What the cloud counts calls by, beside key and action: as a rule the host that calls about that
   * region go to. Regions of one host share its rate, and each host has a rate of its own. Default:
   * the region, or the kind of cloud where there are none.
   *
   * @param region empty where the cloud has none
   */
  default String accessHost(String region) {
    return region.isEmpty() ? facts().cloud() : region;
  }

  /**
   * What an answer, of whatever kind, says of the pace the cloud wants; default the header {@code
   * Retry-After}. Never throws for what a server may send.
   */
  default PaceAdvice paceAdvice(HttpResponse response) {
    return PaceAdvice.retryAfter(response);
  }
}
