package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.SimulatedInstance;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Names that an answer shows byte by byte, as no writer of JSON or XML would let them pass. */
final class RawNames {
  /** The note that holds such a name, in hexadecimal digits. */
  static final String NOTE = "RawName";

  private RawNames() {}

  static String hex(byte[] name) {
    return HexFormat.of().formatHex(name);
  }

  /** What stands for the name until the answer is written. */
  static String shown(SimulatedInstance instance) {
    return instance.note(NOTE).isEmpty() ? instance.name() : "raw-name-of-" + instance.id();
  }

  /** The answer with the names of these as they are. */
  static byte[] into(byte[] answer, List<SimulatedInstance> instances) {
    byte[] whole = answer;
    for (SimulatedInstance instance : instances) {
      if (!instance.note(NOTE).isEmpty()) {
        whole = replaced(whole, shown(instance), HexFormat.of().parseHex(instance.note(NOTE)));
      }
    }
    return whole;
  }

  private static byte[] replaced(byte[] answer, String what, byte[] with) {
    // One character a byte, so that what is found in the text is where it is in the bytes.
    int at = new String(answer, StandardCharsets.ISO_8859_1).indexOf(what);
    if (at < 0) {
      return answer;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(answer.length + with.length);
    bytes.write(answer, 0, at);
    bytes.writeBytes(with);
    int end = at + what.length();
    bytes.write(answer, end, answer.length - end);
    return bytes.toByteArray();
  }
}
