package io.cloudrelease.config;

import io.cloudrelease.credentials.Secret;
import java.util.Optional;

/**
 * A store that several machines share. The core opens none: whoever has the driver does.
 *
 * @param url {@code jdbc:postgresql://host/database}
 * @param user empty for none
 * @param password printed nowhere
 */
public record StoreConfig(String url, String user, Optional<Secret> password) {

  @Override
  public String toString() {
    return "StoreConfig[" + url.replaceFirst("\\?.*", "?…").replaceFirst("//.*@", "//…@") + "]";
  }
}
