package io.cloudrelease.find;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.text.AccountName;
import io.cloudrelease.text.RegionName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where to look: an account, and a region of it or all of them.
 *
 * @param account the name under which the account is registered: lower-case letters, digits and
 *     hyphens, 1 to 64 characters
 * @param region as in a reference: letters, digits, hyphens, dots and underscores, at most 63, no
 *     dot at either end and no two in a row; {@code *} for all; empty where the cloud has none
 */
public record Place(String account, String region) {
  private static final String ALL = "*";

  public Place {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(region, "region");
    @Nullable String wrongName = AccountName.wrong(account);
    if (wrongName != null) {
      throw wrong(text(account, region), "its account's name " + wrongName);
    }
    @Nullable String wrongRegion = region.equals(ALL) ? null : RegionName.wrong(region);
    if (wrongRegion != null) {
      throw wrong(text(account, region), "its region " + wrongRegion);
    }
  }

  /**
   * Reads the text form: {@code account}, {@code account:region} or {@code account:*}.
   *
   * @throws InvalidRequestException naming the text and what would be right
   */
  public static Place parse(String text) {
    int colon = text.indexOf(':');
    if (colon == text.length() - 1) {
      throw wrong(text, "it ends where a name should follow");
    }
    return colon < 0
        ? new Place(text, "")
        : new Place(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Whether all regions of the account are meant. */
  public boolean isEverywhere() {
    return region.equals(ALL);
  }

  /** The same account, in that region. */
  public Place in(String otherRegion) {
    return new Place(account, otherRegion);
  }

  /** The text form. */
  @Override
  public String toString() {
    return text(account, region);
  }

  private static String text(String account, String region) {
    return region.isEmpty() ? account : account + ':' + region;
  }

  private static InvalidRequestException wrong(String text, String why) {
    return new InvalidRequestException(
        "'"
            + text
            + "' is not a place: "
            + why
            + "; write account:region (tencent-cvm:ap-guangzhou), account:* for all"
            + " regions, or account where the cloud has no regions (zenlayer-zec)");
  }
}
