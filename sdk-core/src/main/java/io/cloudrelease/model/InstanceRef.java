package io.cloudrelease.model;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.text.AccountName;
import io.cloudrelease.text.RegionName;
import org.jspecify.annotations.Nullable;

/**
 * Names one instance: provider, region and id.
 *
 * <p>Text form {@code provider:region:id}, or {@code provider:id} where the cloud has no regions.
 * {@code provider} is the name under which the account is registered with the client.
 *
 * @param provider lower-case letters, digits and hyphens, 1 to 64 characters
 * @param region letters, digits, hyphens, dots and underscores, at most 63, no dot at either end
 *     and no two in a row; empty where the cloud has none
 * @param id 1 to 128 letters, digits and {@code -._~}: what needs no escape in JSON, in a query or
 *     in a path (RFC 3986, unreserved characters), so that no id can say more than an id in any of
 *     them
 */
public record InstanceRef(String provider, String region, String id) {

  private static final int MAX_ID = 128;

  public InstanceRef {
    checkProvider(provider, provider, region, id);
    checkRegion(region, provider, region, id);
    checkId(id, provider, region, id);
  }

  /** A reference on a cloud without regions. */
  public static InstanceRef of(String provider, String id) {
    return new InstanceRef(provider, "", id);
  }

  /** A reference on a cloud with regions. */
  public static InstanceRef of(String provider, String region, String id) {
    return new InstanceRef(provider, region, id);
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidRequestException naming the text and what would be right
   */
  public static InstanceRef parse(String text) {
    String[] parts = text.split(":", -1);
    return switch (parts.length) {
      case 2 -> new InstanceRef(parts[0], "", parts[1]);
      case 3 -> {
        if (parts[1].isEmpty()) {
          throw wrong(text, "its region is empty");
        }
        yield new InstanceRef(parts[0], parts[1], parts[2]);
      }
      default -> throw wrong(text, "it has 2 or 3 parts between colons, here " + parts.length);
    };
  }

  // Written out: the first equals or hashCode that a record has made for it costs a start 20 ms.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InstanceRef ref
        && id.equals(ref.id)
        && region.equals(ref.region)
        && provider.equals(ref.provider);
  }

  @Override
  public int hashCode() {
    return (provider.hashCode() * 31 + region.hashCode()) * 31 + id.hashCode();
  }

  /** The text form. */
  @Override
  public String toString() {
    return region.isEmpty() ? provider + ':' + id : provider + ':' + region + ':' + id;
  }

  private static void checkProvider(String provider, String... all) {
    @Nullable String wrong = AccountName.wrong(provider);
    if (wrong != null) {
      throw wrong(join(all), "its provider name " + wrong);
    }
  }

  private static void checkRegion(String region, String... all) {
    @Nullable String wrong = RegionName.wrong(region);
    if (wrong != null) {
      throw wrong(join(all), "its region " + wrong);
    }
  }

  private static void checkId(String id, String... all) {
    if (id.isBlank()) {
      throw wrong(join(all), "its id is blank");
    }
    if (id.length() > MAX_ID) {
      throw wrong(join(all), "its id is longer than " + MAX_ID + " characters");
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (!isLetterOrDigit(c) && c != '-' && c != '.' && c != '_' && c != '~') {
        throw wrong(join(all), "its id may hold letters, digits, '-', '.', '_' and '~' only");
      }
    }
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private static String join(String... parts) {
    return parts[1].isEmpty() ? parts[0] + ':' + parts[2] : String.join(":", parts);
  }

  private static InvalidRequestException wrong(String text, String why) {
    String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
    return new InvalidRequestException(
        "'"
            + shown
            + "' is not an instance reference: "
            + why
            + "; write provider:region:id (tencent-cvm:ap-guangzhou:ins-1a2b3c4d) or, on clouds"
            + " without regions, provider:id (zenlayer-zec:1234567)");
  }
}
