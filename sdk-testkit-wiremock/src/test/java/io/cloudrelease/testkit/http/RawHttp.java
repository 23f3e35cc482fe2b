package io.cloudrelease.testkit.http;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One request over one socket, byte for byte as given: nothing is sent again, nothing is changed.
 */
final class RawHttp {
  private RawHttp() {}

  static HttpResponse send(HttpRequest request, Duration timeout) throws IOException {
    return send(request, request.target(), timeout);
  }

  static HttpResponse send(HttpRequest request, String target, Duration timeout)
      throws IOException {
    try (Socket socket = new Socket(request.endpoint().host(), request.endpoint().port())) {
      socket.setSoTimeout((int) timeout.toMillis());
      StringBuilder head = new StringBuilder();
      head.append(request.method()).append(' ').append(target).append(" HTTP/1.1\r\n");
      if (request.header("Host").isEmpty()) {
        head.append("Host: ").append(request.endpoint().hostHeader()).append("\r\n");
      }
      for (Header header : request.headers()) {
        head.append(header.name()).append(": ").append(header.value()).append("\r\n");
      }
      head.append("Connection: close\r\nContent-Length: ")
          .append(request.body().bytes().length)
          .append("\r\n\r\n");
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(request.body().bytes());
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    }
  }

  private static HttpResponse read(InputStream in) throws IOException {
    String statusLine = line(in);
    List<Header> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).trim()));
    }
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    HttpResponse response = HttpResponse.of(status, headers, HttpBody.empty());
    byte[] body;
    if (response.header("Transfer-Encoding").isPresent()) {
      body = chunks(in);
    } else if (response.header("Content-Length").isPresent()) {
      body = exactly(in, Integer.parseInt(response.header("Content-Length").orElseThrow()));
    } else {
      body = in.readAllBytes();
    }
    return HttpResponse.of(status, headers, HttpBody.wrap(body));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(exactly(in, size));
      line(in);
    }
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer broke off after " + bytes.length + " of " + length);
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended inside the head");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
