package io.cloudrelease.spi.listing;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;
import java.util.List;
import java.util.Optional;

/**
 * A provider that can tell members of scaling groups and node pools: released, they are replaced by
 * new ones. Optional: a {@link CloudProvider} implements it or not. Pure functions, as those of
 * {@link CloudProvider}.
 */
public interface GroupMembership {

  /**
   * The group that a look shows the instance to belong to, as people name it ({@code scaling group
   * asg-1}); empty when it shows none, which proves nothing: tags can be taken off.
   */
  Optional<String> groupOf(Snapshot snapshot);

  /**
   * The calls that say for certain who is a member; each is asked for every instance. {@code
   * maxBatch} is the most ids in one.
   */
  List<ActionFacts> membershipActions();

  /** How a call of that action is signed: it may belong to another service of the cloud. */
  RequestSigner membershipSigner(String action);

  /** The call for these instances. */
  ApiRequest encodeMembership(MembershipQuery query);

  /** Reads the answer to it. Never throws for what a server may send. */
  MembershipAnswer readMembership(MembershipQuery query, HttpResponse response);
}
