package io.cloudrelease.http.okhttp;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/** Reads a whole answer into memory, within a limit. */
final class Answers {
  private final long largest;

  Answers(long largest) {
    this.largest = largest;
  }

  HttpResponse read(Response response, Passage passage) throws IOException {
    HttpBody body = body(response);
    return HttpResponse.of(passage.status(), headers(response.headers(), passage), body);
  }

  private HttpBody body(Response response) throws IOException {
    String coding = response.header("Content-Encoding");
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw new UnreadableAnswerException("the answer came in a coding nobody asked for");
    }
    ResponseBody body = response.body();
    long promised = body.contentLength();
    BufferedSource source = body.source();
    if (promised > largest || source.request(largest + 1)) {
      throw new UnreadableAnswerException("the answer is longer than " + largest + " bytes");
    }
    byte[] bytes = source.getBuffer().readByteArray();
    // OkHttp checks this for HTTP/1.1 and not for HTTP/2.
    if (promised > bytes.length) {
      throw new UnreadableAnswerException("the answer was cut short");
    }
    return HttpBody.wrap(bytes);
  }

  private static List<Header> headers(Headers headers, Passage passage) {
    List<Header> copy = new ArrayList<>(headers.size() + 1);
    for (int i = 0; i < headers.size(); i++) {
      copy.add(new Header(headers.name(i), headers.value(i)));
    }
    String retryAfter = passage.retryAfter();
    if (retryAfter != null) {
      copy.add(new Header("Retry-After", retryAfter));
    }
    return copy;
  }
}
