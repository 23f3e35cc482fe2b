package io.cloudrelease.plan;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.error.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The lines of a plan's file, each of a bounded length, and the digest of them. */
final class PlanLines {
  /** An instance with all the tags that clouds allow takes a tenth of it. */
  private static final int LONGEST = 1 << 20;

  private final InputStream in;
  private final MessageDigest digest = Hashes.sha256();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int size;
  private int number;

  PlanLines(InputStream in) {
    this.in = in;
  }

  /** The number of the line that was read last, from 1. */
  int number() {
    return number;
  }

  /** The next line, without its end. */
  String next() throws IOException {
    String line = nextUnhashed();
    digest.update(bytes.toByteArray());
    digest.update((byte) '\n');
    return line;
  }

  /** As the other, for the line that holds the digest itself. */
  String nextUnhashed() throws IOException {
    number++;
    bytes.reset();
    while (!takeLine()) {
      size = in.read(buffer);
      from = 0;
      if (size < 0) {
        throw wrong(number == 1 ? "it is not a plan that CloudRelease wrote" : "the plan is cut");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw wrong("it is not text in UTF-8");
    }
  }

  /** Takes what is in the buffer, up to the end of the line; whether that is in it. */
  private boolean takeLine() {
    int to = from;
    while (to < size && buffer[to] != '\n') {
      to++;
    }
    if (bytes.size() + (to - from) > LONGEST) {
      throw wrong("it is longer than " + LONGEST + " bytes");
    }
    bytes.write(buffer, from, to - from);
    boolean whole = to < size;
    from = whole ? to + 1 : to;
    return whole;
  }

  /** Nothing may follow. */
  void end() throws IOException {
    if (from < size || in.read() >= 0) {
      number++;
      throw wrong("something follows the end of the plan");
    }
  }

  /** The digest of all that was read but the line left out. */
  String digest() {
    return Hashes.hex(digest.digest());
  }

  private InvalidRequestException wrong(String why) {
    return new InvalidRequestException("line " + number + " of the plan: " + why);
  }
}
