package io.cloudrelease.http.okhttp;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.TransportException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * One line per exchange at DEBUG: method, host, outcome, time and request ids. Of the headers only
 * request ids of the answer are named, and only if they look like ids.
 */
final class ExchangeLog {
  private static final List<String> REQUEST_IDS =
      List.of("x-acs-request-id", "x-tc-requestid", "x-request-id", "request-id", "cf-ray");
  private static final int LONGEST_ID = 80;

  private final Logger logger;

  ExchangeLog(Logger logger) {
    this.logger = logger;
  }

  void answered(HttpRequest request, HttpResponse response, long nanos) {
    if (logger.isDebugEnabled()) {
      logger.debug("{} {} in {} ms{}", request, response, nanos / 1_000_000, ids(response));
    }
  }

  void failed(HttpRequest request, TransportException failure, long nanos) {
    if (logger.isDebugEnabled()) {
      logger.debug(
          "{} {} in {} ms: {}", request, failure.phase(), nanos / 1_000_000, failure.getMessage());
    }
  }

  private static String ids(HttpResponse response) {
    StringBuilder ids = new StringBuilder();
    for (String name : REQUEST_IDS) {
      Optional<String> id = response.header(name).filter(ExchangeLog::looksLikeAnId);
      id.ifPresent(value -> ids.append(' ').append(name).append('=').append(value));
    }
    return ids.toString();
  }

  private static boolean looksLikeAnId(String text) {
    return text.length() <= LONGEST_ID
        && text.chars().allMatch(c -> c == '-' || c == '_' || isLetterOrDigit(c));
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
