package io.cloudrelease.commandline;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.InstanceRef;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * References as people type and paste them: what cannot be seen, or is not what it looks like, is
 * named for what it is.
 */
final class RefText {
  /**
   * Which characters ids have where that is documented; what they begin with, and whose they are,
   * the providers know.
   */
  private static final Map<String, Pattern> FORMS =
      Map.of(
          "aliyun-ecs", Pattern.compile("[A-Za-z0-9-]+"),
          "tencent-cvm", Pattern.compile("[A-Za-z0-9-]+"));

  /** What no id of any cloud is as long as, without a hyphen in it. */
  private static final Pattern LONG_WORD = Pattern.compile("[A-Za-z0-9_]{25,}");

  private RefText() {}

  /**
   * The reference.
   *
   * @throws UsageException naming the text and what would be right
   */
  static InstanceRef parse(String text) throws UsageException {
    return parse(text, shown(text));
  }

  /** An argument as it may be said: a URL that got there by mistake may hold a password. */
  static String shown(String argument) {
    return argument.contains("://") ? harmless(argument) : argument;
  }

  /**
   * The reference of a line in a file. What is said of a wrong one ends in logs, and the file may
   * be another one than was meant: one with keys in it.
   *
   * @throws UsageException naming as much of the text as can be no secret, and what would be right
   */
  static InstanceRef parseLine(String text) throws UsageException {
    return parse(text, harmless(text));
  }

  private static InstanceRef parse(String text, String shown) throws UsageException {
    Optional<Message> odd = odd(text, shown);
    if (odd.isPresent()) {
      throw new UsageException(odd.get());
    }
    try {
      InstanceRef ref = InstanceRef.parse(text);
      Pattern form = FORMS.get(ref.provider());
      if (form != null && !form.matcher(ref.id()).matches()) {
        throw new UsageException(Message.of("ref.id", shown, ref.provider()));
      }
      return ref;
    } catch (InvalidRequestException wrong) {
      if (!shown.equals(text)) {
        throw new UsageException(Message.of("ref.cut", shown));
      }
      String meant = meant(text);
      throw new UsageException(
          meant.isEmpty()
              ? Message.plain(String.valueOf(wrong.getMessage()))
              : Message.of("ref.bare", text, meant));
    }
  }

  /**
   * Up to the first character that is in no reference, and without long words; of more parts than a
   * reference has, as in a file of passwords, the first.
   */
  private static String harmless(String text) {
    if (text.chars().filter(c -> c == ':').count() > 2) {
      String first = text.substring(0, text.indexOf(':') + 1);
      String beginning = harmless(first);
      return beginning.endsWith("...") ? beginning : beginning + "...";
    }
    int end = 0;
    while (end < text.length() && isOfReferences(text.charAt(end))) {
      end++;
    }
    end = text.offsetByCodePoints(end, end < text.length() ? 1 : 0);
    String beginning = LONG_WORD.matcher(text.substring(0, end)).replaceAll("...");
    return end < text.length() ? beginning + "..." : beginning;
  }

  private static boolean isOfReferences(char c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || ":-._~".indexOf(c) >= 0);
  }

  private static Optional<Message> odd(String text, String shown) {
    int number = 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      String kind = kind(c);
      if (!kind.isEmpty()) {
        return Optional.of(
            Message.of(
                "ref.odd",
                shown.length() > 200 ? shown.substring(0, 200) + "..." : shown,
                number,
                Message.of("ref.odd." + kind),
                String.format(Locale.ROOT, "%04X", c)));
      }
      number++;
    }
    return Optional.empty();
  }

  /** What is wrong with a character; empty when nothing is, or it can be seen that it is wrong. */
  private static String kind(int c) {
    return switch (c) {
      case 0x00A0, 0x2007, 0x202F, 0x3000 -> "space";
      case 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF -> "nothing";
      case 0x00AD, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D ->
          "hyphen";
      case 0xFF1A, 0xFE55, 0xA789, 0x2236 -> "colon";
      case 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069 ->
          "direction";
      default -> Character.getType(c) == Character.CONTROL ? "control" : "";
    };
  }

  /** The reference of an id that stands alone; empty when it does not look like one. */
  private static String meant(String text) {
    if (text.indexOf(':') >= 0) {
      return "";
    }
    if (text.matches("ins-[A-Za-z0-9]{1,64}")) {
      return "tencent-cvm:REGION:" + text;
    }
    if (text.matches("i-[A-Za-z0-9]{1,64}")) {
      return "aliyun-ecs:REGION:" + text;
    }
    return text.matches("[0-9]{6,64}") ? "zenlayer-zec:" + text : "";
  }
}
