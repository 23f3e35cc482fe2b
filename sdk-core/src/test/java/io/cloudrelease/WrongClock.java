package io.cloudrelease;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Answers tell the right time, but those to calls with that text in them, which are far ahead. */
record WrongClock(FakeCloud cloud, String text, InstantSource time) implements HttpTransport {
  static final Duration AHEAD = Duration.ofDays(60);

  @Override
  public HttpResponse send(HttpRequest request) throws TransportException {
    HttpResponse answer = cloud.send(request);
    boolean wrong = request.body().text().contains(text);
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            time.instant().plus(wrong ? AHEAD : Duration.ZERO).atZone(ZoneOffset.UTC));
    return HttpResponse.of(answer.status(), List.of(new Header("Date", date)), answer.body());
  }

  @Override
  public void close() {}
}
