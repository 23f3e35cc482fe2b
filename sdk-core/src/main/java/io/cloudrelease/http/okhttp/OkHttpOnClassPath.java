package io.cloudrelease.http.okhttp;

import io.cloudrelease.error.ConfigurationException;
import java.security.CodeSource;

/**
 * Refuses an OkHttp on which the guards would not hold, before any of its classes is used. OkHttp
 * 3.12, which the vendors' SDKs bring, ignores one-shot bodies and sends a POST twice; and since
 * OkHttp 5 lies in a jar of another name, a class path can hold both without Maven noticing.
 */
final class OkHttpOnClassPath {
  private static final int OLDEST_MAJOR = 5;
  private static final String CURE =
      "; import io.cloudrelease:sdk-bom, or put com.squareup.okhttp3:okhttp and okhttp-jvm both at"
          + " one version from 5.0 on";

  private OkHttpOnClassPath() {}

  /**
   * Looks at the classes as that loader gives them.
   *
   * @throws ConfigurationException naming what was found, where, and what is needed
   */
  static void check(ClassLoader loader) {
    Class<?> client = load(loader, "okhttp3.OkHttpClient");
    String where = sourceOf(client);
    Class<?> versioned;
    try {
      versioned = Class.forName("okhttp3.OkHttp", true, loader);
    } catch (ClassNotFoundException e) {
      throw new ConfigurationException(
          tooOld("an old one that does not tell its version", where), e);
    }
    // The version is told by one class and the guards are kept by others: they must be one copy.
    sameCopy(where, versioned);
    sameCopy(where, load(loader, "okhttp3.RequestBody"));
    sameCopy(where, load(loader, "okhttp3.internal.http.RetryAndFollowUpInterceptor"));
    requireVersion(versionOf(versioned), where);
  }

  static void requireVersion(String found, String where) {
    int dot = found.indexOf('.');
    int major;
    try {
      major = Integer.parseInt(dot < 0 ? found : found.substring(0, dot));
    } catch (NumberFormatException e) {
      throw new ConfigurationException(tooOld("version '" + found + "'", where), e);
    }
    if (major < OLDEST_MAJOR) {
      throw new ConfigurationException(tooOld("version " + found, where));
    }
  }

  private static Class<?> load(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new ConfigurationException("OkHttp is missing: there is no " + name + CURE, e);
    }
  }

  private static String versionOf(Class<?> versioned) {
    try {
      return String.valueOf(versioned.getField("VERSION").get(null));
    } catch (ReflectiveOperationException e) {
      return "unknown";
    }
  }

  private static void sameCopy(String where, Class<?> other) {
    if (!sourceOf(other).equals(where)) {
      throw new ConfigurationException(
          "two copies of OkHttp are mixed: " + where + " and " + sourceOf(other) + CURE);
    }
  }

  private static String sourceOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? "the class path" : String.valueOf(source.getLocation());
  }

  private static String tooOld(String found, String where) {
    return "OkHttp 5.0 or newer is needed and "
        + found
        + " was found in "
        + where
        + ": older ones may send a request twice"
        + CURE;
  }
}
