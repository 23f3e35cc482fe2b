package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.MetadataVisit;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The RAM role of the machine, from its metadata service: with a token of its own (version 2), and
 * without where that is allowed and there is none (ECS, instance RAM roles).
 *
 * @param role empty to ask for its name
 * @param wanted whether somebody asked for this source, so that it has to be there
 */
record EcsRole(String role, boolean wanted, Surroundings surroundings)
    implements CredentialsProvider {
  private static final String PATH = "/latest/meta-data/ram/security-credentials/";
  private static final String TOKEN_PATH = "/latest/api/token";
  private static final Header TOKEN_LIFE =
      new Header("X-aliyun-ecs-metadata-token-ttl-seconds", "21600");
  private static final String WHERE = "the metadata service";
  private static final String SWITCHED_OFF = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
  private static final Pattern NAME = Pattern.compile("[\\w.@-]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");

  static EcsRole ofThisMachine(Surroundings surroundings) {
    if (surroundings.isOn(SWITCHED_OFF)) {
      throw ConfigurationException.absent(WHERE + " is switched off by " + SWITCHED_OFF);
    }
    String name = surroundings.machineRole();
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          surroundings.firstSet(Surroundings.MACHINE_ROLE)
              + " holds characters that no RAM role's name has");
    }
    return new EcsRole(name, !name.isEmpty(), surroundings);
  }

  @Override
  public Credentials resolve() {
    if (surroundings.isOn(SWITCHED_OFF)) {
      throw new ConfigurationException(
          "the RAM role of this machine: " + WHERE + " is switched off by " + SWITCHED_OFF);
    }
    try {
      MetadataVisit visit = new MetadataVisit(wanted);
      List<Header> headers = token(visit).map(List::of).orElse(List.of());
      String name = role.isEmpty() ? name(visit, headers) : role;
      return KeysAnswer.ofService(WHERE, get(visit, name, headers));
    } catch (ConfigurationException failed) {
      throw wanted && failed.isAbsence()
          ? new ConfigurationException(
              "the RAM role of this machine: " + failed.getMessage(), failed)
          : failed;
    }
  }

  private Optional<Header> token(MetadataVisit visit) {
    try {
      HttpResponse answer = visit.askBriefly("PUT", address(TOKEN_PATH), List.of(TOKEN_LIFE));
      String token = answer.body().text().strip();
      if (answer.status() == 200 && TOKEN.matcher(token).matches()) {
        return Optional.of(new Header("X-aliyun-ecs-metadata-token", token));
      }
    } catch (ConfigurationException failed) {
      if (failed.isAbsence() || surroundings.isOn("ALIBABA_CLOUD_IMDSV1_DISABLED")) {
        throw failed;
      }
    }
    if (surroundings.isOn("ALIBABA_CLOUD_IMDSV1_DISABLED")) {
      throw new ConfigurationException(
          WHERE + " gave no token, and ALIBABA_CLOUD_IMDSV1_DISABLED forbids to go on without");
    }
    return Optional.empty();
  }

  private String name(MetadataVisit visit, List<Header> headers) {
    HttpResponse answer = get(visit, "", headers);
    String name = answer.body().text().strip();
    if (answer.status() != 200 || !NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          WHERE + " gave no role's name (HTTP " + answer.status() + ")");
    }
    return name;
  }

  private HttpResponse get(MetadataVisit visit, String name, List<Header> headers) {
    HttpResponse answer = visit.ask("GET", address(PATH + name), headers);
    if (answer.status() != 404) {
      return answer;
    }
    // Only the list of names can say that there is none; a role with a name has to be there.
    throw name.isEmpty()
        ? ConfigurationException.absent("this machine has no RAM role")
        : new ConfigurationException(WHERE + " has no RAM role " + name);
  }

  private URI address(String path) {
    return surroundings
        .metadata()
        .orElseThrow(
            () -> ConfigurationException.absent("no machine whose RAM role could be asked for"))
        .resolve(path);
  }
}
