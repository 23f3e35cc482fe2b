package io.cloudrelease.signing;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpRequest;

/**
 * Turns an API call into a signed HTTP request: places action, version, region and time where the
 * scheme wants them, and signs.
 *
 * <p>A pure function of its inputs, without clock or randomness of its own; thread-safe. Each
 * attempt is signed anew.
 */
@FunctionalInterface
public interface RequestSigner {

  HttpRequest sign(ApiRequest request, Credentials credentials, SigningContext context);
}
