package io.cloudrelease.http.okhttp;

/**
 * What keeps OkHttp from putting a second request on the wire, or a first one on a connection that
 * is dead or holds the answer to another. Most of them overlap on purpose: an OkHttp that changes
 * one of its habits must not cost an instance. The shipped transport has all of them.
 */
enum Guard {
  /** The body may be written once: ends the retry after 503 with {@code Retry-After: 0}. */
  ONE_SHOT_BODY,
  /** No second attempt after a cut connection, none to another address, none after 408. */
  NO_CONNECTION_RETRY,
  /** 307 and 308 would repeat the POST, 301 to 303 would add a GET whose 200 looks like success. */
  NO_REDIRECTS,
  /** OkHttp never sees 503's Retry-After: a GET has no body that could be one-shot. */
  HIDDEN_RETRY_AFTER,
  /** No HTTP/2 connection of another host is used, so 421 Misdirected Request has no cause. */
  NO_COALESCING,
  /** The last line: whatever OkHttp intends, one call passes the gate to the wire once. */
  ONE_PASSAGE,
  /** A destructive request opens a connection of its own: no answer of another call lies on it. */
  OWN_CONNECTION,
  /** Any other request finds out that a pooled connection is dead before it is written to. */
  LIVE_CONNECTION
}
