package io.cloudrelease.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Reads HTTP/1.1 requests off one connection, with bodies of a stated length or in chunks. */
final class RequestReader {
  private final InputStream in;
  private byte[] buffer = new byte[16 * 1024];
  private int from;
  private int to;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /**
   * A request.
   *
   * @param head request line and headers
   * @param body without what its transfer adds
   */
  record Request(String head, String body) {

    /** The value of that header, given in lower case; empty for none. */
    String header(String name) {
      String lower = head.toLowerCase(Locale.ROOT);
      int at = lower.indexOf("\r\n" + name + ':');
      if (at < 0) {
        return "";
      }
      int start = at + name.length() + 3;
      return head.substring(start, head.indexOf("\r\n", start)).trim();
    }
  }

  /** The next one; null when the client has closed the connection. */
  Request next() throws IOException {
    int end = indexAfter("\r\n\r\n");
    if (end < 0) {
      return null;
    }
    Request request = new Request(take(end - from), "");
    if (request.header("transfer-encoding").equalsIgnoreCase("chunked")) {
      return new Request(request.head(), chunks());
    }
    String length = request.header("content-length");
    return new Request(request.head(), length.isEmpty() ? "" : take(Integer.parseInt(length)));
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int end = indexAfter("\r\n");
      if (end < 0) {
        throw new IOException("cut off within a chunk");
      }
      int size = Integer.parseInt(take(end - from).trim(), 16);
      body.append(take(size));
      take(2);
      if (size == 0) {
        return body.toString();
      }
    }
  }

  /** Where that text ends; -1 when nothing more comes. */
  private int indexAfter(String mark) throws IOException {
    int at = from;
    while (true) {
      for (; at + mark.length() <= to; at++) {
        if (isAt(mark, at)) {
          return at + mark.length();
        }
      }
      int done = at - from;
      if (!fill()) {
        return -1;
      }
      at = from + done;
    }
  }

  private boolean isAt(String mark, int at) {
    for (int i = 0; i < mark.length(); i++) {
      if (buffer[at + i] != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String take(int length) throws IOException {
    while (to - from < length) {
      if (!fill()) {
        throw new IOException("cut off within a body");
      }
    }
    String text = new String(buffer, from, length, StandardCharsets.ISO_8859_1);
    from += length;
    return text;
  }

  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, to, buffer.length - to);
    to += Math.max(0, read);
    return read >= 0;
  }
}
