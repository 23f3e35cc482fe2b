package io.cloudrelease.spi.listing;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudProvider;

/**
 * A provider that can say which regions its cloud has. Optional: a {@link CloudProvider} implements
 * it or not. Pure functions, as those of {@link CloudProvider}.
 */
public interface RegionListing {

  /** The action; its batch size is not used. */
  ActionFacts regionAction();

  /** How that call is signed: it may belong to another service of the cloud. */
  RequestSigner regionSigner();

  /** The call. */
  ApiRequest encodeRegions();

  /** Reads the answer to it. Never throws for what a server may send. */
  RegionAnswer readRegions(HttpResponse response);
}
