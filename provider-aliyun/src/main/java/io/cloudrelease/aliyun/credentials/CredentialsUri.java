package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A service of the user's that gives keys: by HTTPS, or by plain HTTP on this machine and its link
 * alone, where no proxy is asked.
 */
final class CredentialsUri {
  private static final List<String> VARIABLES =
      List.of("ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI");

  private CredentialsUri() {}

  static Credentials ofVariable(Surroundings surroundings) {
    String variable = surroundings.firstSet(VARIABLES);
    if (variable.isEmpty()) {
      throw ConfigurationException.absent("no ALIBABA_CLOUD_CREDENTIALS_URI");
    }
    return read(variable, surroundings.variable(variable), surroundings);
  }

  static Credentials read(String where, String address, Surroundings surroundings) {
    if (surroundings.isOn("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS")) {
      throw new ConfigurationException(
          where + " is forbidden by ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS");
    }
    URI uri = parse(where, address);
    String told = where + " (" + uri.getHost() + ")";
    return KeysAnswer.ofService(told, ask(where, uri, surroundings));
  }

  private static HttpResponse ask(String where, URI uri, Surroundings surroundings) {
    try {
      return uri.getScheme().equalsIgnoreCase("https")
          ? askFar(uri, surroundings)
          : surroundings.http().service(uri);
    } catch (ConfigurationException | InvalidRequestException failed) {
      throw new ConfigurationException(where + ": " + failed.getMessage(), failed);
    }
  }

  private static HttpResponse askFar(URI uri, Surroundings surroundings) {
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    HttpRequest request =
        HttpRequest.of("GET", Endpoint.parse("https://" + uri.getHost() + ":" + port), path)
            .query(query)
            .with(Duration.ofSeconds(10), false);
    return surroundings.http().tokenService(() -> request, () -> surroundings.pause(Sts.PAUSE));
  }

  /** The address may hold a secret, so it is not shown. */
  private static URI parse(String where, String address) {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException notAnAddress) {
      throw new ConfigurationException(where + " is not an address");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean near = scheme.equals("http") && isNear(String.valueOf(uri.getHost()));
    if (uri.getHost() == null || uri.getRawUserInfo() != null || !near && !scheme.equals("https")) {
      throw new ConfigurationException(
          where
              + " must be https://, or http:// to a loopback or link-local address, without user"
              + " and password");
    }
    return uri;
  }

  private static boolean isNear(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}")
        || host.matches("169\\.254(\\.\\d{1,3}){2}");
  }
}
