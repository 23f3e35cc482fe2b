package io.cloudrelease.spi.leftover;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.CloudProvider;
import java.util.List;

/**
 * A provider that can tell what its instances leave behind. Optional: a {@link CloudProvider}
 * implements it or not. Pure functions, as those of {@link CloudProvider}.
 *
 * <p>The ids are collected before a release, since after it the instance leads to nothing any more:
 * from the look, and by the calls that find what the look does not show. After the release they are
 * asked for by id.
 */
public interface LeftoverListing {

  /** What the look itself shows to hang on the instance. */
  List<LeftoverItem> shown(Snapshot snapshot, Intent intent);

  /**
   * All calls: those that find what hangs on instances, and for each kind the one that asks by id
   * ({@link LeftoverCall.By#ID}).
   */
  List<LeftoverCall> leftoverCalls();

  /**
   * What a finding call has to name for that instance, in the words of its {@link LeftoverCall#by};
   * empty when there can be nothing to find.
   */
  List<String> subjects(LeftoverCall call, Snapshot snapshot);

  /** How that call is signed: it may belong to another service of the cloud. */
  RequestSigner leftoverSigner(LeftoverCall call);

  /** The call. */
  ApiRequest encodeLeftovers(LeftoverQuery query);

  /**
   * Reads the answer to it. Never throws for what a server may send. An {@linkplain
   * LeftoverItem#address address} without an id, of a call that was asked about it, is one of which
   * the answer tells nothing although it should.
   */
  LeftoverAnswer readLeftovers(LeftoverQuery query, HttpResponse response);

  /** The cloud's API action that frees such a thing. */
  String freedBy(Leftover.Kind kind);
}
