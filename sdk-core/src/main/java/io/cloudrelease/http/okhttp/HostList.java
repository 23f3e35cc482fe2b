package io.cloudrelease.http.okhttp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Which hosts need no proxy, from {@code NO_PROXY} or from Java's {@code http.nonProxyHosts}.
 * Immutable and thread-safe. An entry that says nothing matches nothing.
 */
public final class HostList {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

  private static final Pattern V4 =
      Pattern.compile("(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

  private final List<BiPredicate<String, Integer>> entries;

  private HostList(List<BiPredicate<String, Integer>> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * That entry, for lists that somebody wrote for us alone.
   *
   * @throws IllegalArgumentException when it is meant as a network and can be none
   */
  public static String checked(String entry) {
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      int most = address(entry.substring(0, slash)).length * 8;
      String bits = entry.substring(slash + 1);
      if (most == 0 || !bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > most) {
        throw new IllegalArgumentException(
            "'"
                + entry
                + "' is no network; write an address and how many of its bits count, at most "
                + (most == 0 ? "32, or 128 of IPv6" : most)
                + ": 10.0.0.0/8; or a host's name alone");
      }
    }
    return entry;
  }

  /**
   * Names stand for those below them too; addresses, networks, {@code host:port}, {@code *}; other
   * stars as in Java's property.
   */
  static HostList ofVariable(List<String> hosts) {
    List<BiPredicate<String, Integer>> entries = new ArrayList<>();
    for (String each : hosts) {
      String entry = each.strip().toLowerCase(Locale.ROOT);
      if (!entry.isEmpty()) {
        entries.add(entry(entry));
      }
    }
    return new HostList(entries);
  }

  /** The text of {@code NO_PROXY}: separated by commas or white space. */
  static HostList ofVariable(String text) {
    return ofVariable(List.of(text.split("[,\\s]+")));
  }

  /** Patterns with a star at their beginning or end, separated by bars. */
  static HostList ofProperty(String text) {
    List<BiPredicate<String, Integer>> entries = new ArrayList<>();
    for (String each : text.split("\\|")) {
      String entry = bare(each.strip().toLowerCase(Locale.ROOT));
      if (!entry.isEmpty()) {
        entries.add(starred(entry));
      }
    }
    return new HostList(entries);
  }

  private static BiPredicate<String, Integer> starred(String entry) {
    Pattern pattern =
        Pattern.compile(
            List.of(entry.split("\\*", -1)).stream()
                .map(Pattern::quote)
                .reduce((a, b) -> a + ".*" + b)
                .orElse(""));
    return (host, port) -> pattern.matcher(host).matches();
  }

  boolean contains(String host, int port) {
    String name = bare(host.toLowerCase(Locale.ROOT));
    return entries.stream().anyMatch(entry -> entry.test(name, port));
  }

  private static BiPredicate<String, Integer> entry(String entry) {
    if (entry.equals("*")) {
      return (host, port) -> true;
    }
    if (entry.indexOf('/') > 0) {
      return network(entry);
    }
    int colon = entry.lastIndexOf(':');
    boolean withPort =
        colon > 0
            && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')
            && entry.substring(colon + 1).matches("[0-9]{1,5}");
    if (withPort) {
      int only = Integer.parseInt(entry.substring(colon + 1));
      BiPredicate<String, Integer> name = name(entry.substring(0, colon));
      return (host, port) -> port == only && name.test(host, port);
    }
    return name(entry);
  }

  private static BiPredicate<String, Integer> name(String entry) {
    String name = bare(entry).replaceFirst("^\\*?\\.", "");
    if (name.indexOf('*') >= 0) {
      return starred(bare(entry));
    }
    return (host, port) -> host.equals(name) || host.endsWith("." + name) && !isAddress(host);
  }

  private static BiPredicate<String, Integer> network(String entry) {
    int slash = entry.indexOf('/');
    byte[] network = address(entry.substring(0, slash));
    int bits;
    try {
      bits = Integer.parseInt(entry.substring(slash + 1));
    } catch (NumberFormatException noNetwork) {
      return (host, port) -> false;
    }
    return (host, port) -> {
      byte[] address = address(host);
      return address.length > 0
          && address.length == network.length
          && bits >= 0
          && bits <= address.length * 8
          && sameBits(address, network, bits);
    };
  }

  private static boolean sameBits(byte[] one, byte[] other, int bits) {
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of an address written in numbers; none for a name, which is never looked up here. */
  private static byte[] address(String text) {
    if (!isAddress(text) || text.indexOf(':') < 0 && !V4.matcher(text).matches()) {
      return new byte[0];
    }
    try {
      return InetAddress.getByName(bare(text)).getAddress();
    } catch (UnknownHostException noAddress) {
      return new byte[0];
    }
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
